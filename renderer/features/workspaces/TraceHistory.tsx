import { useEffect, useState } from 'react';

import type { TraceUse } from '../../../shared/domain/assignment.ts';
import { useApp } from '../../store/app.tsx';
import { useNow } from '../../store/layout.ts';
import { age, count } from '../../store/words.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';

/** Trace IDs that the workspace had before, so that earlier requests can still be found. */
export function TraceHistory({ path, trace }: { path: string; trace: string }) {
  const { bridge } = useApp();
  const now = useNow();
  const [uses, setUses] = useState<readonly TraceUse[]>([]);
  useEffect(() => {
    let current = true;
    void bridge.request('assignments.traceHistory', { worktree: path }).then((answer) => {
      if (current && answer.ok) setUses(answer.value);
    });
    return () => {
      current = false;
    };
  }, [bridge, path, trace]);

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
