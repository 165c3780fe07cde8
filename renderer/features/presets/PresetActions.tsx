import type { Preset } from '../../../shared/domain/preset.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { count } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Confirm } from '../../ui/Confirm.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useAct } from '../../ui/use-act.ts';
import { useRequest } from '../../ui/use-request.ts';

/** Share, duplicate, delete. What is shared is what is saved, and a preset holds no key. */
export function PresetActions({ preset }: { preset: Preset }) {
  const { bridge, moves, notices, shell } = useApp();
  const { worktrees } = useSnapshot();
  const act = useAct();
  // Fetched ahead, because a browser allows copying only right after a click.
  const answer = useRequest(
    'presets.export',
    { id: preset.id },
    { version: JSON.stringify(preset) },
  );
  const exported = answer?.ok === true ? answer.value : null;

  const users = worktrees
    .filter((tree) => tree.assignment?.presetId === preset.id)
    .map((tree) => tree.name);

  const duplicate = async () => {
    const answer = await act.run(() => bridge.request('presets.duplicate', { id: preset.id }));
    if (answer.ok) moves.select('presets', answer.value.id);
  };
  const remove = async () => {
    const answer = await act.run(() => bridge.request('presets.remove', { id: preset.id }));
    if (!answer.ok) return;
    moves.setDraft('presets', preset.id, null);
    moves.select('presets', null);
    notices.say(`Deleted the preset ${preset.name}.`);
  };

  return (
    <section className="actions" aria-label="Share, duplicate or delete">
      <div className="actions-bar">
        {exported !== null && (
          <>
            <CopyButton text={exported.link} what="the preset’s link" label="Copy link" />
            <CopyButton text={exported.json} what="the preset’s JSON" label="Copy JSON" />
            {/* The app’s own window lets nothing be downloaded. */}
            {!shell && (
              <Button onClick={() => download(exported.fileName, exported.json)}>Download</Button>
            )}
          </>
        )}
        <Button disabled={act.busy} onClick={() => void duplicate()}>
          Duplicate
        </Button>
        {users.length === 0 && (
          <Confirm
            label="Delete …"
            question={`Delete “${preset.name}”? No workspace uses it. It cannot be brought back; a link or file that you saved can be imported again.`}
            yes="Delete"
            disabled={act.busy}
            onYes={() => void remove()}
          />
        )}
      </div>
      <p className="field-help">
        {users.length > 0 &&
          `${count(users.length, 'workspace uses', 'workspaces use')} it (${some(users)}), so it cannot be deleted. `}
        What is shared holds no key.
      </p>
      {act.failure !== null && <FailureNote failure={act.failure} />}
    </section>
  );
}

function some(names: readonly string[]): string {
  return names.length <= 4
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

function download(fileName: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = fileName;
  link.click();
  URL.revokeObjectURL(url);
}
