import { GAUGE_STEPS, type TrayGauge } from './gauge-model.ts';

/** One channel, 0 (clear) to 255 (opaque), row by row from the top. A template image has no colour. */
export interface AlphaImage {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

/** The icon's side in points. */
export const ICON_POINTS = 18;

/** How much ink a point carries, 0 to 1, at a place relative to the icon's centre, in points. */
type Ink = (x: number, y: number) => number;

const CENTRE = ICON_POINTS / 2;
/** Samples along each side of a pixel; 16 levels a pixel are enough for an icon. */
const SAMPLES = 4;

// The mark: a ring, and a lever that leaves it at the upper right, like a switch set for the other track. In points.
const RING_RADIUS = 6;
const STROKE = 1.7;
/** Half of the angle that is cut out of the ring around the lever, radians. */
const NOTCH = 0.42;
const LEVER_ANGLE = -Math.PI / 4;
const LEVER_FROM = 2.2;
const LEVER_TO = 8;

// The gauge: a ring that fills clockwise from the top.
const GAUGE_RADIUS = 6.6;
const GAUGE_STROKE = 2.6;
/** What is left of the budget is a thin line, so that full and empty differ by shape and not by shade alone. */
const TRACK_STROKE = 1.1;
const TRACK_INK = 0.55;
/** A number that is too old: less ink, still well above what macOS draws of a disabled icon. */
const STALE_INK = 0.45;
const DASHES = 8;

const mark: Ink = (x, y) => {
  const distance = Math.hypot(x, y);
  const angle = Math.atan2(y, x);
  const onRing = Math.abs(distance - RING_RADIUS) <= STROKE / 2;
  if (onRing && Math.abs(angle - LEVER_ANGLE) > NOTCH) return 1;
  const along = x * Math.cos(LEVER_ANGLE) + y * Math.sin(LEVER_ANGLE);
  const across = Math.abs(y * Math.cos(LEVER_ANGLE) - x * Math.sin(LEVER_ANGLE));
  return along >= LEVER_FROM && along <= LEVER_TO && across <= STROKE / 2 ? 1 : 0;
};

/** The part of a full turn that lies between the top and this place, clockwise, 0 to 1. */
function turn(x: number, y: number): number {
  const angle = Math.atan2(x, -y) / (2 * Math.PI);
  return angle < 0 ? angle + 1 : angle;
}

const ring =
  (share: number): Ink =>
  (x, y) => {
    const off = Math.abs(Math.hypot(x, y) - GAUGE_RADIUS);
    if (off <= GAUGE_STROKE / 2 && turn(x, y) < share) return 1;
    return off <= TRACK_STROKE / 2 ? TRACK_INK : 0;
  };

/** Nothing is left: a full disc with an exclamation mark cut out of it. */
const over: Ink = (x, y) => {
  if (Math.hypot(x, y) > GAUGE_RADIUS + GAUGE_STROKE / 2) return 0;
  const stroke = Math.abs(x) <= 1 && y >= -5 && y <= 1.2;
  const dot = Math.hypot(x, y - 3.9) <= 1.25;
  return stroke || dot ? 0 : 1;
};

/** There is no key: the ring is in pieces, with nothing in it. */
const dashed: Ink = (x, y) => {
  const off = Math.abs(Math.hypot(x, y) - GAUGE_RADIUS);
  return off <= STROKE / 2 && (turn(x, y) * DASHES) % 1 < 0.58 ? 1 : 0;
};

const bars: Ink = (x, y) => (Math.abs(y) <= 2.9 && Math.abs(Math.abs(x) - 1.7) <= 0.8 ? 1 : 0);

/** The mark fills the ring, so bars would touch it; a thin ring around them says the same. */
const thinRing: Ink = (x, y) =>
  Math.abs(Math.hypot(x, y) - GAUGE_RADIUS) <= TRACK_STROKE / 2 ? TRACK_INK : 0;

function inkOf({ state, step }: Pick<TrayGauge, 'state' | 'step'>): Ink {
  if (state === 'over') return over;
  if (state === 'no-key') return dashed;
  const gauge = step === null ? null : ring(step / GAUGE_STEPS);
  if (state === 'paused') {
    const around = gauge ?? thinRing;
    return (x, y) => Math.max(around(x, y), bars(x, y));
  }
  const shown = gauge ?? mark;
  return state === 'stale' ? (x, y) => shown(x, y) * STALE_INK : shown;
}

/**
 * Draws what the icon shows, for a template image: states differ by shape, because a template has no colour. Pure: the same
 * input always gives the same bytes.
 *
 * @param scale pixels per point: 1 or 2
 */
export function drawGauge(gauge: Pick<TrayGauge, 'state' | 'step'>, scale: 1 | 2): AlphaImage {
  return draw(inkOf(gauge), scale);
}

/** Draws the mark alone, as the app's icon has it. @param scale pixels per point */
export function drawMark(scale: number): AlphaImage {
  return draw(mark, scale);
}

function draw(ink: Ink, scale: number): AlphaImage {
  const side = ICON_POINTS * scale;
  const alpha = new Uint8Array(side * side);
  for (let row = 0; row < side; row += 1) {
    for (let column = 0; column < side; column += 1) {
      alpha[row * side + column] = coverage(ink, column / scale, row / scale, 1 / scale);
    }
  }
  return { width: side, height: side, alpha };
}

/** How much of the pixel whose top left corner is at (left, top) is inked, 0 to 255. */
function coverage(ink: Ink, left: number, top: number, size: number): number {
  let sum = 0;
  for (let y = 0; y < SAMPLES; y += 1) {
    for (let x = 0; x < SAMPLES; x += 1) {
      const sampleX = left + ((x + 0.5) / SAMPLES) * size;
      const sampleY = top + ((y + 0.5) / SAMPLES) * size;
      sum += ink(sampleX - CENTRE, sampleY - CENTRE);
    }
  }
  return Math.round((sum / (SAMPLES * SAMPLES)) * 255);
}
