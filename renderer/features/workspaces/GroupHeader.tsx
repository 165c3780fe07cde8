/* oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/click-events-have-key-events -- a virtual grid cannot be a table,
   and its keys are handled once, by the grid */
import { useApp } from '../../store/app.tsx';
import type { GroupRow } from '../../store/rows.ts';
import { Icon } from '../../ui/Icon.tsx';

/** Where the virtual list puts a row. */
export interface Place {
  readonly index: number;
  /** Distance from the top of the list, in pixels. */
  readonly start: number;
  readonly tabIndex: number;
}

export type Measure = (element: HTMLElement | null) => void;

/** A repository: folds and unfolds its workspaces. */
export function GroupHeader({
  row,
  place,
  measure,
}: {
  row: GroupRow;
  place: Place;
  measure: Measure;
}) {
  const { ui } = useApp();
  const toggle = () =>
    ui.setState((state) => ({
      activeRow: row.key,
      collapsed: row.collapsed
        ? state.collapsed.filter((one) => one !== row.commonDir)
        : [...state.collapsed, row.commonDir],
    }));
  return (
    <div
      ref={measure}
      data-index={place.index}
      role="row"
      aria-rowindex={place.index + 1}
      aria-expanded={!row.collapsed}
      tabIndex={place.tabIndex}
      className="row group-row"
      style={{ top: place.start }}
      onFocus={() => ui.setState({ activeRow: row.key })}
      onClick={toggle}
    >
      <span role="gridcell" className="group-name" title={row.commonDir}>
        <Icon name={row.collapsed ? 'right' : 'chevron'} />
        <span className="clip">{row.name}</span>
        {row.where !== null && <span className="clip where">{row.where}</span>}
      </span>
      <span role="gridcell" className="group-count">
        {row.total > 0 && (
          <>
            {row.routed} of {row.total}
            <span className="unseen"> on Portkey</span>
          </>
        )}
      </span>
    </div>
  );
}
