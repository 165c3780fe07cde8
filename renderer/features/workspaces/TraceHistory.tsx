import { useNow } from '../../store/layout.ts';
import { age, count } from '../../store/words.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { useRequest } from '../../ui/use-request.ts';

/** Trace IDs that the workspace had before, so that earlier requests can still be found. */
export function TraceHistory({ path, trace }: { path: string; trace: string }) {
  const now = useNow();
  const answer = useRequest('assignments.traceHistory', { worktree: path }, { version: trace });
  const uses = answer?.ok === true ? answer.value : [];

  const earlier = uses.filter((use) => use.until !== null);
  if (earlier.length === 0) return null;
  return (
    <details className="disclosure">
      <summary>{count(earlier.length, 'earlier trace ID')}</summary>
      <ul className="plain-list">
        {earlier.map((use) => (
          <li key={`${use.trace}${use.from}`}>
            <span className="mono clip">{use.trace}</span>
            <CopyButton text={use.trace} what={`the trace ID ${use.trace}`} />
            <span className="faint">until {age(use.until ?? use.from, now)}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}
