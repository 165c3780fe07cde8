const DAY_MS = 24 * 60 * 60_000;

/**
 * Whether something that is done once a day at most may be done again.
 *
 * @param last when it was done last, ISO 8601; null: never. A time that is still to come, or is none, counts as never
 */
export function isDayPast(last: string | null, now: Date): boolean {
  const since = last === null ? NaN : now.getTime() - Date.parse(last);
  return !(since >= 0 && since < DAY_MS);
}
