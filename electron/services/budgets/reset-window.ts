import type { BudgetView } from '../../../shared/domain/budget.ts';
import type { UsageLimit } from '../portkey/admin/types.ts';

/** 0: keys, providers and workspaces begin their week on Sunday; 1: policies on Monday, all at 00:00 UTC (portkey-api.md §3.1). */
export type WeekStart = 0 | 1;

type Period = BudgetView['period'];
type Reset = Exclude<UsageLimit['reset'], null>;

const DAY_MS = 86_400_000;

/** So many of the budget's periods after an instant, in UTC as Portkey counts; the 31st becomes the last of a shorter month. */
function after(instant: number, reset: Reset, count: number): number {
  if (reset !== 'monthly') {
    return instant + count * (reset === 'weekly' ? 7 : reset.days) * DAY_MS;
  }
  const date = new Date(instant);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + count];
  const last = new Date(Date.UTC(year, month + 1, 0)).getUTCDate();
  return Date.UTC(year, month, Math.min(date.getUTCDate(), last)) + (instant % DAY_MS);
}

function nameOf(reset: UsageLimit['reset']): Period['name'] {
  if (reset === null) return 'lifetime';
  if (reset === 'weekly') return 'week';
  if (reset === 'monthly') return 'month';
  return reset.days === 1 ? 'day' : 'custom';
}

/** The documented rule, for a record that names no reset. Days are documented to be counted, but not from when. */
function byRule(reset: Reset, now: Date, weekStart: WeekStart): readonly [number, number] | null {
  const today = Math.floor(now.getTime() / DAY_MS) * DAY_MS;
  if (reset === 'weekly') {
    const from = today - ((now.getUTCDay() - weekStart + 7) % 7) * DAY_MS;
    return [from, after(from, reset, 1)];
  }
  if (reset === 'monthly') {
    const from = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), 1);
    return [from, after(from, reset, 1)];
  }
  return null;
}

/** The running period that an instant of change, past or to come, divides from its neighbour. */
function around(boundary: number, reset: Reset, now: number): readonly [number, number] {
  const length = after(boundary, reset, 1) - boundary;
  let count = Math.floor((now - boundary) / length);
  while (after(boundary, reset, count) > now) count -= 1;
  while (after(boundary, reset, count + 1) <= now) count += 1;
  return [after(boundary, reset, count), after(boundary, reset, count + 1)];
}

const iso = (instant: number) => new Date(instant).toISOString();
const instantOf = (text: string | null) => {
  const instant = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(instant) ? null : instant;
};

/**
 * The running period of a budget of Portkey's. What the record says comes first (`nextResetAt`, `lastResetAt`), then the
 * documented rules (portkey-api.md §3.1). A reset that is past by now has happened, whatever the record still says.
 */
export function resetWindow(
  limit: Pick<UsageLimit, 'reset' | 'nextResetAt' | 'lastResetAt'>,
  now: Date,
  weekStart: WeekStart,
): Period {
  const name = nameOf(limit.reset);
  const next = instantOf(limit.nextResetAt);
  const last = instantOf(limit.lastResetAt);
  const past = last !== null && last <= now.getTime() ? last : null;
  if (limit.reset === null) return { name, from: past === null ? null : iso(past), to: null };
  // A first period may be longer or shorter than the others, so the next reset ends it wherever it began.
  if (next !== null && next > now.getTime()) {
    const from = past ?? after(next, limit.reset, -1);
    return { name, from: from > now.getTime() ? null : iso(from), to: iso(next) };
  }
  const boundary = next ?? (byRule(limit.reset, now, weekStart) === null ? past : null);
  const bounds =
    boundary === null
      ? byRule(limit.reset, now, weekStart)
      : around(boundary, limit.reset, now.getTime());
  if (bounds === null) return { name, from: null, to: null };
  // Somebody may have reset it by hand since the period began.
  return { name, from: iso(Math.max(bounds[0], past ?? 0)), to: iso(bounds[1]) };
}
