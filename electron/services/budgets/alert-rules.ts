import type { Alert, AlertsFile, AlertSettings, Fired } from '../../../shared/domain/alert.ts';
import type { BudgetView } from '../../../shared/domain/budget.ts';
import { alertSentence } from './alert-words.ts';

/** What was last known of a budget. */
interface Reading {
  readonly from: string | null;
  readonly limit: number;
  /** Percent of the limit. */
  readonly percent: number;
  /** When it was observed, milliseconds. */
  readonly at: number;
}

/** The last known readings by budget. It is not kept: a launch takes a baseline of its own. */
export type Baseline = ReadonlyMap<string, Reading>;

/** A threshold that was crossed between two known readings. */
export interface Crossing {
  readonly view: BudgetView;
  readonly threshold: number;
}

/** Alerts that wait to be dismissed, and crossings that are remembered. More would only make the file grow. */
export const MOST_ALERTS = 200;
export const MOST_FIRED = 1000;

function readingOf({ measure, period, status }: BudgetView, now: Date): Reading | null {
  const { used, limit } = measure;
  const exhausted = status === 'exhausted';
  if (!(limit > 0) || (used === null && !exhausted)) return null;
  // Used × 100 first: 16 of 20 is 80 %, and not a hair less.
  const counted = used === null ? 0 : (used * 100) / limit;
  const percent = exhausted ? Math.max(100, counted) : counted;
  return { from: period.from, limit, percent, at: now.getTime() };
}

/**
 * The percentage that a reading is to be compared with; null: with nothing, as it is a new baseline. A period that began
 * after the last reading began with nothing used, so that what a sleeping machine missed is told when it wakes.
 */
function before(last: Reading | undefined, next: Reading, tellsFirst: boolean): number | null {
  if (last === undefined && tellsFirst) return 0;
  if (last === undefined || last.limit !== next.limit) return null;
  if (last.from === next.from) return last.percent;
  if (last.from === null || next.from === null) return null;
  return Date.parse(next.from) > last.at ? 0 : null;
}

/**
 * What a round of readings crossed. Readings that are not known change nothing. Of several thresholds that are crossed at
 * once, the highest only.
 */
export function crossingsOf({
  baseline,
  views,
  thresholds,
  now,
  tellsFirst = false,
}: {
  readonly baseline: Baseline;
  readonly views: readonly BudgetView[];
  readonly thresholds: AlertSettings['thresholds'];
  readonly now: Date;
  /** Compares the first reading of a budget with none of it used, for a command, which has one reading only. */
  readonly tellsFirst?: boolean | undefined;
}): { readonly baseline: Baseline; readonly crossings: readonly Crossing[] } {
  const next = new Map(baseline);
  const crossings: Crossing[] = [];
  for (const view of views) {
    const reading = readingOf(view, now);
    if (reading === null) continue;
    const start = before(next.get(view.id), reading, tellsFirst);
    next.set(view.id, reading);
    const crossed = thresholds.filter(
      (threshold) => start !== null && start < threshold && reading.percent >= threshold,
    );
    if (crossed.length > 0) crossings.push({ view, threshold: Math.max(...crossed) });
  }
  return { baseline: next, crossings };
}

const idOf = ({ view, threshold }: Crossing) =>
  [view.id, view.period.from ?? '', view.measure.limit, threshold].join('|');

/** Told already: this threshold or a higher one, of this budget in this period and with this limit. */
function isFired({ view, threshold }: Crossing, fired: readonly Fired[]): boolean {
  return fired.some(
    (one) =>
      one.budget === view.id &&
      one.from === view.period.from &&
      one.limit === view.measure.limit &&
      one.threshold >= threshold,
  );
}

/** What was told of an earlier period of the same budget cannot be crossed again. */
function isSpent(one: Fired, crossings: readonly Crossing[]): boolean {
  return crossings.some(({ view }) => {
    const { from } = view.period;
    return (
      one.budget === view.id &&
      one.from !== null &&
      from !== null &&
      Date.parse(one.from) < Date.parse(from)
    );
  });
}

/** The crossings that nobody told yet, and the file with them. An empty list leaves the file as it is. */
export function tell(
  file: AlertsFile,
  crossings: readonly Crossing[],
  now: Date,
): { readonly next: AlertsFile; readonly alerts: readonly Alert[] } {
  const fresh = crossings.filter((crossing) => !isFired(crossing, file.fired));
  if (fresh.length === 0) return { next: file, alerts: [] };
  const at = now.toISOString();
  const alerts = fresh.map((crossing): Alert => {
    const { view, threshold } = crossing;
    return {
      id: idOf(crossing),
      at,
      budget: view.id,
      label: view.label,
      threshold,
      sentence: alertSentence(view),
      worktree: view.worktree,
    };
  });
  const fired = fresh.map(({ view, threshold }): Fired => ({
    budget: view.id,
    from: view.period.from,
    limit: view.measure.limit,
    threshold,
    at,
  }));
  const kept = file.fired.filter((one) => !isSpent(one, fresh));
  return {
    next: {
      ...file,
      alerts: [...file.alerts, ...alerts].slice(-MOST_ALERTS),
      fired: [...kept, ...fired].slice(-MOST_FIRED),
    },
    alerts,
  };
}
