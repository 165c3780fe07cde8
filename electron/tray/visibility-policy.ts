/** In points. */
interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** When to look, in milliseconds after the start: macOS takes a moment to place an icon. */
export const VISIBILITY_CHECKS_MS = [5_000, 15_000] as const;

/** The person is told of a hidden icon this often at most. */
const GUIDE_EVERY_MS = 24 * 60 * 60_000;

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

/** Whether to tell the person now. @param input.lastGuidedAt ISO 8601; null: never. A time still to come counts as never */
export function shouldGuide(input: {
  readonly hidden: boolean;
  readonly lastGuidedAt: string | null;
  readonly now: Date;
}): boolean {
  if (!input.hidden) return false;
  const last = input.lastGuidedAt === null ? NaN : Date.parse(input.lastGuidedAt);
  const since = input.now.getTime() - last;
  return !(since >= 0 && since < GUIDE_EVERY_MS);
}
