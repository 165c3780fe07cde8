/**
 * Where a budget will be at the end of its period, if it goes on being used as it was so far. A straight line, nothing more:
 * it is shown as “about”.
 */

/** What was used of a budget, in any one unit, in a period that is running. */
export interface Use {
  /** Null: not known. */
  readonly used: number | null;
  /** ISO 8601; null where it is not known, or does not end. */
  readonly from: string | null;
  readonly to: string | null;
  /** The instant that `used` was counted up to. */
  readonly now: Date;
}

/** Less than this of a period says nothing about the rest of it. */
const LEAST_SHARE = 0.05;
const LEAST_MS = 30 * 60_000;

interface Pace {
  readonly used: number;
  readonly from: number;
  readonly to: number;
  readonly elapsed: number;
}

function paceOf({ used, from, to, now }: Use): Pace | null {
  if (used === null || !(used > 0) || from === null || to === null) return null;
  const [start, end, instant] = [Date.parse(from), Date.parse(to), now.getTime()];
  // Written so that a date which cannot be read (NaN) is refused too.
  if (!(start < end && instant < end)) return null;
  const elapsed = instant - start;
  if (!(elapsed >= Math.max(LEAST_MS, (end - start) * LEAST_SHARE))) return null;
  return { used, from: start, to: end, elapsed };
}

/**
 * The use at the end of the period, in the unit of `used`. Null while it cannot be told: less than 5 % of the period or less
 * than half an hour has passed, nothing was used, the period is over, or its ends are not known.
 */
export function project(use: Use): number | null {
  const pace = paceOf(use);
  return pace === null ? null : (pace.used * (pace.to - pace.from)) / pace.elapsed;
}

/**
 * When the limit is reached, ISO 8601. Null when that is not within the period, when it is reached already, and where
 * {@link project} is null.
 */
export function reachedAt({ limit, ...use }: Use & { readonly limit: number }): string | null {
  const pace = paceOf(use);
  if (pace === null || pace.used >= limit) return null;
  const at = pace.from + (pace.elapsed * limit) / pace.used;
  return at <= pace.to ? new Date(at).toISOString() : null;
}
