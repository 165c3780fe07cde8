import type { HistoryLine } from '../../../shared/domain/assignment.ts';
import { useApp } from '../../store/app.tsx';
import { Button } from '../../ui/Button.tsx';
import { Entry } from './Entry.tsx';

/** Writes that were asked for at once. What of them still stands can be taken back at once. */
export function Batch({ batch, lines }: { batch: string; lines: readonly HistoryLine[] }) {
  const { acts } = useApp();
  const standing = lines.filter((line) => line.undoneAt === null);
  return (
    <li className="batch">
      <div className="batch-head">
        <span className="entry-main">
          {lines.length} writes together
          {standing.length === 0 && ' · all taken back'}
          {standing.length > 0 &&
            standing.length < lines.length &&
            ` · ${standing.length} still stand`}
        </span>
        {standing.length > 0 && (
          <Button
            look="quiet"
            icon="undo"
            data-act=""
            aria-label={`Undo all ${standing.length} writes of ${batch}`}
            onClick={() => void acts.undoBatch(batch)}
          >
            Undo all
          </Button>
        )}
      </div>
      <ul className="entries">
        {lines.map((line) => (
          <Entry key={line.id} line={line} />
        ))}
      </ul>
    </li>
  );
}
