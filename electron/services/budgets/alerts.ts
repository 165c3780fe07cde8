import type { Alert, AlertsFile, AlertSettings } from '../../../shared/domain/alert.ts';
import type { BudgetView } from '../../../shared/domain/budget.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { Document } from '../state/document.ts';
import { type Baseline, type Crossing, crossingsOf, tell } from './alert-rules.ts';

/** Shows alerts outside of the app's own views. Its failures are ignored: the alerts wait in {@link Alerts.pending}. */
export interface Notifier {
  notify(alerts: readonly Alert[]): void | Promise<void>;
}

export interface Alerts {
  /**
   * Takes a round of readings and tells what they crossed since the last one, once, whatever other process of ours sees it
   * too. While alerts are off nothing is compared, and the first round after that only takes a baseline.
   * @returns what was told just now; nothing while the file cannot be used, and then the next round tries again
   */
  observe(views: readonly BudgetView[], settings: AlertSettings): Promise<readonly Alert[]>;
  /** Told and not dismissed, latest first. @returns also `state.unreadable` */
  pending(): Promise<Result<readonly Alert[]>>;
  /** Takes alerts off the list; null: all. Those that are gone already are no failure. */
  dismiss(ids: readonly string[] | null): Promise<Result<void>>;
}

/** Alerts, in `alerts.json`. */
export function createAlerts({
  document,
  notifier,
  now,
  tellsFirst,
}: {
  readonly document: Document<AlertsFile>;
  readonly notifier: Notifier;
  readonly now: () => Date;
  /** For a command: its one reading tells what was crossed and not told yet, instead of being a baseline. */
  readonly tellsFirst?: boolean | undefined;
}): Alerts {
  let baseline: Baseline = new Map();
  let queue: Promise<unknown> = Promise.resolve();

  /** A change that changes nothing is refused, so that nothing is written; the refusal never leaves here. */
  const store = async <T>(
    change: (file: AlertsFile) => { readonly next: AlertsFile; readonly value: T },
    unchanged: T,
  ): Promise<Result<T>> => {
    let same = false;
    const stored = await document.update<T>((file) => {
      const changed = change(file);
      same = changed.next === file;
      return same ? fail('cancelled') : ok(changed);
    });
    return same ? ok(unchanged) : stored;
  };

  const record = (crossings: readonly Crossing[]): Promise<Result<readonly Alert[]>> =>
    store<readonly Alert[]>((file) => {
      const { next, alerts } = tell(file, crossings, now());
      return { next, value: alerts };
    }, []);

  const round = async (
    views: readonly BudgetView[],
    settings: AlertSettings,
  ): Promise<readonly Alert[]> => {
    if (!settings.enabled) {
      baseline = new Map();
      return [];
    }
    const { thresholds } = settings;
    const seen = crossingsOf({ baseline, views, thresholds, now: now(), tellsFirst });
    if (seen.crossings.length > 0) {
      const told = await record(seen.crossings);
      // The baseline stays, so that the same crossings are seen again.
      if (!told.ok) return [];
      baseline = seen.baseline;
      // Not waited for: a notification that hangs must not hold up the rounds to come.
      if (told.value.length > 0) void notifySafely(notifier, told.value);
      return told.value;
    }
    baseline = seen.baseline;
    return [];
  };

  return {
    observe: (views, settings) => {
      // One after the other: each round is compared with the one before.
      const turn = queue.then(() => round(views, settings));
      queue = turn.catch(() => undefined);
      return turn;
    },

    pending: async () => {
      const file = await document.read();
      return file.ok ? ok(file.value.alerts.toReversed()) : file;
    },

    dismiss: (ids) => {
      const gone = ids === null ? null : new Set(ids);
      return store<void>((file) => {
        const alerts = gone === null ? [] : file.alerts.filter(({ id }) => !gone.has(id));
        const same = alerts.length === file.alerts.length;
        return { next: same ? file : { ...file, alerts }, value: undefined };
      }, undefined);
    },
  };
}

async function notifySafely(notifier: Notifier, alerts: readonly Alert[]): Promise<void> {
  try {
    await notifier.notify(alerts);
  } catch {
    // They are stored already and stay in the list.
  }
}
