/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a virtual grid cannot be a table */
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

/** A repository: folds and unfolds its workspaces. Its button, not its row, has the focus, because only that can say so. */
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
      className="row group-row"
      style={{ top: place.start }}
    >
      <span role="gridcell" className="group-cell">
        <button
          type="button"
          data-stop
          aria-expanded={!row.collapsed}
          tabIndex={place.tabIndex}
          className="group-name"
          title={row.commonDir}
          onFocus={() => ui.setState({ activeRow: row.key })}
          onClick={toggle}
        >
          <Icon name={row.collapsed ? 'right' : 'chevron'} />
          <span className="clip">{row.name}</span>
          {row.where !== null && <span className="clip where">{row.where}</span>}
          {row.total > 0 && (
            <span className="group-count">
              {row.routed} of {row.total}
              <span className="unseen"> on Portkey</span>
            </span>
          )}
        </button>
      </span>
    </div>
  );
}
