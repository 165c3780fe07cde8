import { useApp } from '../../store/app.tsx';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useRequest } from '../../ui/use-request.ts';

/** A settings file that is not strict JSON, beside what it would be. Written only on a click, and that can be undone. */
export function RepairPanel({ path, onLeave }: { path: string; onLeave: () => void }) {
  const { acts } = useApp();
  const preview = useRequest('settings.previewRepair', { worktree: path });

  const repair = async () => {
    const answer = await acts.repair(path);
    if (answer.ok) onLeave();
  };
  if (preview === null) return <div aria-busy="true" />;
  if (!preview.ok) {
    return (
      <FailureNote failure={preview.failure}>
        <Button onClick={onLeave}>Back</Button>
      </FailureNote>
    );
  }
  const { file, reason, before, after } = preview.value;
  return (
    <section className="preview" aria-label="Repair of the settings file">
      <header className="preview-head">
        <h2>Repair the settings file</h2>
        <span className="clip" title={file}>
          {file}
        </span>
      </header>
      <p className="note warn">{reason}</p>
      <table className="diff">
        <thead>
          <tr>
            <th scope="col">Now</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          <tr>
            <td className="mono">{before}</td>
            <td className="mono">{after}</td>
          </tr>
        </tbody>
      </table>
      <div className="form-buttons">
        <Button look="solid" onClick={() => void repair()}>
          Repair the file
        </Button>
        <Button onClick={onLeave}>Leave it</Button>
      </div>
    </section>
  );
}
