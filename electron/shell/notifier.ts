import { Notification } from 'electron';

import type { Alert } from '../../shared/domain/alert.ts';

/** Keeps what the system shows together, and lets a later one of the same budget take an earlier one’s place. */
const GROUP = 'budgets';

export interface SystemNotifier {
  notify(alerts: readonly Alert[]): void;
  dispose(): void;
}

/**
 * Shows crossed budgets as the system's own notifications: one for a round, however many budgets were crossed in it. Without
 * a signature macOS refuses them; the views show the alerts in any case.
 *
 * @param options.onClick gets the worktree (its id) that the alert is about; null when it is about more than one
 */
export function createNotifier(options: {
  readonly onClick: (worktree: string | null) => void;
  readonly log: (line: string) => void;
}): SystemNotifier {
  // A notification that nothing holds is collected, and its click with it.
  const shown = new Set<Notification>();
  return {
    notify: (alerts) => {
      const [first, ...others] = alerts;
      if (first === undefined || !Notification.isSupported()) return;
      const notification = new Notification({
        ...(others.length === 0 ? { id: `${GROUP}-${first.budget}` } : {}),
        groupId: GROUP,
        groupTitle: 'Budgets',
        title: others.length === 0 ? first.label : `${alerts.length} budgets`,
        body: alerts.map(({ sentence }) => sentence).join('\n'),
        silent: true,
      });
      const [only, ...more] = new Set(alerts.map(({ worktree }) => worktree));
      shown.add(notification);
      notification.once('click', () => options.onClick(more.length === 0 ? (only ?? null) : null));
      notification.once('close', () => shown.delete(notification));
      notification.once('failed', (_event, error) => {
        shown.delete(notification);
        options.log(`a notification was not shown: ${error}`);
      });
      notification.show();
    },
    dispose: () => {
      for (const one of shown) one.close();
      shown.clear();
    },
  };
}
