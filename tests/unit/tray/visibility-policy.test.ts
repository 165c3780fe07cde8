import { describe, expect, it } from 'vitest';

import { iconHidden, shouldGuide } from '../../../electron/tray/visibility-policy.ts';

const main = { x: 0, y: 0, width: 1728, height: 1117 };
const left = { x: -1920, y: -200, width: 1920, height: 1080 };

describe('a hidden icon', () => {
  it.each([
    ['in the menu bar', { x: 1500, y: 0, width: 30, height: 37 }, false],
    ['in the menu bar of another display', { x: -60, y: -200, width: 30, height: 24 }, false],
    ['parked below the display', { x: 0, y: 1117, width: 30, height: 24 }, true],
    ['without a size', { x: 1500, y: 0, width: 0, height: 0 }, true],
    ['beside every display', { x: 5000, y: 0, width: 30, height: 24 }, true],
  ])('is told by its bounds: %s', (_what, bounds, hidden) => {
    const displays = [main, left];
    expect(iconHidden({ bounds, displays, platform: 'darwin' })).toBe(hidden);
    expect(iconHidden({ bounds, displays, platform: 'linux' })).toBe(false);
  });

  it.each([
    [true, null, true],
    [true, '2026-11-25T10:00:01Z', false],
    [true, '2026-11-25T10:00:00Z', true],
    [true, '2026-11-27T10:00:00Z', true],
    [true, 'not a time', true],
    [false, null, false],
  ])('is spoken of once a day at most: hidden %s, last %s', (hidden, lastGuidedAt, expected) => {
    const now = new Date('2026-11-26T10:00:00Z');
    expect(shouldGuide({ hidden, lastGuidedAt, now })).toBe(expected);
  });
});
