import type { BudgetPeriod } from '../../../shared/domain/budget.ts';
import type {
  AccountSpend,
  PeriodSpend,
  SpendProblem,
  WorktreeSpend,
} from '../../../shared/domain/spend.ts';
import { currentWindows } from '../../../shared/domain/time-window.ts';
import type { AccountFigures, PortkeyLimits } from '../budgets/figures.ts';
import type { AccountState } from './account-state.ts';
import { sumAmounts } from './amounts.ts';
import type { Slice, SliceRow } from './history.ts';

/** A slice only while its window is the current one: yesterday's spend is no answer for today. */
function current(
  slices: Readonly<Record<BudgetPeriod, Slice | null>>,
  period: BudgetPeriod,
  now: Date,
): Slice | null {
  const slice = slices[period];
  const { from, to } = currentWindows(now)[period];
  return slice !== null && slice.window.from === from && slice.window.to === to ? slice : null;
}

function periodSpend(state: AccountState, period: BudgetPeriod, now: Date): PeriodSpend | null {
  const slice = current(state.totals, period, now);
  if (slice === null) return null;
  const { cents, unpriced } = sumAmounts(slice.rows);
  const rows = current(state.worktrees, period, now)?.rows ?? [];
  const { window, source, scope, incomplete, asOf } = slice;
  return {
    ...window,
    source,
    scope,
    cents,
    unpriced: unpriced || rows.some((row) => row.unpriced),
    incomplete,
    asOf,
  };
}

/** Rows put together by worktree. */
export function byWorktree(rows: readonly SliceRow[]): Map<string, SliceRow[]> {
  const groups = new Map<string, SliceRow[]>();
  for (const row of rows) {
    const group = groups.get(row.worktree);
    if (group === undefined) groups.set(row.worktree, [row]);
    else group.push(row);
  }
  return groups;
}

function worktreeSpend(
  state: AccountState,
  period: BudgetPeriod,
  known: ReadonlySet<string>,
  now: Date,
): WorktreeSpend | null {
  const slice = current(state.worktrees, period, now);
  if (slice === null) return null;
  const groups = byWorktree(slice.rows);
  const named = [...groups].filter(([id]) => known.has(id));
  const elsewhere = [...groups].flatMap(([id, rows]) => (id === '' || known.has(id) ? [] : rows));
  const other = groups.get('');
  return {
    ...slice.window,
    source: slice.source,
    incomplete: slice.incomplete,
    asOf: slice.asOf,
    rows: Object.fromEntries(named.map(([id, rows]) => [id, sumAmounts(rows)])),
    other: other === undefined ? null : sumAmounts(other),
    elsewhere: elsewhere.length === 0 ? null : sumAmounts(elsewhere),
  };
}

/** The first thing that could not be read, and since when anything could not. */
export function problemOf(state: AccountState): SpendProblem | null {
  const troubles = [...state.troubles.values()];
  const first = troubles[0];
  if (first === undefined) return null;
  const { code, message, hint } = first.failure;
  return { code, message, hint: hint ?? null, since: first.since };
}

/** What views show of an account's spend. */
export function spendView(
  state: AccountState,
  known: ReadonlySet<string>,
  now: Date,
  refreshing: boolean,
): AccountSpend {
  const today = currentWindows(now).day;
  const { series } = state;
  return {
    account: state.account.id,
    source: state.source,
    today: periodSpend(state, 'day', now),
    week: periodSpend(state, 'week', now),
    month: periodSpend(state, 'month', now),
    worktrees: worktreeSpend(state, 'day', known, now),
    series:
      series === null || series.window.from !== today.from
        ? null
        : { asOf: series.asOf, bucketMs: series.bucketMs, points: [...series.points] },
    problem: problemOf(state),
    refreshing,
  };
}

/** What budgets are counted with. */
export function figuresOf(
  state: AccountState,
  known: ReadonlySet<string>,
  now: Date,
): AccountFigures {
  const each = <T>(read: (period: BudgetPeriod) => T) => ({
    day: read('day'),
    week: read('week'),
    month: read('month'),
  });
  return {
    account: state.account.id,
    periods: each((period) => periodSpend(state, period, now)),
    worktrees: each((period) => worktreeSpend(state, period, known, now)),
    limits: limitsOf(state),
    problem: problemOf(state),
  };
}

/** Portkey's own budgets as far as they were read; null when none of them was. */
export function limitsOf(state: AccountState): PortkeyLimits | null {
  const { key, providers, policies, entities, workspace, spent } = state;
  const ages = [key, providers, policies, workspace, ...entities.values()].flatMap((read) =>
    read === null ? [] : [read.asOf],
  );
  const oldest = ages.toSorted()[0];
  if (oldest === undefined) return null;
  return {
    asOf: oldest,
    key: key?.value ?? null,
    providers: providers?.value ?? [],
    policies: (policies?.value ?? []).map((policy) => ({
      policy,
      entities: entities.get(policy.id)?.value ?? [],
    })),
    workspace: workspace?.value ?? null,
    spentSinceReset: spent,
  };
}
