/**
 * The stretches of time that spend is asked for: a person's own day, week and month. A local day is not 24 hours where
 * clocks change, and Portkey's own day buckets may follow UTC, so each window is asked for by its exact instants
 * (portkey-api.md §2.5). Built on Intl, which holds the zone rules; no library is needed for it.
 */

import type { BudgetPeriod } from './budget.ts';

/** From an instant up to, but not including, another; both ISO 8601 in UTC (`…Z`). */
export interface TimeWindow {
  readonly from: string;
  readonly to: string;
}

/** 0 is Sunday, 1 Monday … 6 Saturday. */
export type Weekday = 0 | 1 | 2 | 3 | 4 | 5 | 6;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

/** The zone that this machine is set to, as an IANA name. */
export function systemTimeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

/** Whether the name is a zone that the functions here can be called with. */
export function isTimeZone(name: string): boolean {
  try {
    formatOf(name);
    return true;
  } catch {
    return false;
  }
}

/** What clocks in the zone show at the instant, as if it were UTC. */
function wallClock(instant: number, zone: string): number {
  const parts = formatOf(zone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(parts.find((candidate) => candidate.type === type)?.value);
  const shown = Date.UTC(
    part('year'),
    part('month') - 1,
    part('day'),
    part('hour'),
    part('minute'),
    part('second'),
  );
  return shown + (((instant % 1000) + 1000) % 1000);
}

function offset(instant: number, zone: string): number {
  return wallClock(instant, zone) - instant;
}

/**
 * The first instant of a local day, given as that day's midnight in UTC. Where clocks are put back over midnight it is the
 * earlier of the two midnights; where they skip midnight, the instant of the change.
 */
function startOfDay(midnight: number, zone: string): number {
  let low = midnight - DAY_MS;
  let high = midnight + DAY_MS;
  const before = offset(low, zone);
  const after = offset(high, zone);
  const starts = [midnight - before, midnight - after].filter(
    (instant) => wallClock(instant, zone) === midnight,
  );
  if (starts.length > 0) return Math.min(...starts);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offset(middle, zone) === before) low = middle;
    else high = middle;
  }
  return high;
}

function windowOf(
  now: Date,
  zone: string,
  bounds: (year: number, month: number, day: number, weekday: number) => [number, number],
): TimeWindow {
  const local = new Date(wallClock(now.getTime(), zone));
  const [from, to] = bounds(
    local.getUTCFullYear(),
    local.getUTCMonth(),
    local.getUTCDate(),
    local.getUTCDay(),
  );
  return {
    from: new Date(startOfDay(from, zone)).toISOString(),
    to: new Date(startOfDay(to, zone)).toISOString(),
  };
}

/**
 * The local day that `now` lies in.
 * @param zone an IANA zone that {@link isTimeZone} accepts; another one throws a RangeError
 */
export function dayWindow(now: Date, zone: string = systemTimeZone()): TimeWindow {
  return windowOf(now, zone, (year, month, day) => [
    Date.UTC(year, month, day),
    Date.UTC(year, month, day + 1),
  ]);
}

/** The local week that `now` lies in; weeks begin on Monday unless another day is given. */
export function weekWindow(
  now: Date,
  zone: string = systemTimeZone(),
  firstDay: Weekday = 1,
): TimeWindow {
  return windowOf(now, zone, (year, month, day, weekday) => {
    const first = day - ((weekday - firstDay + 7) % 7);
    return [Date.UTC(year, month, first), Date.UTC(year, month, first + 7)];
  });
}

/** The local calendar month that `now` lies in. */
export function monthWindow(now: Date, zone: string = systemTimeZone()): TimeWindow {
  return windowOf(now, zone, (year, month) => [
    Date.UTC(year, month, 1),
    Date.UTC(year, month + 1, 1),
  ]);
}

/** The hours up to `now`, for a series that does not begin at midnight. */
export function trailingWindow(now: Date, hours: number): TimeWindow {
  return {
    from: new Date(now.getTime() - hours * HOUR_MS).toISOString(),
    to: now.toISOString(),
  };
}

/** The local day, week and month that `now` lies in. */
export function currentWindows(now: Date): Readonly<Record<BudgetPeriod, TimeWindow>> {
  return { day: dayWindow(now), week: weekWindow(now), month: monthWindow(now) };
}
