/** One channel, 0 (clear) to 255 (opaque), row by row from the top. A template image has no colour. */
export interface AlphaImage {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

/** The icon's side in points. */
export const ICON_POINTS = 18;

// The mark: a ring, and a lever that leaves it at the upper right, like a switch set for the other track. In points.
const CENTRE = ICON_POINTS / 2;
const RING_RADIUS = 6;
const STROKE = 1.7;
/** Half of the angle that is cut out of the ring around the lever, radians. */
const NOTCH = 0.42;
const LEVER_ANGLE = -Math.PI / 4;
const LEVER_FROM = 2.2;
const LEVER_TO = 8;

/** Samples along each side of a pixel; 16 levels a pixel are enough for an icon. */
const SAMPLES = 4;

/**
 * Draws the menu-bar mark. Pure: the same scale always gives the same bytes.
 *
 * @param scale pixels per point: 1 or 2
 */
export function drawMark(scale: 1 | 2): AlphaImage {
  const side = ICON_POINTS * scale;
  const alpha = new Uint8Array(side * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      alpha[row * side + column] = coverage(column / scale, row / scale, 1 / scale);
    }
  }
  return { width: side, height: side, alpha };
}

/** How much of the pixel whose top left corner is at (left, top) is covered, 0 to 255. */
function coverage(left: number, top: number, size: number): number {
  let hits = 0;
  for (let y = 0; y < SAMPLES; y += 1) {
    for (let x = 0; x < SAMPLES; x += 1) {
      const sampleX = left + ((x + 0.5) / SAMPLES) * size;
      const sampleY = top + ((y + 0.5) / SAMPLES) * size;
      if (isInked(sampleX - CENTRE, sampleY - CENTRE)) hits += 1;
    }
  }
  return Math.round((hits / (SAMPLES * SAMPLES)) * 255);
}

function isInked(x: number, y: number): boolean {
  const distance = Math.hypot(x, y);
  const angle = Math.atan2(y, x);
  const onRing = Math.abs(distance - RING_RADIUS) <= STROKE / 2;
  if (onRing && Math.abs(angle - LEVER_ANGLE) > NOTCH) return true;
  const along = x * Math.cos(LEVER_ANGLE) + y * Math.sin(LEVER_ANGLE);
  const across = Math.abs(y * Math.cos(LEVER_ANGLE) - x * Math.sin(LEVER_ANGLE));
  return along >= LEVER_FROM && along <= LEVER_TO && across <= STROKE / 2;
}
