import type { Account } from '../../shared/domain/account.ts';
import type { BudgetView, LocalBudget } from '../../shared/domain/budget.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import type { AccountSpend } from '../../shared/domain/spend.ts';
import { spendAccount } from '../ipc/handlers/spend.ts';
import type { BudgetWorktree } from '../services/budgets/figures.ts';
import { localBudgets, neededPeriods } from '../services/budgets/local-budgets.ts';
import { calibrationNeeds, portkeyBudgets } from '../services/budgets/portkey-budgets.ts';
import type { AccountState, SpendAccount } from '../services/spend/account-state.ts';
import { CADENCE } from '../services/spend/cadence.ts';
import { type Glance, glanceOf } from '../services/spend/glance.ts';
import { createSession, type Session } from '../services/spend/session.ts';
import { figuresOf, spendView } from '../services/spend/views.ts';
import type { Money } from './money.ts';

/** Accounts with a key that are the default one or have a worktree; the default one first. */
export function accountsInUse(options: {
  readonly accounts: readonly Account[];
  readonly defaultAccount: string | null;
  readonly worktrees: readonly Pick<BudgetWorktree, 'account'>[];
}): SpendAccount[] {
  const { accounts, defaultAccount, worktrees } = options;
  const ids = new Set([defaultAccount, ...worktrees.map((worktree) => worktree.account)]);
  return [...ids].flatMap((id) => {
    const account = accounts.find((one) => one.id === id);
    const made = account === undefined ? null : spendAccount(account);
    return made?.ok === true ? [made.value] : [];
  });
}

/** What is shown of the money that was read: spend by account, Portkey's budgets and then one's own, and the glance. */
export interface MoneyView {
  readonly spend: AccountSpend[];
  readonly budgets: BudgetView[];
  readonly glance: Glance | null;
}

export function moneyView(options: {
  readonly states: readonly AccountState[];
  readonly own: readonly LocalBudget[];
  readonly worktrees: readonly BudgetWorktree[];
  readonly defaultAccount: string | null;
  readonly now: Date;
  readonly refreshing: boolean;
}): MoneyView {
  const { states, own, worktrees, defaultAccount, now } = options;
  const known = new Set(worktrees.map((worktree) => worktree.id));
  const figures = states.map((state) => figuresOf(state, known, now));
  const budgets = [
    ...figures.flatMap(({ account, limits }) =>
      portkeyBudgets({ account, limits, worktrees, now }),
    ),
    ...localBudgets({ budgets: own, figures, worktrees, defaultAccount, now }),
  ];
  const spend = states.map((state) => spendView(state, known, now, options.refreshing));
  return { spend, budgets, glance: glanceOf(spend, budgets) };
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
  readonly accounts: readonly Account[];
  readonly defaultAccount: string | null;
  readonly worktrees: readonly BudgetWorktree[];
  readonly now: () => Date;
  readonly signal: AbortSignal;
}): Promise<Result<MoneyView>> {
  const { money, defaultAccount, worktrees, now, signal } = options;
  const own = await money.budgets.list();
  if (!own.ok) return own;
  const needs = neededPeriods(own.value, worktrees);
  const states: AccountState[] = [];
  for (const account of accountsInUse(options)) {
    const session = openSession({ money, account, needs, now });
    for (let round = 0; round < MOST_REFRESHES; round += 1) {
      const outcome = await session.refresh(signal);
      if (signal.aborted) return fail('cancelled');
      if (!session.warming() || outcome.asked === 0) break;
    }
    states.push(session.state());
  }
  const common = { own: own.value, worktrees, defaultAccount, now: now(), refreshing: false };
  return ok(moneyView({ ...common, states }));
}
