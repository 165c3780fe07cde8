import type { AppSnapshot, WorktreeView } from '../../shared/domain/app-snapshot.ts';
import { DEFAULT_CHOICES } from '../../shared/domain/default-settings.ts';
import { fail, ok } from '../../shared/domain/failure.ts';
import { budgetHandlers, fakeBudgets } from './fake-budgets.ts';
import type { Scenario } from './fake-data.ts';
import type { FakeHandlers } from './fake-model.ts';
import { fakeAlerts, fakeDayBudget, fakeProfile, fakeSpend } from './fake-spend.ts';

type Money = Pick<AppSnapshot, 'spend' | 'budgets' | 'profiles' | 'alerts' | 'settings'>;
type MoneyName =
  | 'accounts.probe'
  | 'spend.refresh'
  | 'budgets.save'
  | 'budgets.remove'
  | 'alerts.dismiss'
  | 'settings.save'
  | 'view.report';

/** Without an account there is nothing to read. */
const KEYLESS: ReadonlySet<Scenario> = new Set(['empty', 'first-run', 'unlisted', 'no-keychain']);

/** What the snapshot says about money in a scenario. */
export function moneyOf(scenario: Scenario, trees: readonly WorktreeView[]): Money {
  const spend = KEYLESS.has(scenario) ? [] : [fakeSpend(scenario, trees)];
  return {
    spend,
    budgets: [
      ...spend.flatMap((one) => fakeDayBudget(scenario, one)),
      ...(scenario === 'forty' ? fakeBudgets() : []),
    ],
    profiles: spend.map(() => fakeProfile(scenario)),
    alerts: fakeAlerts(scenario),
    settings: DEFAULT_CHOICES,
  };
}

/** Requests that change what the snapshot says about money. */
export function moneyHandlers(options: {
  get: () => AppSnapshot;
  set: (part: Partial<AppSnapshot>) => void;
  now: () => string;
}): Pick<FakeHandlers, MoneyName> {
  const { get, set } = options;
  return {
    'accounts.probe': ({ id }) => {
      const profile = get().profiles.find((one) => one.account === id);
      return profile === undefined ? fail('account.missing') : ok(profile);
    },
    'spend.refresh': () => ok(null),
    ...budgetHandlers(options),
    'alerts.dismiss': ({ ids }) => {
      set({ alerts: get().alerts.filter((one) => ids !== undefined && !ids.includes(one.id)) });
      return ok(null);
    },
    'settings.save': (input) => {
      const kept = get().settings;
      const { alerts = kept.alerts, portkeyLink = kept.portkeyLink } = input;
      const { amount, dock, shortcut, updates } = input.menuBar ?? {};
      set({
        settings: {
          alerts,
          portkeyLink,
          menuBar: {
            amount: amount ?? kept.menuBar.amount,
            dock: dock ?? kept.menuBar.dock,
            shortcut: shortcut === undefined ? kept.menuBar.shortcut : shortcut,
            updates: updates ?? kept.menuBar.updates,
          },
        },
      });
      return ok(null);
    },
    'view.report': () => ok(null),
  };
}
