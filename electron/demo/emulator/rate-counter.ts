import type { RateLimit } from './state.ts';

const WINDOW_MS: Readonly<Record<RateLimit['unit'], number>> = {
  rps: 1_000,
  rpm: 60_000,
  rph: 3_600_000,
  rpd: 86_400_000,
  rpw: 7 * 86_400_000,
};

export interface RateCounter {
  /** Counts one request of `id` at `now`. */
  note(id: string, now: number): void;
  /** Whether one more request would break one of the limits. `tokensSince` sums the tokens since a moment. */
  isOver(
    id: string,
    limits: readonly RateLimit[],
    now: number,
    tokensSince: (since: number) => number,
  ): boolean;
}

/** Remembers when requests came, by whom, for as long as the longest window of a limit. */
export function createRateCounter(): RateCounter {
  const times = new Map<string, number[]>();
  return {
    note: (id, now) => {
      const kept = (times.get(id) ?? []).filter((time) => time > now - WINDOW_MS.rpw);
      times.set(id, [...kept, now]);
    },
    isOver: (id, limits, now, tokensSince) =>
      limits.some(({ type, unit, value }) => {
        const since = now - WINDOW_MS[unit];
        const used =
          type === 'tokens'
            ? tokensSince(since)
            : (times.get(id) ?? []).filter((time) => time > since).length;
        return used >= value;
      }),
  };
}
