import type { Account } from '../../shared/domain/account.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { LocalBudget } from '../../shared/domain/budget.ts';
import type { Result } from '../../shared/domain/failure.ts';
import { budgetViews, openSession } from './budget-reading.ts';
import { spendAccount } from '../ipc/handlers/spend.ts';
import type { Money } from './money.ts';
import type { BudgetWorktree } from '../services/budgets/figures.ts';
import { neededPeriods } from '../services/budgets/local-budgets.ts';
import type { SpendAccount } from '../services/spend/account-state.ts';
import type { MachineState } from '../services/spend/cadence.ts';
import { type Glance, glanceOf } from '../services/spend/glance.ts';
import { createSpendPoller, type SpendPoller } from '../services/spend/poller.ts';
import type { Presence } from '../services/spend/presence.ts';
import { figuresOf, spendView } from '../services/spend/views.ts';
import type { SnapshotStore } from '../services/state/snapshot-store.ts';

/** The account that is meant where none is named. */
function defaultOf({ accounts, defaultAccount }: AppSnapshot): string | null {
  return defaultAccount ?? (accounts.length === 1 ? (accounts[0]?.id ?? null) : null);
}

/** Accounts with a key that are the default one or have a worktree; the default one first. */
export function accountsInUse(snapshot: AppSnapshot): SpendAccount[] {
  const first = defaultOf(snapshot);
  const assigned = snapshot.worktrees.flatMap(({ assignment }) => assignment?.accountId ?? []);
  const ids = [...new Set([...(first === null ? [] : [first]), ...assigned])];
  return ids.flatMap((id) => {
    const account: Account | undefined = snapshot.accounts.find((one) => one.id === id);
    const made = account === undefined ? null : spendAccount(account);
    return made?.ok === true ? [made.value] : [];
  });
}

function budgetWorktrees(snapshot: AppSnapshot): BudgetWorktree[] {
  return snapshot.worktrees.map(({ id, repo, name, commonDir, assignment }) => ({
    id,
    repo,
    name,
    commonDir,
    account: assignment?.accountId ?? null,
  }));
}

export interface MoneyViews {
  readonly poller: SpendPoller;
  /** Brings the snapshot's money up to date with what is known, and tells crossings. */
  show(): Promise<void>;
  dispose(): Promise<void>;
}

/** Keeps the snapshot's spend, budgets, profiles and alerts in step with what is read. */
export function createMoneyViews(options: {
  readonly money: Money;
  readonly store: SnapshotStore;
  readonly presence: Presence;
  readonly machine: () => MachineState;
  readonly now: () => Date;
  /** Keeps what the status line shows. */
  readonly keepGlance: (glance: Glance) => void;
  readonly timer: (milliseconds: number, callback: () => void) => () => void;
  readonly log: (message: string) => void;
}): MoneyViews {
  const { money, store, now, log } = options;
  let own: readonly LocalBudget[] = [];
  let queue: Promise<void> = Promise.resolve();
  let waiting = false;

  const read = <T>(result: Result<T>, otherwise: T): T => {
    if (!result.ok) log(result.failure.message);
    return result.ok ? result.value : otherwise;
  };

  const bring = async (): Promise<void> => {
    waiting = false;
    const at = now();
    own = read(await money.budgets.list(), own);
    const choices = read(await money.preferences.read(), store.get().settings);
    const profiles = read(await money.profiles.list(), store.get().profiles);
    const snapshot = store.get();
    const known = new Set(snapshot.worktrees.map((worktree) => worktree.id));
    const states = poller.states();
    const figures = states.map((state) => figuresOf(state, known, at));
    const worktrees = budgetWorktrees(snapshot);
    const defaultAccount = defaultOf(snapshot);
    const budgets = budgetViews({ own, figures, worktrees, defaultAccount, now: at });
    // Told before they are shown, so that a view that opens on a notice finds it.
    await money.alerts.observe(budgets, choices.alerts);
    const alerts = read(await money.alerts.pending(), store.get().alerts);
    const refreshing = poller.refreshing();
    const spend = states.map((state) => spendView(state, known, at, refreshing));
    const glance = glanceOf(spend, budgets);
    if (glance !== null) options.keepGlance(glance);
    store.update(() => ({
      spend,
      budgets,
      profiles: [...profiles],
      alerts: [...alerts],
      settings: { alerts: choices.alerts, portkeyLink: choices.portkeyLink },
    }));
  };

  /** One after the other; what is asked for while one waits is answered by that one. */
  const show = (): Promise<void> => {
    if (waiting) return queue;
    waiting = true;
    queue = queue.then(bring).catch((error: unknown) => {
      log(`Showing spend failed: ${error instanceof Error ? (error.stack ?? '') : String(error)}`);
    });
    return queue;
  };

  const needs = (account: string, period: 'week' | 'month'): boolean =>
    neededPeriods(own, budgetWorktrees(store.get()))(account, period);

  const poller = createSpendPoller({
    accounts: () => accountsInUse(store.get()),
    open: (account) => openSession({ money, account, needs, now }),
    presence: options.presence,
    machine: options.machine,
    now,
    timer: options.timer,
    show: () => void show(),
    log,
  });

  return {
    poller,
    show,
    dispose: async () => {
      await poller.dispose();
      await queue;
    },
  };
}
