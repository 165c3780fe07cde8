import { isDayPast } from '../../shared/domain/once-a-day.ts';
import type { Rectangle } from '../../shared/domain/rectangle.ts';

/** When to look, in milliseconds after the start: macOS takes a moment to place an icon. */
export const VISIBILITY_CHECKS_MS = [5_000, 15_000] as const;

/**
 * Whether macOS does not draw the icon. Since macOS 26 it can be switched off in System Settings; nothing says so, but its
 * bounds are then parked below the display, or have no size.
 *
 * Source: reports of menu-bar apps on macOS 26 (an icon at `{0, 1117}` on a display 1117 points high).
 */
export function iconHidden(input: {
  readonly bounds: Rectangle;
  readonly displays: readonly Rectangle[];
  readonly platform: string;
}): boolean {
  const { bounds, displays, platform } = input;
  if (platform !== 'darwin' || displays.length === 0) return false;
  if (bounds.width <= 0 || bounds.height <= 0) return true;
  const x = bounds.x + bounds.width / 2;
  return !displays.some(
    (display) =>
      x >= display.x &&
      x <= display.x + display.width &&
      bounds.y >= display.y &&
      bounds.y < display.y + display.height,
  );
}

/** Whether to tell the person now: once a day at most. @param input.lastGuidedAt ISO 8601; null: never */
export function shouldGuide(input: {
  readonly hidden: boolean;
  readonly lastGuidedAt: string | null;
  readonly now: Date;
}): boolean {
  return input.hidden && isDayPast(input.lastGuidedAt, input.now);
}
