import { defaultAccountOf } from '../../shared/domain/account.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { LocalBudget } from '../../shared/domain/budget.ts';
import type { Result } from '../../shared/domain/failure.ts';
import { accountsInUse, moneyView, openSession } from './budget-reading.ts';
import type { Money } from './money.ts';
import type { BudgetWorktree } from '../services/budgets/figures.ts';
import { neededPeriods } from '../services/budgets/local-budgets.ts';
import type { MachineState } from '../services/spend/cadence.ts';
import type { Glance } from '../services/spend/glance.ts';
import { createSpendPoller, type SpendPoller } from '../services/spend/poller.ts';
import type { Presence } from '../services/spend/presence.ts';
import type { SnapshotStore } from '../services/state/snapshot-store.ts';

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
  let keptGlance = '';

  const read = <T>(result: Result<T>, otherwise: T): T => {
    if (!result.ok) log(result.failure.message);
    return result.ok ? result.value : otherwise;
  };

  /** What is shown changes less often than it is looked at. */
  const keep = (glance: Glance | null): void => {
    const text = JSON.stringify(glance);
    if (glance === null || text === keptGlance) return;
    keptGlance = text;
    options.keepGlance(glance);
  };

  const bring = async (): Promise<void> => {
    waiting = false;
    own = read(await money.budgets.list(), own);
    const choices = read(await money.preferences.read(), store.get().settings);
    const profiles = read(await money.profiles.list(), store.get().profiles);
    const snapshot = store.get();
    const { spend, budgets, glance } = moneyView({
      states: poller.states(),
      own,
      worktrees: budgetWorktrees(snapshot),
      defaultAccount: defaultAccountOf(snapshot),
      now: now(),
      refreshing: poller.refreshing(),
    });
    // Told before they are shown, so that a view that opens on a notice finds it.
    await money.alerts.observe(budgets, choices.alerts);
    const alerts = read(await money.alerts.pending(), store.get().alerts);
    keep(glance);
    store.update(() => ({
      spend,
      budgets,
      profiles: [...profiles],
      alerts: [...alerts],
      settings: choices,
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
    accounts: () => {
      const snapshot = store.get();
      const defaultAccount = defaultAccountOf(snapshot);
      const worktrees = budgetWorktrees(snapshot);
      return accountsInUse({ accounts: snapshot.accounts, defaultAccount, worktrees });
    },
    open: (account) => openSession({ money, account, needs, now }),
    presence: options.presence,
    machine: options.machine,
    paused: () => store.get().paused,
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
