import { isDayPast } from '../../shared/domain/once-a-day.ts';

/** How often to think about it: a machine that slept through the day is noticed then. Milliseconds. */
export const CHECK_BEAT_MS = 60 * 60_000;

/** Whether to look for a new version now: once a day at most. @param input.checkedAt ISO 8601; null: never */
export function isCheckDue(input: {
  readonly enabled: boolean;
  readonly checkedAt: string | null;
  readonly now: Date;
}): boolean {
  return input.enabled && isDayPast(input.checkedAt, input.now);
}
