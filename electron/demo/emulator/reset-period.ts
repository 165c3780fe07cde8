import type { UsageLimits } from './state.ts';

const DAY = 86_400_000;

/** 0 is Sunday. Keys, providers and workspaces start the week on Sunday, policies on Monday, both at 00:00 UTC. */
export type WeekStart = 0 | 1;

/**
 * The period of a limit that `now` is in, milliseconds since the epoch. `end` is null for a lifetime limit. Months begin on
 * the 1st at 00:00 UTC; a period of days counts from `since`. Nothing before `since` counts, so a first period may be short.
 */
export function periodOf(
  limits: UsageLimits,
  now: number,
  weekStart: WeekStart,
): { start: number; end: number | null } {
  const { period, since } = limits;
  if (period === null) return { start: since, end: null };
  const date = new Date(now);
  if (period === 'monthly') {
    const start = Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
    const end = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
    return { start: Math.max(start, since), end };
  }
  if (period === 'weekly') {
    const today = Math.floor(now / DAY) * DAY;
    const start = today - ((date.getUTCDay() - weekStart + 7) % 7) * DAY;
    return { start: Math.max(start, since), end: start + 7 * DAY };
  }
  const length = period.days * DAY;
  const start = since + Math.max(0, Math.floor((now - since) / length)) * length;
  return { start, end: start + length };
}
