import { useApp } from '../../store/app.tsx';
import type { Notice } from '../../store/notices.ts';
import { hintOf } from '../../store/words.ts';
import { Button, IconButton } from '../../ui/Button.tsx';

/** What an act came to, where it was done: under way, done with an undo, or refused with the next step. */
export function NoticeView({ path, notice }: { path: string; notice: Notice }) {
  const { notices, acts } = useApp();
  if (notice.kind === 'busy') {
    return (
      <p className="notice busy" data-notice={path} aria-busy="true">
        <span className="spinner" aria-hidden="true" /> {notice.text}
      </p>
    );
  }
  const dismiss = <IconButton icon="close" label="Dismiss" onClick={() => notices.dismiss(path)} />;
  if (notice.kind === 'refused') {
    return (
      <div className="notice refused" data-notice={path}>
        <Refusal path={path} notice={notice} />
        {dismiss}
      </div>
    );
  }
  const { journalId, notes } = notice;
  return (
    <div className="notice done" data-notice={path}>
      <div>
        <p>
          {notice.text}
          {journalId !== null && (
            <>
              {' · '}
              <button type="button" className="link" onClick={() => void acts.undo(journalId)}>
                Undo
              </button>
            </>
          )}
        </p>
        {notes.length > 0 && (
          <ul>
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </div>
      {notes.length > 0 && dismiss}
    </div>
  );
}

function Refusal({ path, notice }: { path: string; notice: Notice & { kind: 'refused' } }) {
  const { acts, moves, ui, notices } = useApp();
  const { failure, apply, exclude } = notice;
  const hint = hintOf(failure);
  const away = (go: () => void) => {
    notices.dismiss(path);
    go();
  };
  return (
    <div>
      <p>
        <strong>{failure.message}</strong>
        {exclude === null && hint !== null && ` ${hint}`}
      </p>
      {exclude !== null && (
        <p>
          Add the line <code>{exclude.line}</code> to <code>{exclude.file}</code>? Nothing else
          changes there.
        </p>
      )}
      <div className="note-buttons">
        {apply !== null && failure.code === 'settings.not_ignored' && (
          <Button look="solid" onClick={() => void acts.apply({ ...apply, exclude: true })}>
            Add the line and apply
          </Button>
        )}
        {failure.code === 'settings.unparsable' && path !== '' && (
          <Button
            look="solid"
            onClick={() =>
              away(() => {
                moves.open('workspaces', path);
                ui.setState({ repair: path });
              })
            }
          >
            Preview repair
          </Button>
        )}
        {apply !== null && failure.retryable && (
          <Button onClick={() => void acts.apply(apply)}>Try again</Button>
        )}
        {failure.code === 'journal.drifted' && (
          <Button onClick={() => away(() => moves.go('history'))}>History</Button>
        )}
        {/^(account|key|keychain)\./.test(failure.code) && (
          <Button onClick={() => away(() => moves.go('accounts'))}>Accounts</Button>
        )}
        {apply !== null && /^(preset|header)\./.test(failure.code) && (
          <Button onClick={() => away(() => moves.open('presets', apply.preset))}>
            Edit preset
          </Button>
        )}
      </div>
    </div>
  );
}
