import { useMemo } from 'react';

import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import { useApp, useNotices, useSnapshot, useUi } from '../../store/app.tsx';
import type { AssignmentDraft } from '../../store/drafts.ts';
import { presetName, routeOf } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { SelectField, TextField } from '../../ui/Field.tsx';
import { Pairs } from '../../ui/Pairs.tsx';
import { useRequest } from '../../ui/use-request.ts';
import { applyInput, checkDraft, differs, initialDraft } from './assignment-form.ts';
import { PreviewDiff } from './PreviewDiff.tsx';

/** Typing is let come to rest before the host is asked, in milliseconds. */
const REST_MS = 200;

/** Preset, account, trace ID and metadata of a workspace, with the change shown before it is written. */
export function AssignmentForm({ tree }: { tree: WorktreeView }) {
  const { moves, acts } = useApp();
  const snapshot = useSnapshot();
  const { presets, accounts } = snapshot;
  const stored = useUi((state) => state.drafts.assignments[tree.path]);
  // Only the assignment, presets and accounts feed it, so that a rescan does not renew the form under the person's hands.
  const initial = useMemo(
    () => initialDraft(tree, snapshot),
    // oxlint-disable-next-line react/exhaustive-deps -- see above
    [tree.assignment, snapshot.presets, snapshot.accounts],
  );
  const busy = useNotices((state) => state.notices[tree.path]?.kind === 'busy');
  const draft = stored ?? initial;
  const errors = checkDraft(draft);
  const sound = errors.trace === null && errors.metadata === null && draft.preset !== '';
  const input = applyInput(tree.path, draft, initial);
  const preview = useRequest('assignments.preview', sound ? input : null, {
    version: String(snapshot.rev),
    restMs: REST_MS,
  });

  if (presets.length === 0 || accounts.length === 0) {
    const page = accounts.length === 0 ? 'accounts' : 'presets';
    return (
      <div className="note">
        <p>
          {accounts.length === 0
            ? 'Add a Portkey key first; then this workspace can be put on a preset.'
            : 'Make a preset first; then this workspace can be put on it.'}
        </p>
        <div className="note-buttons">
          <Button look="solid" onClick={() => moves.go(page)}>
            {accounts.length === 0 ? 'Add a key' : 'Make a preset'}
          </Button>
        </div>
      </div>
    );
  }

  const edited = differs(draft, initial);
  const set = (part: Partial<AssignmentDraft>) =>
    moves.setDraft('assignments', tree.path, { ...draft, ...part });
  const changes = preview?.ok === true && preview.value.variables.some((one) => one.changed);
  const mayApply =
    sound && !busy && (edited || tree.assignment === null || tree.drifted || changes);

  const apply = async () => {
    // The preview above named the line and its file, so pressing the button is the yes to both.
    const exclude = preview?.ok === true && preview.value.exclude !== null;
    const answer = await acts.apply(exclude ? { ...input, exclude } : input);
    if (answer.ok) moves.settleDraft('assignments', tree.path, stored, tree.path);
  };

  return (
    <form
      className="form"
      aria-label={`Settings of ${tree.name}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (mayApply) void apply();
      }}
    >
      <div className="two">
        <SelectField
          label="Preset"
          value={draft.preset}
          onChange={(event) => set({ preset: event.target.value })}
        >
          {presets.every((preset) => preset.id !== draft.preset) && (
            <option value={draft.preset}>{draft.preset} (no longer there)</option>
          )}
          {presets.map((preset) => (
            <option key={preset.id} value={preset.id}>
              {preset.name} — {routeOf(preset)}
            </option>
          ))}
        </SelectField>
        <SelectField
          label="Account"
          value={draft.account}
          onChange={(event) => set({ account: event.target.value })}
        >
          {accounts.map((account) => (
            <option key={account.id} value={account.id}>
              {account.id}
            </option>
          ))}
        </SelectField>
      </div>
      <TextField
        label="Trace ID"
        mono
        value={draft.trace}
        error={errors.trace}
        placeholder={tree.assignment === null ? 'Made when you apply' : ''}
        help="Finds this workspace’s requests in Portkey’s logs."
        onChange={(event) => set({ trace: event.target.value })}
        beside={
          tree.assignment !== null && (
            <>
              <CopyButton
                text={tree.assignment.trace}
                what={`the trace ID ${tree.assignment.trace}`}
                label="Copy"
              />
              <Button disabled={busy} onClick={() => void acts.setTrace(tree.path, null)}>
                New ID
              </Button>
            </>
          )
        }
      />
      <Pairs
        label="Metadata"
        noun="metadata key"
        help="Portkey groups spend by it. Worktree, repository and branch are sent anyway."
        pairs={draft.metadata}
        error={errors.metadata}
        onChange={(metadata) => set({ metadata })}
      />
      <PreviewDiff preview={preview} />
      <div className="form-buttons">
        <Button look="solid" type="submit" disabled={!mayApply}>
          {tree.assignment === null
            ? `Put on ${presetName(presets, draft.preset)}`
            : tree.drifted && !edited
              ? 'Apply again'
              : 'Apply'}
        </Button>
        {tree.assignment !== null && (
          <Button disabled={busy} onClick={() => void acts.clear(tree.path)}>
            Not routed
          </Button>
        )}
        {edited && (
          <Button look="quiet" onClick={() => moves.setDraft('assignments', tree.path, null)}>
            Discard edits
          </Button>
        )}
      </div>
    </form>
  );
}
