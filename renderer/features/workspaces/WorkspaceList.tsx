import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useDeferredValue, useEffect, useMemo, useRef } from 'react';

import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { commandKey } from '../../store/keys.ts';
import { buildRows, type ListRow } from '../../store/rows.ts';
import { Button } from '../../ui/Button.tsx';
import { copyText } from '../../ui/CopyButton.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { GroupHeader } from './GroupHeader.tsx';
import { WorkspaceRow } from './WorkspaceRow.tsx';

export const GRID_ID = 'workspace-grid';

/** Heights before a row is measured, in pixels; the same as in the style sheets. */
const GROUP_HEIGHT = 28;
const TREE_HEIGHT = 44;
const PAGE_ROWS = 8;

/** All workspaces by repository, as a grid of which only what is seen is in the page. @param selected path in the detail */
export function WorkspaceList({ selected }: { selected: string | null }) {
  const { ui } = useApp();
  const { worktrees, presets } = useSnapshot();
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
  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroller.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus();
  }, [activeRow]);

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
            measure: virtualizer.measureElement,
          };
          return row.kind === 'group' ? (
            <GroupHeader key={row.key} row={row} place={place} />
          ) : (
            <WorkspaceRow
              key={row.key}
              row={row}
              place={place}
              selected={row.tree.path === selected}
            />
          );
        })}
      </div>
    </div>
  );
}

function useGridKeys(grid: {
  rows: readonly ListRow[];
  active: number;
  focusRow: (index: number) => void;
}) {
  const { ui, moves, acts, notices } = useApp();
  const { presets } = useSnapshot();
  const { rows, active, focusRow } = grid;

  const fold = (commonDir: string, folded: boolean) =>
    ui.setState((state) => ({
      collapsed: folded
        ? [...state.collapsed, commonDir]
        : state.collapsed.filter((one) => one !== commonDir),
    }));

  const command = (row: ListRow, key: string): boolean => {
    if (row.kind !== 'tree') return false;
    const { tree } = row;
    const preset = /^[1-9]$/.test(key) ? presets[Number(key) - 1] : undefined;
    if (preset !== undefined) {
      void acts.switchTo(tree.path, preset.id);
      return true;
    }
    if (key !== 'c' || tree.assignment === null || getSelection()?.isCollapsed === false) {
      return false;
    }
    const { trace } = tree.assignment;
    void copyText(trace).then((done) => {
      if (done) notices.say(`Copied the trace ID ${trace}.`);
    });
    return true;
  };

  const plain = (row: ListRow, key: string, onRow: boolean): boolean => {
    if (key === 'ArrowDown') focusRow(active + 1);
    else if (key === 'ArrowUp') focusRow(active - 1);
    else if (key === 'Home') focusRow(0);
    else if (key === 'End') focusRow(rows.length - 1);
    else if (key === 'PageDown') focusRow(active + PAGE_ROWS);
    else if (key === 'PageUp') focusRow(active - PAGE_ROWS);
    else if (key === 'ArrowRight' && row.kind === 'group') fold(row.commonDir, false);
    else if (key === 'ArrowRight' && row.kind === 'tree') ui.setState({ picker: row.tree.path });
    else if (key === 'ArrowLeft' && row.kind === 'group' && !row.collapsed) {
      fold(row.commonDir, true);
    } else if (key === 'Enter' && onRow && row.kind === 'group') {
      fold(row.commonDir, !row.collapsed);
    } else if (key === 'Enter' && onRow && row.kind === 'tree') {
      moves.open('workspaces', row.tree.path);
    } else return false;
    return true;
  };

  return (event: KeyboardEvent) => {
    const row = rows[active];
    if (row === undefined) return;
    const key = commandKey(event);
    const onRow = event.target instanceof HTMLElement && event.target.role === 'row';
    const used =
      key === null
        ? !event.metaKey && !event.ctrlKey && !event.altKey && plain(row, event.key, onRow)
        : command(row, key);
    if (used) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
}
