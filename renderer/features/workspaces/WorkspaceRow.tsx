/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- a virtual grid cannot be a table,
   and its keys are handled once, by the grid */
import { memo } from 'react';

import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import type { RowSpend } from '../../../shared/domain/spend-sums.ts';
import { useApp, useDoctor, useNotices, useSnapshot } from '../../store/app.tsx';
import { stateOf, type TreeRow } from '../../store/rows.ts';
import { attentionWords, count, routeName, shortPath } from '../../store/words.ts';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { Money } from '../../ui/Money.tsx';
import { StateDot } from '../../ui/StateDot.tsx';
import { isSamePlace, type Measure, type Place } from './GroupHeader.tsx';
import { NoticeView } from './NoticeView.tsx';
import { PresetPicker } from './PresetPicker.tsx';

interface RowProps {
  row: TreeRow;
  place: Place;
  measure: Measure;
  selected: boolean;
  /** Today's; null when there is nothing to say. */
  spend: RowSpend | null;
}

/** One workspace: state, name, branch, preset, and below them its trace ID or what its last act came to. */
export const WorkspaceRow = memo(
  RowOfWorkspace,
  (a, b) =>
    a.row.tree === b.row.tree &&
    a.selected === b.selected &&
    a.spend === b.spend &&
    a.measure === b.measure &&
    isSamePlace(a.place, b.place),
);

function RowOfWorkspace({ row, place, measure, selected, spend }: RowProps) {
  const { ui, moves } = useApp();
  const { presets } = useSnapshot();
  const { tree } = row;
  const notice = useNotices((state) => state.notices[tree.path]);
  const errors = useDoctor((one) => one.errors[tree.path] ?? 0);
  const state = errors > 0 && !tree.bare && !tree.missing ? 'attention' : stateOf(tree);
  return (
    <div
      ref={measure}
      data-index={place.index}
      data-path={tree.path}
      role="row"
      data-stop
      aria-rowindex={place.index + 1}
      aria-selected={selected}
      aria-label={`${tree.name}, ${routeName(tree, presets)}`}
      tabIndex={place.tabIndex}
      className="row tree-row"
      style={{ top: place.start }}
      onFocus={() => {
        if (ui.getState().activeRow !== row.key) ui.setState({ activeRow: row.key });
      }}
      onClick={(event) => {
        const inside = (event.target as Element).closest('button, a, [role="menu"], .notice');
        if (inside === null) moves.open('workspaces', tree.path);
      }}
    >
      <span role="gridcell" className="row-state">
        <StateDot state={state} />
      </span>
      <span role="gridcell" className="row-name">
        <span className="name clip" title={tree.path}>
          {tree.name}
        </span>
        <span className="branch clip" title={tree.branch ?? tree.detachedAt ?? ''}>
          {branchOf(tree)}
        </span>
      </span>
      <span role="gridcell" className="row-pick">
        <PresetPicker tree={tree} tabIndex={place.tabIndex} />
      </span>
      {spend !== null && (
        <span role="gridcell" className="row-spend">
          <Money spend={spend} />
        </span>
      )}
      <div role="gridcell" className="row-second">
        {notice === undefined ? (
          <SecondLine tree={tree} errors={errors} tabIndex={place.tabIndex} />
        ) : (
          <NoticeView path={tree.path} notice={notice} />
        )}
      </div>
    </div>
  );
}

function branchOf(tree: WorktreeView): string {
  if (tree.branch !== null) return tree.branch;
  return tree.detachedAt === null ? '' : `at ${tree.detachedAt.slice(0, 8)}`;
}

function SecondLine({
  tree,
  errors,
  tabIndex,
}: {
  tree: WorktreeView;
  errors: number;
  tabIndex: number;
}) {
  const words =
    attentionWords(tree) ??
    (errors === 0 ? null : `The doctor has found ${count(errors, 'error')}`);
  const place = tree.main ? `Main checkout · ${shortPath(tree.path)}` : shortPath(tree.path);
  if (tree.assignment === null) {
    return (
      <span className="clip" title={tree.path}>
        {words ?? place}
      </span>
    );
  }
  const { trace } = tree.assignment;
  return (
    <>
      <span className="trace clip mono" title={`Trace ID ${trace}`}>
        {trace}
      </span>
      <CopyButton text={trace} what={`the trace ID ${trace}`} tabIndex={tabIndex} />
      {words !== null && (
        <span className="attention clip" title={words}>
          {words}
        </span>
      )}
    </>
  );
}
