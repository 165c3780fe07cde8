import { useApp, useDoctor } from '../../store/app.tsx';
import { count } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';

/** How far mending several workspaces is, with a way to stop, and which of them could not be mended. */
export function BulkProgress() {
  const { doctor } = useApp();
  const bulk = useDoctor((state) => state.bulk);
  if (bulk === null) return null;
  const { done, total, failed, state, code } = bulk;
  const words = {
    running: `Mending ${code}: ${done} of ${total}`,
    cancelled: `Stopped after ${done} of ${count(total, 'workspace')}`,
    finished: `${count(done - failed.length, 'workspace')} mended`,
  }[state];
  return (
    <div className="note">
      <p>{words}</p>
      {failed.length > 0 && (
        <ul>
          {failed.map(({ name, reason }) => (
            <li key={name}>
              {name}: {reason}
            </li>
          ))}
        </ul>
      )}
      {state === 'running' && (
        <div className="note-buttons">
          <Button onClick={doctor.cancel}>Stop</Button>
        </div>
      )}
    </div>
  );
}
