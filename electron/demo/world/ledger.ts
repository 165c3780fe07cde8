import { dayWindow } from '../../../shared/domain/time-window.ts';
import type { LedgerEntry } from '../emulator/state.ts';
import { createRandom, type Random } from './random.ts';
import { type Owner, requestOf } from './requests.ts';
import type { Sender } from './senders.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** So many local days have requests, today included. */
export const DAYS = 14;
/** Today has at least so many requests, however young it is: agents work at night, too. */
const LEAST_TODAY = 18;
/** How far back those go, where the day is that old. */
const RECENT = 40 * MINUTE;

/** When people begin a piece of work, as hours of the day. */
const STARTS = [
  [9.2, 3],
  [10.5, 3],
  [11.4, 2],
  [13.6, 3],
  [15, 3],
  [16.4, 2],
  [20.8, 0.5],
] as const;
const WEEKEND_STARTS = [
  [11, 2],
  [15.5, 2],
  [21, 1],
] as const;
/** On so many of a hundred weekend days is something done in a worktree. */
const WEEKEND_WORK = 0.2;

interface Day {
  /** Milliseconds since the epoch. */
  readonly from: number;
  readonly weekend: boolean;
  readonly ago: number;
}

/** The local days up to now, oldest first. Each is found from the one after it: not every day has 24 hours. */
function daysUpTo(now: number, zone: string): Day[] {
  const weekday = new Intl.DateTimeFormat('en-US', { timeZone: zone, weekday: 'short' });
  const days: Day[] = [];
  for (let inside = now; days.length < DAYS;) {
    const from = Date.parse(dayWindow(new Date(inside), zone).from);
    const weekend = weekday.format(from + 12 * HOUR).startsWith('S');
    days.push({ from, weekend, ago: days.length });
    inside = from - 1;
  }
  return days.reverse();
}

/** The first moment that the ledger of a clock can hold, milliseconds since the epoch. */
export function beginningOf(now: number, zone: string): number {
  return daysUpTo(now, zone)[0]?.from ?? now;
}

/** Pieces of work of one sender on one day: bursts of requests with a pause to read between them. */
function timesOf(random: Random, sender: Sender, day: Day): number[] {
  const wanted = day.weekend
    ? Number(random.next() < WEEKEND_WORK)
    : Math.floor(sender.weight * random.between(0.7, 1.5) + random.next());
  return Array.from({ length: wanted }).flatMap(() => {
    const hour = random.pick<number>(day.weekend ? WEEKEND_STARTS : STARTS) ?? 10;
    let at = day.from + hour * HOUR + random.between(-25, 35) * MINUTE;
    const end = at + random.between(18, 60) * MINUTE;
    const times: number[] = [];
    for (; at < end; at += random.between(12, 75) * 1_000) times.push(at);
    return times;
  });
}

/**
 * Two weeks of requests up to `now`, oldest first; the same for the same seed, clock and senders. What a day had is the
 * same whatever the time of the day.
 *
 * @param options.now milliseconds since the epoch
 * @param options.zone whose days and weekends they are, an IANA name
 */
export function createLedger(options: {
  readonly now: number;
  readonly zone: string;
  readonly seed: string;
  readonly senders: readonly Sender[];
  readonly owner: Owner;
}): LedgerEntry[] {
  const { now, zone, seed, senders, owner } = options;
  const ledger: LedgerEntry[] = [];
  const add = (random: Random, sender: Sender, at: number): void => {
    const entry = at > now ? null : requestOf(random, sender, at, owner);
    if (entry !== null) ledger.push(entry);
  };
  const days = daysUpTo(now, zone);
  for (const day of days) {
    for (const sender of senders) {
      if (sender.age < day.ago) continue;
      const random = createRandom([seed, new Date(day.from).toISOString(), sender.name].join('/'));
      for (const at of timesOf(random, sender, day)) add(random, sender, at);
    }
  }
  const today = days.at(-1)?.from ?? now;
  const random = createRandom(`${seed}/today`);
  const busy = senders.filter((sender) => sender.busy);
  const missing = LEAST_TODAY - ledger.filter(({ at }) => at >= today).length;
  for (let count = 0; count < missing; count += 1) {
    const sender = busy[count % busy.length];
    // Rounding must not put it before midnight.
    const at = Math.ceil(random.between(Math.max(today, now - RECENT), now));
    if (sender !== undefined) add(random, sender, at);
  }
  return ledger.sort((a, b) => a.at - b.at);
}
