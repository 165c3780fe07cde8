import { describe, expect, it } from 'vitest';

import { startLive, type Timers } from '../../../electron/demo/live.ts';
import { createRandom } from '../../../electron/demo/world/random.ts';
import { centsOf, worldAt } from './world/sample.ts';

const NOW = Date.parse('2026-11-25T15:00:00Z');

/** A clock that goes on when it is told to, with the calls that are waiting for it. */
function clockwork() {
  let now = NOW;
  const waiting = new Map<() => void, number>();
  const timers: Timers = {
    after: (milliseconds, run) => {
      waiting.set(run, now + milliseconds);
      return () => waiting.delete(run);
    },
  };
  const advance = (milliseconds: number): void => {
    const end = now + milliseconds;
    for (;;) {
      const [next] = [...waiting].sort(([, a], [, b]) => a - b);
      if (next === undefined || next[1] > end) break;
      const [run, at] = next;
      waiting.delete(run);
      now = at;
      run();
    }
    now = end;
  };
  return { clock: { now: () => now }, timers, waiting, advance };
}

function start(most = 50_000) {
  const { state, busy, owner } = worldAt(NOW, 'UTC');
  const { ledger } = state;
  const before = ledger.length;
  const work = clockwork();
  const live = startLive({
    ledger,
    senders: busy,
    owner,
    clock: work.clock,
    timers: work.timers,
    random: createRandom('live'),
    most,
  });
  return { ...work, ledger, before, busy, live };
}

describe('Requests while the demo runs', () => {
  it('arrive every few seconds, now, from the busy worktrees, and cost a little each', () => {
    const { advance, before, busy, ledger } = start();
    expect(ledger).toHaveLength(before);
    advance(10 * 60_000);
    const arrived = ledger.slice(before);
    expect(arrived.length).toBeGreaterThanOrEqual(75);
    expect(arrived.length).toBeLessThanOrEqual(300);
    const times = arrived.map(({ at }) => at);
    expect(times).toStrictEqual(times.toSorted((a, b) => a - b));
    expect(times[0]).toBeGreaterThan(NOW);
    expect(times.at(-1)).toBeLessThanOrEqual(NOW + 10 * 60_000);
    const known = new Set(busy.map(({ metadata }) => metadata['worktree']));
    expect(known).toEqual(new Set(arrived.map(({ metadata }) => metadata['worktree'])));
    expect(centsOf(arrived) / arrived.length).toBeGreaterThan(0.5);
    expect(centsOf(arrived) / arrived.length).toBeLessThan(10);
  });

  it('make room for themselves, so that a demo left alone does not grow', () => {
    const { advance, ledger } = start(1_000);
    advance(60_000);
    expect(ledger).toHaveLength(1_000);
    expect(ledger.at(-1)?.at).toBeGreaterThan(NOW);
    advance(3_600_000);
    expect(ledger).toHaveLength(1_000);
  });

  it('stop when they are told to, with one call waiting at the most before', () => {
    const { advance, ledger, live, waiting } = start();
    advance(60_000);
    expect(waiting.size).toBe(1);
    const then = ledger.length;
    live.dispose();
    expect(waiting.size).toBe(0);
    advance(600_000);
    expect(ledger).toHaveLength(then);
  });
});
