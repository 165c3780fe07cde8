import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createLatestWins } from '../../../electron/ipc/latest-wins.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe('latest wins', () => {
  it('delivers the first at once and then only the newest of each interval', () => {
    const seen: number[] = [];
    const feed = createLatestWins<number>({
      intervalMs: 100,
      deliver: (value) => seen.push(value),
    });
    for (let value = 1; value <= 1000; value += 1) feed.offer(value);
    expect(seen).toEqual([1]);
    vi.advanceTimersByTime(100);
    expect(seen).toEqual([1, 1000]);
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([1, 1000]);
    feed.offer(1001);
    expect(seen).toEqual([1, 1000, 1001]);
  });

  it('stays at ten a second under a steady stream', () => {
    const seen: number[] = [];
    const feed = createLatestWins<number>({
      intervalMs: 100,
      deliver: (value) => seen.push(value),
    });
    for (let ms = 0; ms < 1000; ms += 5) {
      feed.offer(ms);
      vi.advanceTimersByTime(5);
    }
    expect(seen.length).toBeLessThanOrEqual(11);
    expect(seen.at(-1)).toBeGreaterThanOrEqual(895);
  });

  it('keeps only the newest for a reader that is not ready, and sets no timer for it', () => {
    const seen: number[] = [];
    let ready = false;
    const feed = createLatestWins<number>({
      intervalMs: 100,
      deliver: (value) => seen.push(value),
      isReady: () => ready,
    });
    feed.offer(1);
    feed.offer(2);
    expect(vi.getTimerCount()).toBe(0);
    ready = true;
    feed.resume();
    expect(seen).toEqual([2]);
  });

  it('delivers nothing after it is disposed', () => {
    const seen: number[] = [];
    const feed = createLatestWins<number>({
      intervalMs: 100,
      deliver: (value) => seen.push(value),
    });
    feed.offer(1);
    feed.offer(2);
    feed.dispose();
    feed.offer(3);
    vi.advanceTimersByTime(1000);
    expect(seen).toEqual([1]);
    expect(vi.getTimerCount()).toBe(0);
  });
});
