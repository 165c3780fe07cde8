import type { BudgetPeriod } from '../../../shared/domain/budget.ts';
import { ok } from '../../../shared/domain/failure.ts';
import { currentWindows } from '../../../shared/domain/time-window.ts';
import type { Estimate, Estimator, EstimateRow } from '../estimate/types.ts';
import type { AccountState } from './account-state.ts';
import { sumAmounts } from './amounts.ts';
import type { Slice, SliceBy, SliceRow } from './history.ts';
import type { Item } from './item.ts';
import { hoursOf } from './windows.ts';

/** Where worktrees are, so that a transcript's folder can be told to be in one. */
export interface Place {
  readonly id: string;
  readonly path: string;
}

/** A model without a price used tokens whose cost is not known. */
export function estimateRows(rows: readonly EstimateRow[]): SliceRow[] {
  return rows.map(({ worktree, model, cents, requests, tokens }) => ({
    worktree,
    model,
    provider: '',
    cents,
    requests,
    tokens,
    unpriced: cents === null,
  }));
}

/** All of an estimate's slices of a period: its total, and its rows by worktree and model. */
function slicesOf(
  owner: string,
  window: Slice['window'],
  estimate: Estimate,
  rows: readonly EstimateRow[],
): { total: Slice; detail: Slice } {
  const detail = estimateRows(rows);
  const { asOf, incomplete } = estimate;
  const slice = (by: SliceBy, of: readonly SliceRow[]): Slice => ({
    owner,
    source: 'estimate',
    scope: 'machine',
    by,
    window,
    asOf,
    incomplete,
    rows: of,
  });
  const total = { worktree: '', model: '', provider: '', ...sumAmounts(detail) };
  return { total: slice('total', [total]), detail: slice('detail', detail) };
}

/** Reads the transcripts on this machine, for an account whose plan or key allows no analytics. Costs no request. */
export function estimateItem(options: {
  readonly owner: string;
  readonly estimator: Estimator;
  readonly places: () => readonly Place[];
  readonly now: () => Date;
}): Item {
  const { estimator, now } = options;
  return {
    id: 'estimate',
    every: 'fast',
    read: async (signal) => {
      const at = now();
      const windows = currentWindows(at);
      const hours = hoursOf(windows.day, at);
      const periods = ['day', 'week', 'month'] as const satisfies readonly BudgetPeriod[];
      const asked = [...periods.map((period) => windows[period]), ...hours];
      const answer = await estimator.estimate(asked, options.places(), signal);
      if (!answer.ok) return answer;
      const estimate = answer.value;
      const points = hours.map((hour, index) => ({
        at: hour.from,
        cents: sumAmounts(estimateRows(estimate.windows[periods.length + index] ?? [])).cents,
      }));
      const [day, week, month] = periods.map((period, index) =>
        slicesOf(options.owner, windows[period], estimate, estimate.windows[index] ?? []),
      );
      return ok({
        slices: [day, week, month].flatMap((one) =>
          one === undefined ? [] : [one.total, one.detail],
        ),
        patch: (before: AccountState) => {
          return {
            ...before,
            totals: {
              day: day?.total ?? null,
              week: week?.total ?? null,
              month: month?.total ?? null,
            },
            worktrees: {
              day: day?.detail ?? null,
              week: week?.detail ?? null,
              month: month?.detail ?? null,
            },
            series: {
              window: windows.day,
              asOf: estimate.asOf,
              bucketMs: points.length > 1 ? 3_600_000 : null,
              points,
            },
          };
        },
      });
    },
  };
}
