import type { Cents } from '../../../shared/domain/money.ts';

/** What `current_usage` of a cost limit counts. `unknown`: it cannot be told yet. */
export type UsageUnit = 'cents' | 'dollars' | 'unknown';

/**
 * How far the two may be apart: analytics lag by about three minutes, the counter by ten seconds, and the two are not read
 * in the same moment (portkey-api.md §2.7, §3.3). The units are a factor of 100 apart, so there is room.
 */
const WITHIN = 1.5;

/**
 * Less spend than this proves nothing. With it, dollars could only look like cents if all but one hundredth of the spend,
 * $33 or more, had come in the minutes that analytics lag.
 */
const LEAST_CENTS = 50;

const isNear = (value: number, wanted: number) =>
  value >= wanted / WITHIN && value <= wanted * WITHIN;

/**
 * The unit of a raw `current_usage`, which is not documented: compared with what analytics count since the budget's last
 * reset, a ratio of about 1 means cents and of about 0.01 dollars (portkey-api.md §3.3).
 */
export function calibrate({
  raw,
  analytics,
}: {
  /** Null: the record has none. */
  readonly raw: number | null;
  /** Null: not read. */
  readonly analytics: Cents | null;
}): UsageUnit {
  if (raw === null || analytics === null || analytics < LEAST_CENTS) return 'unknown';
  const ratio = raw / analytics;
  if (isNear(ratio, 1)) return 'cents';
  return isNear(ratio, 0.01) ? 'dollars' : 'unknown';
}

/** One installation counts in one unit: what was found for some budgets holds for those that have no measure of their own. */
export function commonUnit(units: Iterable<UsageUnit>): UsageUnit {
  const found = new Set([...units].filter((unit) => unit !== 'unknown'));
  const [only] = found;
  return found.size === 1 && only !== undefined ? only : 'unknown';
}

/** A raw use as cents; null where its unit is unknown. Nothing is nothing in any unit. */
export function rawCents(raw: number, unit: UsageUnit): Cents | null {
  if (raw === 0 || unit === 'cents') return raw as Cents;
  return unit === 'dollars' ? ((raw * 100) as Cents) : null;
}
