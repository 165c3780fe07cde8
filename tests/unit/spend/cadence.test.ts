import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  CADENCE,
  type CadenceInput,
  CALM,
  nextRefreshAt,
} from '../../../electron/services/spend/cadence.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const MINUTE = 60_000;

const input = (change: Partial<CadenceInput> = {}): CadenceInput => ({
  ...CALM,
  now: NOW,
  visible: true,
  lastSeenAt: NOW,
  lastRefreshAt: NOW,
  lastAskedAt: NOW,
  openedSince: false,
  failures: 0,
  paused: false,
  notBefore: null,
  warming: false,
  ...change,
});
const wait = (change: Partial<CadenceInput>): number | null => {
  const next = nextRefreshAt(input(change));
  return next === null ? null : next - NOW;
};

const ago = fc.option(fc.integer({ min: -10 * MINUTE, max: 24 * 60 * MINUTE }));
const anyInput: fc.Arbitrary<CadenceInput> = fc
  .record({
    onBattery: fc.boolean(),
    thermal: fc.constantFrom('nominal', 'fair', 'serious', 'critical'),
    locked: fc.boolean(),
    asleep: fc.boolean(),
    offline: fc.boolean(),
    visible: fc.boolean(),
    lastSeenAt: ago,
    lastRefreshAt: ago,
    lastAskedAt: ago,
    openedSince: fc.boolean(),
    failures: fc.nat(100),
    notBefore: fc.option(fc.integer({ min: -MINUTE, max: 15 * MINUTE })),
    paused: fc.boolean(),
    warming: fc.boolean(),
  })
  .map((made) => ({
    ...made,
    now: NOW,
    lastSeenAt: made.lastSeenAt === null ? null : NOW - made.lastSeenAt,
    lastRefreshAt: made.lastRefreshAt === null ? null : NOW - made.lastRefreshAt,
    lastAskedAt: made.lastAskedAt === null ? null : NOW - made.lastAskedAt,
    notBefore: made.notBefore === null ? null : NOW + made.notBefore,
  }));

describe('the pace of reading', () => {
  it('is known for every state', () => {
    expect(wait({ lastRefreshAt: null, lastAskedAt: null })).toBe(0);
    expect(wait({})).toBe(45_000);
    expect(wait({ onBattery: true })).toBe(60_000);
    expect(wait({ thermal: 'critical' })).toBe(60_000);
    expect(wait({ visible: false })).toBe(2 * MINUTE);
    expect(wait({ visible: false, lastSeenAt: null })).toBe(5 * MINUTE);
    expect(wait({ visible: false, lastSeenAt: NOW - 11 * MINUTE })).toBe(5 * MINUTE);
    expect(wait({ visible: false, lastSeenAt: null, onBattery: true })).toBe(10 * MINUTE);
    expect(wait({ visible: false, thermal: 'critical' })).toBeNull();
    expect(wait({ visible: false, lastSeenAt: null, failures: 2 })).toBe(20 * MINUTE);
    expect(wait({ visible: false, lastSeenAt: null, failures: 9 })).toBe(30 * MINUTE);
    expect(wait({ warming: true })).toBe(3_000);
    expect(wait({ warming: true, failures: 1 })).toBe(60_000);
    expect(wait({ openedSince: true })).toBe(15_000);
    expect(wait({ notBefore: NOW + 5 * MINUTE })).toBe(5 * MINUTE);
    expect(wait({ locked: true })).toBeNull();
    expect(wait({ asleep: true })).toBeNull();
    expect(wait({ paused: true })).toBeNull();
    expect(wait({ offline: true })).toBeNull();
  });

  it('is never held up by a clock that was put back', () => {
    expect(wait({ lastRefreshAt: NOW + 3_600_000, lastAskedAt: NOW + 3_600_000 })).toBe(0);
  });

  it('never breaks its bounds', () => {
    fc.assert(
      fc.property(anyInput, (made) => {
        const next = nextRefreshAt(made);
        if (made.paused || made.asleep || made.locked || made.offline) return next === null;
        if (next === null) return !made.visible && made.thermal === 'critical';
        if (next < made.now || next < (made.notBefore ?? 0)) return false;
        const last = made.lastRefreshAt;
        const patience = Math.max(made.now, made.notBefore ?? 0);
        if (last === null || last > made.now) return next === patience;
        const longest = made.visible ? 60_000 : CADENCE.hiddenLongestMs;
        if (next > Math.max(patience, last + longest)) return false;
        // Never in a hurry, either: what was asked a moment ago is not asked again.
        const asked =
          made.lastAskedAt === null || made.lastAskedAt > made.now ? last : made.lastAskedAt;
        return next >= Math.min(last + CADENCE.freshMs, asked + CADENCE.warmingMs);
      }),
      { numRuns: 3000 },
    );
  });
});
