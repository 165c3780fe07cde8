import type { ThreeWay } from '../../../shared/domain/assignment.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { Button } from '../../ui/Button.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { useRequest } from '../../ui/use-request.ts';

/** A write that another program stands in the way of, from three sides; and the way past it. */
export function Compare({
  id,
  undone,
  onClose,
}: {
  id: number;
  /** The write was undone, so that the way is forth and not back. */
  undone: boolean;
  onClose: () => void;
}) {
  const { acts } = useApp();
  const { rev } = useSnapshot();
  const answer = useRequest('journal.preview', { id }, { version: String(rev) });
  if (answer === null) return null;
  if (!answer.ok) return <FailureNote failure={answer.failure} />;
  const { variables, forcible, file } = answer.value;
  const way = undone ? 'redo' : 'undo';
  return (
    <section className="compare" aria-label="Three sides of this write">
      <p className="sub clip" title={file}>
        {file}
      </p>
      {variables.length === 0 && (
        <p>The variables around this write are not known, so it can only be looked at by hand.</p>
      )}
      {variables.length > 0 && variables.every((one) => !one.theirs) && (
        <p>Switchyard’s variables are as they were written; something else in the file changed.</p>
      )}
      {variables.map((variable) => (
        <Sides key={variable.name} variable={variable} undone={undone} />
      ))}
      <div className="note-buttons">
        {forcible && (
          <Button look="danger" onClick={() => void acts[way](id, true)}>
            {undone ? 'Write again anyway' : 'Put back anyway'}
          </Button>
        )}
        <Button onClick={onClose}>Close</Button>
      </div>
      {forcible && (
        <p className="sub">Only these variables go back; what others wrote beside them stays.</p>
      )}
    </section>
  );
}

function Sides({ variable, undone }: { variable: ThreeWay; undone: boolean }) {
  const { name, before, written, now, theirs } = variable;
  return (
    <div className="sides">
      <h3>
        <code>{name}</code>
        {theirs && <span className="theirs"> changed by somebody else</span>}
      </h3>
      <dl className="facts">
        <Side name={undone ? 'Before the undo' : 'Before'} value={before} />
        <Side name={undone ? 'After the undo' : 'Written'} value={written} />
        <Side name="Now" value={now} />
      </dl>
    </div>
  );
}

function Side({ name, value }: { name: string; value: string | null }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value === null ? 'not set' : value === '' ? 'empty' : <code>{value}</code>}</dd>
    </div>
  );
}
