import type { Core } from '../core.ts';
import { createBudgetHandlers } from '../ipc/handlers/budgets.ts';
import { createSpendHandlers } from '../ipc/handlers/spend.ts';
import type { Notifier } from '../services/budgets/alerts.ts';
import { CALM, type MachineState } from '../services/spend/cadence.ts';
import { writeGlance } from '../services/spend/glance.ts';
import type { SpendPoller } from '../services/spend/poller.ts';
import { createPresence } from '../services/spend/presence.ts';
import { traceSpend } from '../services/spend/traces.ts';
import type { SnapshotStore } from '../services/state/snapshot-store.ts';
import { createMoney, type Money } from './money.ts';
import { createMoneyViews, type MoneyViews } from './views.ts';

/** Power, temperature, sleep and network of this machine. */
export interface Machine {
  get(): MachineState;
  /** @returns a function that ends the subscription */
  subscribe(listener: () => void): () => void;
}

export type MoneyHandlers = ReturnType<typeof createSpendHandlers> &
  ReturnType<typeof createBudgetHandlers>;

/** Everything about money, for an app that lives on. */
export interface AppMoney {
  readonly handlers: MoneyHandlers;
  readonly views: MoneyViews;
  /** For others who ask Portkey. */
  readonly asked: Pick<Money, 'client' | 'prices'>;
  readonly poller: SpendPoller;
  dispose(): Promise<void>;
}

function timer(milliseconds: number, callback: () => void): () => void {
  const handle = setTimeout(callback, milliseconds);
  handle.unref();
  return () => clearTimeout(handle);
}

export function createAppMoney(options: {
  readonly core: Core;
  readonly store: SnapshotStore;
  readonly env: NodeJS.ProcessEnv;
  readonly machine?: Machine | undefined;
  readonly notifier?: Notifier | undefined;
}): AppMoney {
  const { core, store, machine } = options;
  const presence = createPresence({ now: () => core.now().getTime() });
  const money = createMoney({
    core,
    env: options.env,
    worktrees: () => store.get().worktrees,
    // Views show what was told from the snapshot; a system's own notifications come on top.
    notifier: options.notifier ?? { notify: () => {} },
  });
  const views = createMoneyViews({
    money,
    store,
    presence,
    machine: () => machine?.get() ?? CALM,
    now: core.now,
    keepGlance: (glance) => writeGlance(core.places.glance, glance),
    timer,
    log: core.log,
  });
  const { poller } = views;
  const unsubscribe = machine?.subscribe(() => poller.changed());

  return {
    views,
    asked: money,
    poller,
    handlers: {
      ...createSpendHandlers({
        resolve: core.accounts.resolve,
        profiles: money.profiles,
        reporter: money.reporter,
        client: money.client,
        poller: {
          ...poller,
          refresh: async () => {
            await poller.refresh();
            await views.show();
          },
        },
        presence,
        pause: (paused) => {
          store.update(() => ({ paused }));
          poller.changed();
        },
        findWorktree: core.scanner.findWorktree,
        accountOf: async (id) => (await core.records()).get(id)?.accountId ?? null,
        usesOf: (worktree) => money.usesOf([worktree]),
        traceSpend,
        now: core.now,
        changed: views.show,
      }),
      ...createBudgetHandlers({ ...money, changed: views.show }),
    },
    dispose: async () => {
      unsubscribe?.();
      await views.dispose();
      await money.dispose();
    },
  };
}
