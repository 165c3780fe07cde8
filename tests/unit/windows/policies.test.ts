import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { createCrashCounter } from '../../../electron/windows/crash-policy.ts';
import { idleLimit } from '../../../electron/windows/lifecycle-policy.ts';
import { isCheckDue } from '../../../electron/windows/update-policy.ts';
import { restoreBounds } from '../../../electron/windows/window-bounds.ts';
import { WINDOW_LIMITS } from '../../../electron/windows/window-options.ts';
import { hostMemorySchema } from '../../../shared/domain/host-memory.ts';
import { isNewerVersion } from '../../../shared/domain/version.ts';

const main = { workArea: { x: 0, y: 37, width: 1512, height: 870 } };
const left = { workArea: { x: -1920, y: -175, width: 1920, height: 1055 } };
const saved = { x: 100, y: 100, width: 1040, height: 700 };

describe('the window’s place', () => {
  it('is the last one as long as it can be reached there', () => {
    expect(restoreBounds(saved, [main, left], WINDOW_LIMITS)).toEqual(saved);
    const other = { ...saved, x: -1500, y: 0 };
    expect(restoreBounds(other, [main, left], WINDOW_LIMITS)).toEqual(other);
  });

  it('is left to the system the first time', () => {
    expect(restoreBounds(null, [main], WINDOW_LIMITS)).toEqual({ width: 1040, height: 700 });
  });

  it.each([
    ['on a display that is gone', { ...saved, x: -1500, y: 0 }],
    ['above the display', { ...saved, y: -400 }],
    ['below the display', { ...saved, y: 5000 }],
    ['larger than the display', { x: 0, y: 37, width: 4000, height: 3000 }],
    ['smaller than it may be', { x: 10, y: 50, width: 1, height: 1 }],
  ])('comes back into sight when it was %s', (_what, bounds) => {
    const { x = NaN, y = NaN, width, height } = restoreBounds(bounds, [main], WINDOW_LIMITS);
    const { workArea } = main;
    expect(x).toBeGreaterThanOrEqual(workArea.x);
    expect(y).toBeGreaterThanOrEqual(workArea.y);
    expect(x + width).toBeLessThanOrEqual(workArea.x + workArea.width);
    expect(y + height).toBeLessThanOrEqual(workArea.y + workArea.height);
  });

  it('always leaves the title bar in reach, whatever was kept and whatever the displays', () => {
    const side = fc.integer({ min: -10_000, max: 10_000 });
    const size = fc.integer({ min: 400, max: 6000 });
    const rectangle = fc.record({ x: side, y: side, width: size, height: size });
    fc.assert(
      fc.property(rectangle, fc.array(rectangle, { minLength: 1, maxLength: 4 }), (kept, areas) => {
        const displays = areas.map((workArea) => ({ workArea }));
        const { x = NaN, y = NaN, width } = restoreBounds(kept, displays, WINDOW_LIMITS);
        return areas.some(
          (area) =>
            Math.min(x + width, area.x + area.width) - Math.max(x, area.x) >= 120 &&
            y >= area.y &&
            y + 32 <= area.y + area.height,
        );
      }),
      { numRuns: 2000 },
    );
  });
});

describe('crashes of a page', () => {
  it('end the trying with the third in a minute, and opening it by hand starts anew', () => {
    let now = 0;
    const counter = createCrashCounter(() => now);
    const after = (seconds: number) => {
      now += seconds * 1000;
      return counter.add();
    };
    expect([after(0), after(10), after(10)]).toEqual(['recreate', 'recreate', 'stop']);
    expect([after(1), after(1), after(1)]).toEqual(['recreate', 'recreate', 'stop']);
  });

  it('are each one of their own when they are far apart', () => {
    let now = 0;
    const counter = createCrashCounter(() => now);
    for (let crash = 0; crash < 10; crash += 1) {
      now += 30_000;
      expect(counter.add()).toBe('recreate');
      now += 31_000;
    }
  });
});

describe('small policies of the host', () => {
  it('keep a page that was seen longer than one that was only made ready', () => {
    expect(idleLimit({ wasShown: true })).toBe(300_000);
    expect(idleLimit({ wasShown: false })).toBe(60_000);
  });

  it.each([
    [true, null, true],
    [false, null, false],
    [true, '2026-11-25T10:00:01Z', false],
    [true, '2026-11-25T09:59:59Z', true],
    [true, '2027-01-01T00:00:00Z', true],
  ])('look for a new version once a day: wanted %s, last %s', (enabled, checkedAt, due) => {
    expect(isCheckDue({ enabled, checkedAt, now: new Date('2026-11-26T10:00:00Z') })).toBe(due);
  });

  it.each([
    ['1.2.3', '1.2.2', true],
    ['v1.10.0', '1.9.9', true],
    ['1.2.2', '1.2.2', false],
    ['1.2.1', '1.2.2', false],
    ['1.2.2', '1.2.2-beta.1', true],
    ['2.0.0-beta.1', '1.0.0', false],
    ['latest', '1.0.0', false],
    ['1.0', '0.9.0', false],
  ])('say whether %s is newer than %s', (released, running, newer) => {
    expect(isNewerVersion(released, running)).toBe(newer);
  });

  it('take what cannot be read of the host’s memory as never kept', () => {
    const windowBounds = { x: 1, y: 2, width: 3, height: 4 };
    const guidedAt = '2026-11-26T10:00:00.000Z';
    expect(
      hostMemorySchema.parse({ windowBounds: { x: 'far' }, guidedAt, updateCheckedAt: 7 }),
    ).toEqual({
      windowBounds: null,
      guidedAt,
      updateCheckedAt: null,
    });
    expect(hostMemorySchema.parse({ windowBounds, other: 1 }).windowBounds).toEqual(windowBounds);
  });
});
