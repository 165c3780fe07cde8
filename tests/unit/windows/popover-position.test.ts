import { describe, expect, it } from 'vitest';
import fc from 'fast-check';

import { placePopover } from '../../../electron/windows/popover-position.ts';

const display = { x: 0, y: 0, width: 1512, height: 982 };
const workArea = { x: 0, y: 37, width: 1512, height: 870 };
const size = { width: 400, height: 600 };
const right = { x: -1920, y: -200, width: 1920, height: 1080 };

describe('the popover’s place', () => {
  it.each([
    ['centred under the icon', { x: 900, y: 0, width: 30, height: 37 }, { x: 715, y: 41 }],
    ['in whole points', { x: 900.5, y: 0.2, width: 27, height: 36.4 }, { x: 714, y: 41 }],
    ['kept off the right edge', { x: 1480, y: 0, width: 30, height: 37 }, { x: 1104, y: 41 }],
    ['kept off the left edge', { x: 2, y: 0, width: 30, height: 37 }, { x: 8, y: 41 }],
    ['at the top right without an icon', null, { x: 1104, y: 41 }],
    [
      'at the top right when the icon is parked below',
      { x: 0, y: 982, width: 30, height: 24 },
      { x: 1104, y: 41 },
    ],
    [
      'at the top right when the icon has no size',
      { x: 0, y: 0, width: 0, height: 0 },
      { x: 1104, y: 41 },
    ],
  ])('is %s', (_what, icon, expected) => {
    expect(placePopover({ icon, workArea, display, size })).toEqual({ ...expected, ...size });
  });

  it('works on a display to the left and above', () => {
    const icon = { x: -60, y: -200, width: 30, height: 25 };
    const area = { ...right, y: -175, height: 1055 };
    expect(placePopover({ icon, workArea: area, display: right, size })).toEqual({
      x: -408,
      y: -171,
      ...size,
    });
  });

  it('always lies inside the display’s width, in whole points', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -5000, max: 5000, noNaN: true }),
        fc.double({ min: -100, max: 2000, noNaN: true }),
        (x, y) => {
          const icon = { x, y, width: 30, height: 24 };
          const place = placePopover({ icon, workArea, display, size });
          expect(Number.isInteger(place.x) && Number.isInteger(place.y)).toBe(true);
          expect(place.x).toBeGreaterThanOrEqual(8);
          expect(place.x + size.width).toBeLessThanOrEqual(1512 - 8);
          expect(place.y).toBeGreaterThanOrEqual(41);
        },
      ),
    );
  });

  it('is no higher than the display has room for, and never too low to be used', () => {
    const low = { x: 0, y: 24, width: 1280, height: 500 };
    const icon = { x: 600, y: 0, width: 30, height: 24 };
    const place = placePopover({
      icon,
      workArea: low,
      display: { ...low, y: 0, height: 524 },
      size,
    });
    expect(place).toEqual({ x: 415, y: 28, width: 400, height: 488 });
    const tiny = { ...low, height: 200 };
    expect(placePopover({ icon, workArea: tiny, display: { ...tiny, y: 0 }, size }).height).toBe(
      320,
    );
  });

  it('hangs below a notch, where the menu bar is higher than the icon', () => {
    const notched = { x: 0, y: 38, width: 1512, height: 880 };
    const icon = { x: 1200, y: 6, width: 30, height: 24 };
    expect(placePopover({ icon, workArea: notched, display, size }).y).toBe(42);
  });
});
