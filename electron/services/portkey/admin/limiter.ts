/** Runs at most `most` tasks at a time, in the order in which they came. */
export interface Limiter {
  /** Null when `signal` was aborted before the task's turn; the task is then never run. */
  run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T | null>;
}

/** Portkey gives no figures; three at a time is what its clients get along with (portkey-api.md §11). */
export function createLimiter(most: number): Limiter {
  let running = 0;
  const waiting = new Set<() => void>();

  const turn = (signal: AbortSignal | undefined): Promise<boolean> => {
    if (signal?.aborted === true) return Promise.resolve(false);
    if (running < most) {
      running += 1;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const leave = () => {
        waiting.delete(begin);
        resolve(false);
      };
      // The slot passes from the task that ended to this one, so nobody can slip in between.
      const begin = () => {
        signal?.removeEventListener('abort', leave);
        resolve(true);
      };
      waiting.add(begin);
      signal?.addEventListener('abort', leave, { once: true });
    });
  };

  return {
    run: async (task, signal) => {
      if (!(await turn(signal))) return null;
      try {
        return await task();
      } finally {
        const [next] = waiting;
        if (next === undefined) running -= 1;
        else {
          waiting.delete(next);
          next();
        }
      }
    },
  };
}
