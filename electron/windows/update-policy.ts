/** New versions are looked for this often, whatever the app is told in between. */
const DAY_MS = 24 * 60 * 60_000;

/** How often to think about it: a machine that slept through the day is noticed then. Milliseconds. */
export const CHECK_BEAT_MS = 60 * 60_000;

/**
 * Whether to look for a new version now.
 *
 * @param input.checkedAt when it was done last, ISO 8601; null: never. A time that is still to come counts as never
 */
export function isCheckDue(input: {
  readonly enabled: boolean;
  readonly checkedAt: string | null;
  readonly now: Date;
}): boolean {
  if (!input.enabled) return false;
  const last = input.checkedAt === null ? NaN : Date.parse(input.checkedAt);
  const since = input.now.getTime() - last;
  return !(since >= 0 && since < DAY_MS);
}
