import { type ReactNode, useEffect, useRef } from 'react';

import { useApp } from '../store/app.tsx';
import { useCompact } from '../store/layout.ts';
import { IconButton } from './Button.tsx';

/** The title line of a pane. In the popover it has the way back. */
export function PageHeader({
  title,
  sub,
  children,
}: {
  title: string;
  sub?: string;
  children?: ReactNode;
}) {
  const { moves } = useApp();
  const compact = useCompact();
  const header = useRef<HTMLElement>(null);
  // In the popover a page takes the place of another, and the focus with it; it must not fall to nowhere.
  useEffect(() => {
    if (document.activeElement !== document.body) return;
    header.current?.querySelector<HTMLElement>('.back')?.focus();
  }, []);
  return (
    <header className="page-header" ref={header}>
      {compact && (
        <IconButton icon="back" label="Back" onClick={() => moves.back(true)} className="back" />
      )}
      <div className="page-title">
        <h1 title={title}>{title}</h1>
        {sub !== undefined && <p title={sub}>{sub}</p>}
      </div>
      {children !== undefined && <div className="page-actions">{children}</div>}
    </header>
  );
}
