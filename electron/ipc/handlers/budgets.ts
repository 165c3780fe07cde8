import { ok } from '../../../shared/domain/failure.ts';
import type { Alerts } from '../../services/budgets/alerts.ts';
import type { Budgets } from '../../services/budgets/budgets.ts';
import type { Preferences } from '../../services/preferences/preferences.ts';
import type { Handlers } from '../handlers.ts';

/** Handlers of budgets, alerts, and the person's choices about them. */
export function createBudgetHandlers(services: {
  readonly budgets: Budgets;
  readonly alerts: Pick<Alerts, 'dismiss'>;
  readonly preferences: Preferences;
  /** Shows what has changed. */
  readonly changed: () => Promise<void>;
}): Pick<Handlers, 'budgets.save' | 'budgets.remove' | 'alerts.dismiss' | 'settings.save'> {
  const { budgets, alerts, preferences, changed } = services;
  return {
    'budgets.save': async (input) => {
      const saved = await budgets.save(input);
      if (saved.ok) await changed();
      return saved;
    },
    'budgets.remove': async ({ id }) => {
      const removed = await budgets.remove(id);
      if (!removed.ok) return removed;
      await changed();
      return ok(null);
    },
    'alerts.dismiss': async ({ ids }) => {
      const dismissed = await alerts.dismiss(ids ?? null);
      if (!dismissed.ok) return dismissed;
      await changed();
      return ok(null);
    },
    'settings.save': async (changes) => {
      const saved = await preferences.save(changes);
      if (!saved.ok) return saved;
      await changed();
      return ok(null);
    },
  };
}
