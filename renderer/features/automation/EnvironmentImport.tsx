import '../../styles/pages.css';

import { useId, useState } from 'react';

import type { RequestOutput } from '../../../shared/contract/index.ts';
import { useApp } from '../../store/app.tsx';
import { routeOf } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useAct } from '../../ui/use-act.ts';

type Imported = RequestOutput<'presets.importEnvironment'>;

/**
 * Takes the text of Conductor’s Env panel or of a guide, and says what is wrong with it. The text holds a key, so unlike
 * other drafts it is gone when the page is left.
 */
export function EnvironmentImport() {
  const { bridge, moves, notices } = useApp();
  const id = useId();
  const act = useAct();
  const [text, setText] = useState('');
  const [found, setFound] = useState<Imported | null>(null);
  const type = (next: string) => {
    act.forget();
    setFound(null);
    setText(next);
  };
  const run = async (save: boolean) => {
    const answer = await act.run(() => bridge.request('presets.importEnvironment', { text, save }));
    if (!answer.ok) return;
    const { saved } = answer.value;
    if (saved === null) {
      setFound(answer.value);
      return;
    }
    type('');
    notices.say(
      saved.account === null
        ? `Imported the preset ${saved.preset}.`
        : `Imported the preset ${saved.preset}; the key is in the keychain as ${saved.account}.`,
    );
    moves.select('presets', saved.preset);
  };
  const isReady = found !== null && found.refused === null;
  return (
    <div className="detail-body">
      <form
        className="form"
        aria-label="Import an environment"
        onSubmit={(event) => {
          event.preventDefault();
          if (text.trim() !== '' && !act.busy) void run(isReady);
        }}
      >
        <div className="field">
          <label htmlFor={id}>From Conductor’s Env panel or a guide</label>
          <textarea
            id={id}
            className="input mono block"
            rows={6}
            spellCheck={false}
            autoComplete="off"
            value={text}
            placeholder="ANTHROPIC_BASE_URL=https://api.portkey.ai"
            onChange={(event) => type(event.target.value)}
          />
        </div>
        {act.failure !== null && <FailureNote failure={act.failure} />}
        {found !== null && <Found found={found} />}
        <div className="form-buttons">
          <Button look="solid" type="submit" disabled={text.trim() === '' || act.busy}>
            {isReady ? 'Save key and preset' : 'Check the text'}
          </Button>
        </div>
      </form>
    </div>
  );
}

function Found({ found }: { found: Imported }) {
  const { preset, key, gatewayUrl, findings, metadata, refused } = found;
  const tags = Object.entries(metadata).map(([name, value]) => `${name}=${value}`);
  return (
    <>
      <dl className="facts">
        <dt>Gateway</dt>
        <dd>{gatewayUrl ?? 'Portkey’s own'}</dd>
        <dt>Key</dt>
        <dd>{key ?? 'none in the text'}</dd>
        <dt>Preset</dt>
        <dd>
          {preset.name}, {routeOf(preset)}
        </dd>
        {tags.length > 0 && (
          <>
            <dt>Metadata</dt>
            <dd>{tags.join(', ')}; belongs to a workspace or a rule and is not saved here</dd>
          </>
        )}
      </dl>
      {findings.length > 0 && (
        <ul className="plain-list problems" aria-label="What is wrong with the text">
          {findings.map((one) => (
            <li key={`${one.code}${one.subject ?? ''}`}>
              <span className="mono">{one.code}</span>
              <span>{one.message}</span>
            </li>
          ))}
        </ul>
      )}
      {refused !== null && (
        <div className="note warn">
          <p>It cannot be saved as it is. {refused}</p>
        </div>
      )}
    </>
  );
}
