import type { BudgetPeriod } from '../../../shared/domain/budget.ts';
import type { SpendRange } from '../../../shared/domain/spend.ts';
import { currentWindows, dayWindow, type TimeWindow } from '../../../shared/domain/time-window.ts';

const HOUR_MS = 3_600_000;

const PERIOD_OF: Readonly<Record<SpendRange, BudgetPeriod>> = {
  today: 'day',
  week: 'week',
  month: 'month',
};

/** The window of a range that `now` lies in. */
export function rangeWindow(range: SpendRange, now: Date): TimeWindow {
  return currentWindows(now)[PERIOD_OF[range]];
}

/** The hours of a window that have begun, whole hours from its start; the last one may be cut short by the window's end. */
export function hoursOf(window: TimeWindow, now: Date): TimeWindow[] {
  const from = Date.parse(window.from);
  const to = Math.min(Date.parse(window.to), now.getTime() + 1);
  const hours: TimeWindow[] = [];
  for (let at = from; at < to; at += HOUR_MS) {
    const end = Math.min(at + HOUR_MS, Date.parse(window.to));
    hours.push({ from: new Date(at).toISOString(), to: new Date(end).toISOString() });
  }
  return hours;
}

/** The local days of a window that have begun: 23 or 25 hours long where clocks change. */
function daysOf(window: TimeWindow, now: Date): TimeWindow[] {
  const end = Math.min(Date.parse(window.to), now.getTime() + 1);
  const days: TimeWindow[] = [];
  for (let at = Date.parse(window.from); at < end;) {
    const day = dayWindow(new Date(at));
    days.push(day);
    at = Date.parse(day.to);
  }
  return days;
}

/** The buckets that a series of the range has. */
export function bucketsOf(range: SpendRange, now: Date): TimeWindow[] {
  const window = rangeWindow(range, now);
  return range === 'today' ? hoursOf(window, now) : daysOf(window, now);
}
