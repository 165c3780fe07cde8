import type { BudgetView, LocalBudget } from '../../shared/domain/budget.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import type { Money } from './money.ts';
import type { AccountFigures, BudgetWorktree } from '../services/budgets/figures.ts';
import { localBudgets, neededPeriods } from '../services/budgets/local-budgets.ts';
import { calibrationNeeds, portkeyBudgets } from '../services/budgets/portkey-budgets.ts';
import type { SpendAccount } from '../services/spend/account-state.ts';
import { CADENCE } from '../services/spend/cadence.ts';
import { type Glance, glanceOf } from '../services/spend/glance.ts';
import { createSession, type Session } from '../services/spend/session.ts';
import { figuresOf, spendView } from '../services/spend/views.ts';

/** Portkey's budgets of every account in use, then one's own. */
export function budgetViews(options: {
  readonly own: readonly LocalBudget[];
  readonly figures: readonly AccountFigures[];
  readonly worktrees: readonly BudgetWorktree[];
  readonly defaultAccount: string | null;
  readonly now: Date;
}): BudgetView[] {
  const { own, figures, worktrees, defaultAccount, now } = options;
  return [
    ...figures.flatMap(({ account, limits }) =>
      portkeyBudgets({ account, limits, worktrees, now }),
    ),
    ...localBudgets({ budgets: own, figures, worktrees, defaultAccount, now }),
  ];
}

/** What reads one account's money. */
export function openSession(options: {
  readonly money: Money;
  readonly account: SpendAccount;
  /** Whether budgets of one's own need the account's week or month by worktree. */
  readonly needs: (account: string, period: 'week' | 'month') => boolean;
  readonly now: () => Date;
}): Session {
  const { money, account } = options;
  return createSession({
    ...options,
    profiles: money.profiles,
    client: money.client(account),
    estimator: money.estimator,
    places: money.places,
    history: money.history,
    spentNeeds: calibrationNeeds,
    fastMs: CADENCE.visibleMs,
  });
}

/** Refreshes until everything was read once; each asks for three things at the most. */
const MOST_REFRESHES = 40;

/** Reads, once, all that budgets are counted with: for a command that answers and ends. */
export async function readBudgets(options: {
  readonly money: Money;
  /** Accounts with a key. Those that no worktree uses are left out, unless it is the default one. */
  readonly accounts: readonly SpendAccount[];
  readonly defaultAccount: string | null;
  readonly worktrees: readonly BudgetWorktree[];
  readonly now: () => Date;
  readonly signal: AbortSignal;
}): Promise<Result<{ budgets: readonly BudgetView[]; glance: Glance | null }>> {
  const { money, defaultAccount, worktrees, now, signal } = options;
  const own = await money.budgets.list();
  if (!own.ok) return own;
  const used = new Set(worktrees.map((worktree) => worktree.account));
  const accounts = options.accounts
    .filter(({ id }) => id === defaultAccount || used.has(id))
    .toSorted((a, b) => Number(b.id === defaultAccount) - Number(a.id === defaultAccount));
  const needs = neededPeriods(own.value, worktrees);
  const states = [];
  for (const account of accounts) {
    const session = openSession({ money, account, needs, now });
    for (let round = 0; round < MOST_REFRESHES; round += 1) {
      const outcome = await session.refresh(signal);
      if (signal.aborted) return fail('cancelled');
      if (!session.warming() || outcome.asked === 0) break;
    }
    states.push(session.state());
  }
  const at = now();
  const known = new Set(worktrees.map((worktree) => worktree.id));
  const figures = states.map((state) => figuresOf(state, known, at));
  const budgets = budgetViews({ own: own.value, figures, worktrees, defaultAccount, now: at });
  const spend = states.map((state) => spendView(state, known, at, false));
  return ok({ budgets, glance: glanceOf(spend, budgets) });
}
