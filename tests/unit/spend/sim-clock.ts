/** A clock that stands still until it is moved, and timers that go by it. */
export interface SimClock {
  now(): number;
  date(): Date;
  timer(milliseconds: number, callback: () => void): () => void;
  /** Sets the clock without calling anybody back, as a person does who sets theirs. */
  set(at: number): void;
  /** Timers that have not gone off. */
  pending(): number;
  /** Moves on, stopping at every timer; `settle` is awaited after each. */
  runUntil(at: number, settle: () => Promise<void>): Promise<void>;
}

export function createSimClock(start: number): SimClock {
  let now = start;
  let timers: { at: number; callback: () => void }[] = [];
  return {
    now: () => now,
    date: () => new Date(now),
    timer: (milliseconds, callback) => {
      const timer = { at: now + Math.max(1, milliseconds), callback };
      timers.push(timer);
      return () => {
        timers = timers.filter((one) => one !== timer);
      };
    },
    set: (at) => {
      now = at;
    },
    pending: () => timers.length,
    runUntil: async (at, settle) => {
      for (;;) {
        const next = timers.toSorted((a, b) => a.at - b.at)[0];
        if (next === undefined || next.at > at) break;
        timers = timers.filter((one) => one !== next);
        now = Math.max(now, next.at);
        next.callback();
        await settle();
      }
      now = Math.max(now, at);
    },
  };
}
