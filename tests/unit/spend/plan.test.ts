import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { type Due, isWarming, planRefresh } from '../../../electron/services/spend/plan.ts';
import { createPresence } from '../../../electron/services/spend/presence.ts';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');
const MINUTE = 60_000;
const FAST_MS = 45_000;

const fast = (id: string, ago: number | null): Due => ({
  id,
  every: 'fast',
  triedAt: ago === null ? null : NOW - ago,
});
const slow = (id: string, ago: number | null, every = 10 * MINUTE): Due => ({
  id,
  every,
  triedAt: ago === null ? null : NOW - ago,
});
const plan = (...items: Due[]) => planRefresh(items, NOW, FAST_MS);

describe('what a refresh asks for', () => {
  it('is the fast things and the most overdue of the others', () => {
    expect(
      plan(
        fast('rows', MINUTE),
        fast('day', MINUTE),
        slow('week', 11 * MINUTE),
        slow('month', 19 * MINUTE),
      ),
    ).toEqual(['rows', 'day', 'month']);
  });

  it('leaves out what is young', () => {
    expect(plan(fast('rows', MINUTE), slow('week', 9 * MINUTE))).toEqual(['rows']);
  });

  it('is what was never read, while the fast things are young', () => {
    const items = [
      fast('rows', 3000),
      slow('a', null),
      slow('b', null),
      slow('c', null),
      slow('d', null),
    ];
    expect(plan(...items)).toEqual(['a', 'b', 'c']);
    expect(isWarming(items)).toBe(true);
    expect(isWarming([fast('rows', null), slow('a', 1)])).toBe(false);
  });

  it('is never more than three things, never twice the same, and leaves nothing out for ever', () => {
    const item = fc.record({
      id: fc.uuid(),
      every: fc.oneof(fc.constant('fast' as const), fc.integer({ min: 1000, max: 3_600_000 })),
      triedAt: fc.option(fc.integer({ min: NOW - 7_200_000, max: NOW + 60_000 })),
    });
    fc.assert(
      fc.property(fc.uniqueArray(item, { selector: (one) => one.id, maxLength: 30 }), (items) => {
        const few = items.filter((one) => one.every === 'fast').slice(0, 2);
        let state: Due[] = [...few, ...items.filter((one) => one.every !== 'fast')];
        const read = new Set<string>();
        for (let round = 0, now = NOW; round < 40; round += 1, now += 46_000) {
          const planned = planRefresh(state, now, FAST_MS);
          if (planned.length > 3 || new Set(planned).size !== planned.length) return false;
          for (const one of few) if (!planned.includes(one.id)) return false;
          for (const id of planned) read.add(id);
          state = state.map((one) => (planned.includes(one.id) ? { ...one, triedAt: now } : one));
        }
        return state.every((one) => one.triedAt !== null || read.has(one.id));
      }),
    );
  });
});

describe('which views can be seen', () => {
  let now = NOW;
  const presence = () => createPresence({ now: () => now });

  it('is what they say, and a view that opens is told', () => {
    const seen = presence();
    expect(seen.visible()).toBe(false);
    expect(seen.lastSeenAt()).toBeNull();
    expect(seen.report('a', true)).toBe(true);
    expect(seen.report('b', true)).toBe(false);
    seen.report('a', false);
    expect(seen.visible()).toBe(true);
    seen.report('b', false);
    expect(seen.visible()).toBe(false);
    expect(seen.lastSeenAt()).toBe(now);
  });

  it('forgets a view that falls silent', () => {
    const seen = presence();
    seen.report('a', true);
    now += 89_000;
    expect(seen.visible()).toBe(true);
    now += 2_000;
    expect(seen.visible()).toBe(false);
    now = NOW;
  });
});
