import type { ReactNode } from 'react';

import { useCompact } from '../store/layout.ts';

/** List and detail beside each other; in the popover one at a time. */
export function Panes({
  label,
  list,
  detail,
}: {
  label: string;
  list: ReactNode;
  /** Null when nothing is open. */
  detail: ReactNode;
}) {
  const compact = useCompact();
  if (compact) {
    return detail === null ? (
      <main className="pane list-pane">{list}</main>
    ) : (
      <main className="pane detail-pane">{detail}</main>
    );
  }
  return (
    <>
      <section className="pane list-pane" aria-label={label}>
        {list}
      </section>
      <main className="pane detail-pane">{detail}</main>
    </>
  );
}
