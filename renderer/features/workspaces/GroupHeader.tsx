/* oxlint-disable jsx-a11y/prefer-tag-over-role -- a virtual grid cannot be a table */
import type { RowSpend } from '../../../shared/domain/spend-sums.ts';
import { useApp } from '../../store/app.tsx';
import type { GroupRow } from '../../store/rows.ts';
import { Icon } from '../../ui/Icon.tsx';
import { Money } from '../../ui/Money.tsx';

/** Where the virtual list puts a row. */
export interface Place {
  readonly index: number;
  /** Distance from the top of the list, in pixels. */
  readonly start: number;
  readonly tabIndex: number;
}

export type Measure = (element: HTMLElement | null) => void;

/** True when a row would be drawn as it was: places are made anew for every scroll, and mostly say the same. */
export function isSamePlace(a: Place, b: Place): boolean {
  return a.index === b.index && a.start === b.start && a.tabIndex === b.tabIndex;
}

/** A repository: folds and unfolds its workspaces. Its button, not its row, has the focus, because only that can say so. */
export function GroupHeader({
  row,
  place,
  measure,
  spend,
}: {
  row: GroupRow;
  place: Place;
  measure: Measure;
  /** The whole repository's; null when there is nothing to say. */
  spend: RowSpend | null;
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
          {spend !== null && <Money spend={spend} />}
        </button>
      </span>
    </div>
  );
}
