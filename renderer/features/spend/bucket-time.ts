import type { SpendRange } from '../../../shared/domain/spend.ts';
import { dayWindow, monthWindow, type TimeWindow } from '../../../shared/domain/time-window.ts';

const HOUR_MS = 3_600_000;
const HOURS_OF_CLOCK = 24;
const DAYS_OF_WEEK = 7;
/** A day's axis names every third hour, a month's about every fifth day. */
const TICK_HOURS = 3;
const TICK_DAYS = 5;

/**
 * The buckets and, after them, those that the range still has to come, so that a chart is as wide at nine in the morning as
 * at midnight. A day has 23 or 25 hours where clocks change.
 */
export function slotsOf(
  buckets: readonly TimeWindow[],
  range: SpendRange,
  zone?: string,
): TimeWindow[] {
  const first = buckets[0];
  const last = buckets.at(-1);
  if (first === undefined || last === undefined) return [];
  const slots = [...buckets];
  // A bucket under way may end now, so the next one is reckoned from where it began.
  let from = nextAfter(last.from, range, zone);
  const isOver = () =>
    range === 'week'
      ? slots.length >= DAYS_OF_WEEK
      : from >= (range === 'today' ? dayWindow : monthWindow)(new Date(first.from), zone).to;
  while (!isOver()) {
    const to = nextAfter(from, range, zone);
    slots.push({ from, to });
    from = to;
  }
  return slots;
}

function nextAfter(from: string, range: SpendRange, zone?: string): string {
  return range === 'today'
    ? new Date(Date.parse(from) + HOUR_MS).toISOString()
    : dayWindow(new Date(from), zone).to;
}

function formatter(options: Intl.DateTimeFormatOptions, zone?: string): (iso: string) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    ...options,
    ...(zone === undefined ? {} : { timeZone: zone }),
  });
  return (iso) => format.format(Date.parse(iso));
}

/** `09:00 – 10:00` or `Fri 14 Aug`. An hour that a day has twice says which of the two it is: `02:00 – 03:00 GMT+2`. */
export function slotNames(
  slots: readonly TimeWindow[],
  range: SpendRange,
  zone?: string,
): string[] {
  if (range !== 'today') {
    const day = formatter({ weekday: 'short', day: 'numeric', month: 'short' }, zone);
    return slots.map(({ from }) => day(from).replace(',', ''));
  }
  const time = formatter({ hour: '2-digit', minute: '2-digit' }, zone);
  const offset = formatter({ timeZoneName: 'shortOffset' }, zone);
  const starts = slots.map(({ from }) => time(from));
  return slots.map(({ from }, at) => {
    const start = starts[at] ?? '';
    const isTwice = starts.filter((other) => other === start).length > 1;
    // Within its own offset such an hour ends an hour later, whatever clocks show then.
    const end = isTwice ? hourAfter(start) : time(nextAfter(from, range, zone));
    return `${start} – ${end}${isTwice ? ` ${offset(from).split(' ').at(-1) ?? ''}` : ''}`;
  });
}

function hourAfter(time: string): string {
  const [hour = '', minute = ''] = time.split(':');
  return `${String((Number(hour) + 1) % HOURS_OF_CLOCK).padStart(2, '0')}:${minute}`;
}

/** What stands under the axis, and under which slot (by its index). */
export function ticksOf(
  slots: readonly TimeWindow[],
  range: SpendRange,
  zone?: string,
): Map<number, string> {
  const ticks = new Map<number, string>();
  const hour = formatter({ hour: '2-digit', minute: '2-digit' }, zone);
  const weekday = formatter({ weekday: 'short', day: 'numeric' }, zone);
  const day = formatter({ day: 'numeric' }, zone);
  let before = '';
  slots.forEach(({ from }, at) => {
    const text = (range === 'today' ? hour : range === 'week' ? weekday : day)(from);
    const isNamed =
      range === 'week' ||
      (range === 'today'
        ? Number(text.slice(0, 2)) % TICK_HOURS === 0 && text !== before
        : text === '1' || Number(text) % TICK_DAYS === 0);
    if (isNamed) {
      ticks.set(at, text);
      before = text;
    }
  });
  return ticks;
}
