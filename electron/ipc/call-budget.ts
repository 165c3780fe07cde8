/** How many calls a view may make at once, and how many a second it gets back. A person’s clicks need a few. */
export const CALL_BUDGET = { burst: 400, perSecond: 200 } as const;

/**
 * Counts the calls of one view, so that a page that runs wild cannot keep the app busy: a bucket that fills again.
 *
 * @param options.now milliseconds on a clock that does not jump
 * @returns a function that says whether one more call may be made, and counts it
 */
export function createCallBudget(options: { readonly now: () => number }): () => boolean {
  const { now } = options;
  let left: number = CALL_BUDGET.burst;
  let at = now();
  return () => {
    const time = now();
    left = Math.min(
      CALL_BUDGET.burst,
      left + (Math.max(0, time - at) / 1000) * CALL_BUDGET.perSecond,
    );
    at = time;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
