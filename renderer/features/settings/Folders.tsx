import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { FailureNote, failureText } from '../../ui/FailureNote.tsx';
import { TextField } from '../../ui/Field.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useAct } from '../../ui/use-act.ts';

/** The folders that are searched for worktrees, and the field to add one. */
export function Folders() {
  const { bridge } = useApp();
  const { roots } = useSnapshot();
  const act = useAct();
  return (
    <>
      {roots.length > 0 && (
        <ul className="plain-list boxed" aria-label="Folders">
          {roots.map((root) => (
            <li key={root.path}>
              <Icon name="folder" />
              <span className="grow">
                <span className="mono wrap">{root.path}</span>
                <span className="sub">
                  {root.source === 'conductor'
                    ? 'Conductor’s own, searched without being asked for'
                    : 'Added by you'}
                  {!root.exists && ' · does not exist'}
                </span>
              </span>
              {root.source === 'person' && (
                <IconButton
                  icon="minus"
                  label={`Stop searching ${root.path}`}
                  disabled={act.busy}
                  onClick={() =>
                    void act.run(() => bridge.request('roots.remove', { path: root.path }))
                  }
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {act.failure !== null && <FailureNote failure={act.failure} />}
      <AddFolder />
    </>
  );
}

/** What is typed here is kept in the store, as every draft is. */
export function AddFolder() {
  const { bridge, ui, notices } = useApp();
  const path = useUi((state) => state.drafts.root);
  const act = useAct();
  const type = (root: string) => {
    act.forget();
    ui.setState((state) => ({ drafts: { ...state.drafts, root } }));
  };
  const add = async () => {
    const answer = await act.run(() => bridge.request('roots.add', { path: path.trim() }));
    if (!answer.ok) return;
    type('');
    notices.say('Added the folder.');
  };
  return (
    <form
      aria-label="Add a folder"
      onSubmit={(event) => {
        event.preventDefault();
        if (path.trim() !== '' && !act.busy) void add();
      }}
    >
      <TextField
        label="Add a folder"
        mono
        value={path}
        placeholder="/Users/you/code"
        error={act.failure === null ? null : failureText(act.failure)}
        help="The whole path of a folder with repositories in it."
        onChange={(event) => type(event.target.value)}
        beside={
          <Button type="submit" disabled={path.trim() === '' || act.busy}>
            {act.busy ? 'Adding …' : 'Add'}
          </Button>
        }
      />
    </form>
  );
}
