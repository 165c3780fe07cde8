import type { KeyboardEvent } from 'react';

import { useApp, useSnapshot } from '../../store/app.tsx';
import { commandKey } from '../../store/keys.ts';
import type { ListRow } from '../../store/rows.ts';
import { copyText } from '../../ui/CopyButton.tsx';

const PAGE_ROWS = 8;

/** The list’s own keys: moving, folding, choosing, and the commands for the row with the focus. */
export function useGridKeys(grid: {
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

  const copyTrace = async (trace: string) => {
    if (await copyText(trace)) notices.say(`Copied the trace ID ${trace}.`);
  };

  const command = (row: ListRow, key: string): boolean => {
    if (row.kind !== 'tree') return false;
    const { tree } = row;
    const preset = /^[1-9]$/.test(key) ? presets[Number(key) - 1] : undefined;
    if (preset !== undefined) {
      ui.setState({ picker: null });
      void acts.switchTo(tree.path, preset.id);
      return true;
    }
    if (key !== 'c' || tree.assignment === null || getSelection()?.isCollapsed === false) {
      return false;
    }
    const { trace } = tree.assignment;
    void copyTrace(trace);
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
