/** This many crashes within this time, in milliseconds, are no accident. */
const CRASHES = 3;
const WITHIN_MS = 60_000;

/** Counts the crashes of one view over all the windows that it had. */
export interface CrashCounter {
  /** Counts one more. @returns whether to make the window anew, or to stop and say so */
  add(): 'recreate' | 'stop';
}

/** @param now milliseconds on a clock that does not jump */
export function createCrashCounter(now: () => number): CrashCounter {
  let times: readonly number[] = [];
  return {
    add: () => {
      const at = now();
      times = [...times.filter((time) => at - time < WITHIN_MS), at];
      if (times.length < CRASHES) return 'recreate';
      // A person who opens it again gets as many tries as before.
      times = [];
      return 'stop';
    },
  };
}
