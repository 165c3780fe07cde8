import { useId } from 'react';

import { type PairDraft, pairDraft } from '../store/drafts.ts';
import { Button, IconButton } from './Button.tsx';

/** Lines of a name and a value: metadata, headers. An error is shown under the line whose name it is about. */
export function Pairs({
  label,
  help,
  noun,
  pairs,
  error,
  onChange,
}: {
  label: string;
  help: string;
  /** `header`, `metadata key`: for the labels of the inputs. */
  noun: string;
  pairs: readonly PairDraft[];
  error: { readonly name: string | null; readonly text: string } | null;
  onChange: (pairs: readonly PairDraft[]) => void;
}) {
  const id = useId();
  const set = (key: number, part: Partial<PairDraft>) =>
    onChange(pairs.map((pair) => (pair.key === key ? { ...pair, ...part } : pair)));
  const wrong = (pair: PairDraft) => error !== null && pair.name.trim() === error.name;
  const placed = error !== null && pairs.some(wrong);
  return (
    <fieldset className="pairs">
      <legend>{label}</legend>
      {pairs.map((pair, index) => (
        <div className="pair" key={pair.key}>
          <input
            className="input mono"
            aria-label={`Name of ${noun} ${index + 1}`}
            {...(wrong(pair) ? { 'aria-invalid': true, 'aria-describedby': `${id}-error` } : {})}
            value={pair.name}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => set(pair.key, { name: event.target.value })}
          />
          <input
            className="input mono"
            aria-label={`Value of ${noun} ${index + 1}`}
            value={pair.value}
            spellCheck={false}
            autoComplete="off"
            onChange={(event) => set(pair.key, { value: event.target.value })}
          />
          <IconButton
            icon="minus"
            label={`Remove ${noun} ${pair.name === '' ? index + 1 : pair.name}`}
            onClick={() => onChange(pairs.filter((other) => other.key !== pair.key))}
          />
          {wrong(pair) && (
            <p className="field-error" id={`${id}-error`}>
              {error?.text}
            </p>
          )}
        </div>
      ))}
      {error !== null && !placed && <p className="field-error">{error.text}</p>}
      <div className="pairs-foot">
        <p className="field-help">{help}</p>
        <Button look="quiet" icon="plus" onClick={() => onChange([...pairs, pairDraft()])}>
          Add {noun}
        </Button>
      </div>
    </fieldset>
  );
}
