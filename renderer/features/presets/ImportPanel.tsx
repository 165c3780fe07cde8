import { useId, useState } from 'react';

import type { Preset } from '../../../shared/domain/preset.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { count, routeOf } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { useAct } from '../../ui/use-act.ts';

/** Takes a preset link, or the text or file of an export. What it holds is shown before anything is saved. */
export function ImportPanel() {
  const { bridge, ui, moves, notices } = useApp();
  const { presets: known } = useSnapshot();
  const id = useId();
  const text = useUi((state) => state.drafts.importText);
  const act = useAct();
  const [found, setFound] = useState<readonly Preset[] | null>(null);

  const type = (next: string) => {
    setFound(null);
    act.forget();
    ui.setState((state) => ({ drafts: { ...state.drafts, importText: next } }));
  };
  const read = async (file: File | undefined) => {
    if (file !== undefined) type(await file.text());
  };
  const run = async (save: boolean) => {
    const answer = await act.run(() => bridge.request('presets.import', { text, save }));
    if (!answer.ok) return;
    const { presets } = answer.value;
    if (!save) {
      setFound(presets);
      return;
    }
    type('');
    notices.say(`Imported ${count(presets.length, 'preset')}.`);
    moves.select('presets', presets[0]?.id ?? null);
  };

  return (
    <>
      <PageHeader title="Import presets" sub="A link, a file, or text that somebody sent you" />
      <div className="detail-body">
        <form
          className="form"
          aria-label="Import presets"
          onSubmit={(event) => {
            event.preventDefault();
            void run(found !== null);
          }}
        >
          <div className="field">
            <label htmlFor={id}>Link or text</label>
            <textarea
              id={id}
              className="input mono block"
              rows={7}
              spellCheck={false}
              value={text}
              placeholder="switchyard://preset?v=1&id=…"
              onChange={(event) => type(event.target.value)}
            />
          </div>
          <div className="field">
            <label htmlFor={`${id}-file`}>Or a file</label>
            <input
              id={`${id}-file`}
              type="file"
              accept=".json,application/json"
              onChange={(event) => {
                void read(event.target.files?.[0]);
              }}
            />
          </div>
          {act.failure !== null && <FailureNote failure={act.failure} />}
          {found !== null && (
            <ul className="plain-list" aria-label="Found presets">
              {found.map((preset) => (
                <li key={preset.id}>
                  <strong>{preset.name}</strong>
                  <span className="mono clip">{routeOf(preset)}</span>
                  {known.some((one) => one.id === preset.id) && (
                    <span className="faint">has the same ID as one of yours</span>
                  )}
                </li>
              ))}
            </ul>
          )}
          <div className="form-buttons">
            <Button look="solid" type="submit" disabled={text.trim() === '' || act.busy}>
              {found === null ? 'Look inside' : `Import ${count(found.length, 'preset')}`}
            </Button>
          </div>
        </form>
      </div>
    </>
  );
}
