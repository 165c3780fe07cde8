export interface LatestWins<T> {
  /** Gives a newer value; an older one that was not delivered yet is dropped. */
  offer(value: T): void;
  /** Says that the reader can take more again, after `isReady` had said no. */
  resume(): void;
  dispose(): void;
}

/**
 * Delivers the newest value at most once in `intervalMs`: the first at once, later ones at the end of the interval. While
 * `isReady` says no (a slow reader), nothing is delivered and only the newest value waits for `resume`.
 *
 * @param options.intervalMs milliseconds between two deliveries
 */
export function createLatestWins<T>(options: {
  readonly intervalMs: number;
  readonly deliver: (value: T) => void;
  readonly isReady?: () => boolean;
}): LatestWins<T> {
  const { intervalMs, deliver, isReady = () => true } = options;
  let waiting: { readonly value: T } | null = null;
  let timer: NodeJS.Timeout | null = null;
  let disposed = false;

  function flush(): void {
    if (timer !== null || waiting === null || disposed || !isReady()) return;
    timer = setTimeout(() => {
      timer = null;
      flush();
    }, intervalMs);
    timer.unref();
    const { value } = waiting;
    waiting = null;
    deliver(value);
  }

  return {
    offer(value) {
      waiting = { value };
      flush();
    },
    resume: flush,
    dispose() {
      disposed = true;
      waiting = null;
      if (timer !== null) clearTimeout(timer);
    },
  };
}
