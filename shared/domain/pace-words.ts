import type { BudgetMeasure, BudgetStatus, BudgetView } from './budget.ts';
import { type Cents, formatMoney, formatMoneyShort } from './money.ts';
import { systemTimeZone } from './time-window.ts';

/** Budgets in words, for every face. Free of zod: the popover imports it. */

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Up to here a weekday says which day is meant. */
const WEEKDAYS_AHEAD = 6;

interface Local {
  /** The local date as a count of days, to compare. */
  readonly day: number;
  readonly minutes: number;
  readonly weekday: string;
  readonly date: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB-u-ca-gregory-nu-latn', {
    timeZone: zone,
    hourCycle: 'h23',
    weekday: 'long',
    year: 'numeric',
    month: 'long',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  formats.set(zone, made);
  return made;
}

function localOf(instant: number, zone: string): Local {
  const parts = formatOf(zone).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes): string =>
    parts.find((candidate) => candidate.type === type)?.value ?? '';
  const date = `${part('day')} ${part('month')}`;
  return {
    day: Math.round(Date.parse(`${date} ${part('year')} UTC`) / DAY_MS),
    minutes: Number(part('hour')) * 60 + Number(part('minute')),
    weekday: part('weekday'),
    date,
  };
}

function clock(minutes: number): string {
  const pad = (value: number) => String(value).padStart(2, '0');
  return `${pad(Math.floor(minutes / 60))}:${pad(minutes % 60)}`;
}

/** To ten minutes by the clock on the wall, and never over midnight: 23:57 is about 23:50, not another day's 00:00. */
function roundedClock(minutes: number): string {
  const rounded = Math.round(minutes / 10) * 10;
  return clock(rounded < 24 * 60 ? rounded : 24 * 60 - 10);
}

/** `midnight`, `Friday`, `30 November`; with the time where the period does not end at a local midnight. */
function endWords(to: number, now: number, zone: string): string {
  const today = localOf(now, zone).day;
  const end = localOf(to, zone);
  if (end.minutes === 0) {
    const last = localOf(to - MINUTE_MS, zone);
    if (last.day === today) return 'midnight';
    return last.day - today <= WEEKDAYS_AHEAD ? last.weekday : last.date;
  }
  if (end.day === today) return clock(end.minutes);
  if (end.day - today > WEEKDAYS_AHEAD) return end.date;
  return `${end.weekday} ${clock(end.minutes)}`;
}

function limitWords(reachedAt: number, now: number, zone: string): string {
  if (reachedAt <= now) return 'limit may be reached by now';
  const at = localOf(reachedAt, zone);
  const ahead = at.day - localOf(now, zone).day;
  if (ahead === 0) return `limit reached about ${roundedClock(at.minutes)}`;
  if (ahead > WEEKDAYS_AHEAD) return `limit reached about ${at.date}`;
  return `limit reached ${at.weekday} about ${roundedClock(at.minutes)}`;
}

/** A projection is rough: whole dollars from $10 on. */
function roughMoney(cents: Cents): string {
  if (cents < 9_95 || cents >= 100_00) return formatMoneyShort(cents);
  return `$${Math.round(cents / 100)}`;
}

function count(value: number, unit: string): string {
  return `${Math.round(value).toLocaleString('en-US')} ${unit}`;
}

/**
 * Where a budget is heading: `$38 by Friday; limit reached about 16:40`, `$31 by midnight`; when Portkey blocks its requests,
 * until when.
 * @param now decides what “today” is; a limit that should have been reached since the number was read is said so
 * @param zone the person's own, as an IANA name
 * @returns null where there is nothing to say
 */
export function paceSentence(
  view: Pick<BudgetView, 'measure' | 'period' | 'reachedAt' | 'status'>,
  now: Date,
  zone: string = systemTimeZone(),
): string | null {
  const { measure, period, reachedAt, status } = view;
  const at = now.getTime();
  const to = period.to === null ? Number.NaN : Date.parse(period.to);
  if (!(to > at)) return null;
  const end = endWords(to, at, zone);
  if (status === 'exhausted') return `Portkey blocks requests until ${end}`;
  if (measure.projected === null) return null;
  const projected =
    measure.unit === 'usd' ? roughMoney(measure.projected) : count(measure.projected, measure.unit);
  const pace = `${projected} by ${end}`;
  return reachedAt === null ? pace : `${pace}; ${limitWords(Date.parse(reachedAt), at, zone)}`;
}

const STATUS_WORDS: Readonly<Record<BudgetStatus, string>> = {
  ok: 'Within the budget',
  near: 'Nearly used up',
  over: 'Over the budget',
  exhausted: 'Used up; Portkey blocks requests',
  unknown: 'Use not known',
};

/** The state of a budget without its numbers, for a label or a screen reader. */
export function statusWords({ status }: Pick<BudgetView, 'status'>): string {
  return STATUS_WORDS[status];
}

/** `$16.60 of $20.00`, `1,200 of 5,000 tokens`; `–` for use that is not known. */
export function measureWords(measure: BudgetMeasure): string {
  if (measure.unit === 'usd') {
    return `${formatMoney(measure.used)} of ${formatMoney(measure.limit)}`;
  }
  const used = measure.used === null ? '–' : Math.round(measure.used).toLocaleString('en-US');
  return `${used} of ${count(measure.limit, measure.unit)}`;
}

const PERIOD_WORDS: Readonly<Record<BudgetView['period']['name'], string | null>> = {
  day: 'today',
  week: 'this week',
  month: 'this month',
  custom: null,
  lifetime: null,
};

/** `today`, `this week`, `this month`; null for a period that has no such name. */
export function periodWords({ period }: Pick<BudgetView, 'period'>): string | null {
  return PERIOD_WORDS[period.name];
}
