import type { BudgetScope, BudgetView, LocalBudget } from '../../../shared/domain/budget.ts';
import { centsOf, type Dollars } from '../../../shared/domain/money.ts';
import { currentWindows, type TimeWindow } from '../../../shared/domain/time-window.ts';
import type { AccountFigures, BudgetWorktree } from './figures.ts';
import { measured } from './measure.ts';
import { accountUse, addUses, type LocalUse, unknownUse, worktreeUse } from './worktree-use.ts';

/** The worktrees that a budget is about; for an account's, none in particular. */
function worktreesOf(
  scope: BudgetScope,
  worktrees: readonly BudgetWorktree[],
): readonly BudgetWorktree[] {
  if (scope.kind === 'worktree') return worktrees.filter(({ id }) => id === scope.worktree);
  if (scope.kind === 'repository') {
    return worktrees.filter(({ commonDir }) => commonDir === scope.repository);
  }
  return [];
}

function labelOf(scope: BudgetScope, inScope: readonly BudgetWorktree[]): string {
  const [first] = inScope;
  switch (scope.kind) {
    case 'account':
      return scope.account;
    case 'repository':
      return first?.repo ?? scope.name;
    case 'worktree':
      return first === undefined ? scope.name : `${first.repo}/${first.name}`;
  }
}

/**
 * The person's own budgets, over their own days, weeks and months.
 *
 * A repository's use is that of all its worktrees. Nothing is guessed: where a figure is missing or belongs to another
 * period, the use is null and the reason says why; where some of it has no price, the reason says that it may be too low.
 * `account` of a view is empty where a budget is about worktrees of several accounts or of none.
 * @param defaultAccount the account of worktrees that none is assigned to; null: there is none
 */
export function localBudgets({
  budgets,
  figures,
  worktrees,
  defaultAccount,
  now,
}: {
  readonly budgets: readonly LocalBudget[];
  readonly figures: readonly AccountFigures[];
  readonly worktrees: readonly BudgetWorktree[];
  readonly defaultAccount: string | null;
  readonly now: Date;
}): BudgetView[] {
  const useOf = (
    { scope, period }: LocalBudget,
    inScope: readonly BudgetWorktree[],
    window: TimeWindow,
  ): LocalUse => {
    if (scope.kind === 'account') {
      const own = figures.find(({ account }) => account === scope.account);
      return own === undefined
        ? unknownUse(`There is no account “${scope.account}” any more.`)
        : accountUse(own, period, window);
    }
    if (inScope.length === 0) {
      return unknownUse(
        `“${scope.name}” is not among the workspaces that were found, so its use is not known.`,
      );
    }
    return addUses(
      inScope.map((worktree) => worktreeUse({ worktree, figures, defaultAccount, period, window })),
    );
  };

  const accountOf = (scope: BudgetScope, inScope: readonly BudgetWorktree[]): string => {
    if (scope.kind === 'account') return scope.account;
    const [only = '', ...more] = new Set(
      inScope.map(({ account }) => account ?? defaultAccount ?? ''),
    );
    return more.length === 0 ? only : '';
  };

  const windows = currentWindows(now);
  return budgets.map((budget) => {
    const { scope, period } = budget;
    const window = windows[period];
    const inScope = worktreesOf(scope, worktrees);
    const use = useOf(budget, inScope, window);
    return {
      id: `local:${budget.id}`,
      origin: 'local',
      kind: scope.kind,
      account: accountOf(scope, inScope),
      label: labelOf(scope, inScope),
      worktree: scope.kind === 'worktree' ? (inScope[0]?.id ?? null) : null,
      local: budget,
      source: use.source,
      reason: use.reason,
      ...measured({
        quantity: {
          unit: 'usd',
          limit: centsOf(budget.limitUsd as Dollars),
          used: use.cents,
        },
        period: { name: period, ...window },
        asOf: use.asOf,
        exhausted: false,
        now,
      }),
    };
  });
}

/**
 * Which weeks and months by worktree have to be read for these budgets; today always is. Any account may have numbers of its
 * own key and so spend to add, hence what one account needs, all do: a budget is about no worktree that is not known here.
 */
export function neededPeriods(
  budgets: readonly LocalBudget[],
  worktrees: readonly BudgetWorktree[],
): (account: string, period: 'week' | 'month') => boolean {
  const needed = new Set(
    budgets
      .filter(({ scope }) => worktreesOf(scope, worktrees).length > 0)
      .map(({ period }) => period),
  );
  return (_account, period) => needed.has(period);
}
