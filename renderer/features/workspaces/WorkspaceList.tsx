import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { useDeferredValue, useEffect, useMemo, useRef } from 'react';

import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { buildRows } from '../../store/rows.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { GroupHeader } from './GroupHeader.tsx';
import { useListSpend } from './list-spend.ts';
import { StrayLines } from './StrayLines.tsx';
import { useGridKeys } from './use-grid-keys.ts';
import { WorkspaceRow } from './WorkspaceRow.tsx';

export const GRID_ID = 'workspace-grid';

/** Heights before a row is measured, in pixels; the same as in the style sheets. */
const GROUP_HEIGHT = 28;
const TREE_HEIGHT = 44;

/** All workspaces by repository, as a grid of which only what is seen is in the page. @param selected path in the detail */
export function WorkspaceList({ selected }: { selected: string | null }) {
  const { ui } = useApp();
  const { worktrees, presets } = useSnapshot();
  const spend = useListSpend();
  const search = useDeferredValue(useUi((state) => state.search));
  const collapsed = useUi((state) => state.collapsed);
  const activeRow = useUi((state) => state.activeRow);
  const rows = useMemo(
    () => buildRows({ worktrees, presets, search, collapsed }),
    [worktrees, presets, search, collapsed],
  );
  const found = rows.findIndex((row) => row.key === activeRow);
  const firstTree = rows.findIndex((row) => row.kind === 'tree');
  const active = found >= 0 ? found : Math.max(firstTree, 0);

  const scroller = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- there is no compiler here that would memoise it
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === 'group' ? GROUP_HEIGHT : TREE_HEIGHT),
    getItemKey: (index) => rows[index]?.key ?? index,
    overscan: 6,
    useFlushSync: false,
    // The row with the focus stays in the page wherever it is scrolled to.
    rangeExtractor: (range: Range) => {
      const seen = defaultRangeExtractor(range);
      return seen.includes(active) || active >= rows.length
        ? seen
        : [...seen, active].sort((a, b) => a - b);
    },
  });

  const wantsFocus = useRef(false);
  // Coming back from a detail, the list is new: it scrolls to the row that was left and gives it the focus again.
  useEffect(() => {
    if (found < 0 || document.activeElement !== document.body) return;
    wantsFocus.current = true;
    virtualizer.scrollToIndex(active);
    // oxlint-disable-next-line react/exhaustive-deps -- once, when the list appears
  }, []);
  useEffect(() => {
    if (!wantsFocus.current) return;
    // A row far away is there only after the next measurement.
    const stop = scroller.current?.querySelector<HTMLElement>('[data-stop][tabindex="0"]');
    if (stop === null || stop === undefined) return;
    wantsFocus.current = false;
    stop.focus();
  });

  const focusRow = (index: number) => {
    const next = Math.min(Math.max(index, 0), rows.length - 1);
    const row = rows[next];
    if (row === undefined) return;
    virtualizer.scrollToIndex(next);
    wantsFocus.current = row.key !== activeRow;
    ui.setState({ activeRow: row.key });
  };

  const onKeyDown = useGridKeys({ rows, active, focusRow });

  if (rows.length === 0) {
    return (
      <Empty
        icon="search"
        title={`Nothing matches “${search}”`}
        text="The search looks at names, branches, repositories, presets and trace IDs."
      >
        <Button onClick={() => ui.setState({ search: '' })}>Clear search</Button>
      </Empty>
    );
  }
  return (
    <div className="scroller" ref={scroller}>
      <div
        id={GRID_ID}
        role="grid"
        tabIndex={-1}
        aria-label="Workspaces"
        aria-rowcount={rows.length}
        className="grid"
        style={{ height: virtualizer.getTotalSize() }}
        onKeyDown={onKeyDown}
      >
        {virtualizer.getVirtualItems().map((item) => {
          const row = rows[item.index];
          if (row === undefined) return null;
          const place = {
            index: item.index,
            start: item.start,
            tabIndex: item.index === active ? 0 : -1,
          };
          return row.kind === 'group' ? (
            <GroupHeader
              key={row.key}
              row={row}
              place={place}
              measure={virtualizer.measureElement}
              spend={spend?.repos.get(row.commonDir) ?? null}
            />
          ) : (
            <WorkspaceRow
              key={row.key}
              row={row}
              place={place}
              measure={virtualizer.measureElement}
              selected={row.tree.path === selected}
              spend={spend?.trees.get(row.tree.path) ?? null}
            />
          );
        })}
      </div>
      {spend !== null && search === '' && <StrayLines strays={spend.strays} />}
    </div>
  );
}
