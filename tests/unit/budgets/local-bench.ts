import { localBudgets, neededPeriods } from '../../../electron/services/budgets/local-budgets.ts';
import type { AccountFigures, BudgetWorktree } from '../../../electron/services/budgets/figures.ts';
import type { BudgetPeriod, BudgetView, LocalBudget } from '../../../shared/domain/budget.ts';
import type { Cents } from '../../../shared/domain/money.ts';
import type {
  Amount,
  PeriodSpend,
  SpendProblem,
  SpendScope,
  WorktreeSpend,
} from '../../../shared/domain/spend.ts';
import { dayWindow, monthWindow, weekWindow } from '../../../shared/domain/time-window.ts';

export { localBudgets, neededPeriods };

const WINDOWS = {
  day: (now: Date) => dayWindow(now),
  week: (now: Date) => weekWindow(now),
  month: (now: Date) => monthWindow(now),
};
const PERIODS: readonly BudgetPeriod[] = ['day', 'week', 'month'];

export function worktree(
  id: string,
  account: string | null = null,
  commonDir = '/code/web/.git',
): BudgetWorktree {
  return { id, repo: 'web', name: id, commonDir, account };
}

export function budget(
  scope: LocalBudget['scope'],
  period: BudgetPeriod = 'day',
  limitUsd = 20,
): LocalBudget {
  return { id: 'b1', scope, period, limitUsd };
}

export interface Spent {
  readonly scope?: SpendScope;
  /** Of the account, cents; the sum of the rows unless given. */
  readonly total?: number | null;
  /** By worktree, cents; null: not read. */
  readonly rows?: Readonly<Record<string, number | Partial<Amount>>> | null;
  readonly incomplete?: boolean;
  readonly unpriced?: boolean;
  /** When the figures were read, and whose windows they have. */
  readonly at: Date;
  readonly problem?: SpendProblem | null;
}

/** The figures of an account that spent the same in each of its periods. */
export function figures(account: string, spent: Spent): AccountFigures {
  const { scope = 'key', rows = {}, incomplete = false, unpriced = false, at } = spent;
  const source = scope === 'machine' ? 'estimate' : 'portkey';
  const asOf = at.toISOString();
  const amounts = Object.fromEntries(
    Object.entries(rows ?? {}).map(([id, row]): [string, Amount] => [
      id,
      {
        requests: 1,
        tokens: 1,
        unpriced: false,
        cents: null,
        ...(typeof row === 'number' ? { cents: row as Cents } : row),
      },
    ]),
  );
  const sum = Object.values(amounts).reduce((all, { cents }) => all + (cents ?? 0), 0);
  const total = (spent.total === undefined ? sum : spent.total) as Cents | null;
  const each = <T>(make: (period: BudgetPeriod) => T) =>
    Object.fromEntries(PERIODS.map((period) => [period, make(period)])) as Record<BudgetPeriod, T>;
  return {
    account,
    periods: each((period): PeriodSpend => ({
      ...WINDOWS[period](at),
      source,
      scope,
      cents: total,
      unpriced,
      incomplete,
      asOf,
    })),
    worktrees: each((period): WorktreeSpend | null =>
      rows === null
        ? null
        : {
            ...WINDOWS[period](at),
            source,
            incomplete,
            asOf,
            rows: amounts,
            other: null,
            elsewhere: null,
          },
    ),
    limits: null,
    problem: spent.problem ?? null,
  };
}

/** The view of the one budget. */
export function viewOf(options: Parameters<typeof localBudgets>[0]): BudgetView {
  const [view] = localBudgets(options);
  if (view === undefined) throw new Error('One budget gives one view.');
  return view;
}
