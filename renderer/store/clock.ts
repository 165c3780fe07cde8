import { useSyncExternalStore } from 'react';

import { pageVisibility } from './visibility.ts';

interface Ticker {
  subscribe(listener: () => void): () => void;
  /** Milliseconds since 1970, the same for everybody until the next tick. */
  now(): number;
}

/** One timer for everything that shows an age: it runs only while something does and the page can be seen. */
function createTicker(everyMs: number): Ticker {
  const listeners = new Set<() => void>();
  let now = Date.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  let unsubscribe = () => {};

  const tick = () => {
    now = Date.now();
    for (const listener of listeners) listener();
  };
  const run = () => {
    clearInterval(timer);
    if (listeners.size === 0 || !pageVisibility().visible()) return;
    timer = setInterval(tick, everyMs);
  };
  const onVisibility = () => {
    if (pageVisibility().visible()) tick();
    run();
  };
  return {
    now: () => now,
    subscribe: (listener) => {
      listeners.add(listener);
      if (listeners.size === 1) {
        now = Date.now();
        unsubscribe = pageVisibility().subscribe(onVisibility);
        run();
      }
      return () => {
        listeners.delete(listener);
        if (listeners.size > 0) return;
        unsubscribe();
        run();
      };
    },
  };
}

const slow = createTicker(30_000);
const fast = createTicker(1000);

/** Milliseconds since 1970, renewed twice a minute. */
export function useHalfMinutes(): number {
  return useSyncExternalStore(slow.subscribe, slow.now);
}

/** Milliseconds since 1970, renewed every second: for the one age that counts seconds. */
export function useSeconds(): number {
  return useSyncExternalStore(fast.subscribe, fast.now);
}
