/** Longer than views take to say again that they can be seen, so that one lost word does not hide a view. */
const FORGOTTEN_AFTER_MS = 90_000;
/** More than this many views are not believed. */
const MOST_VIEWS = 64;

export interface Presence {
  /** A view says whether it can be seen. @returns true when nothing could be seen before and now something can */
  report(view: string, visible: boolean): boolean;
  visible(): boolean;
  /** When something could last be seen, milliseconds since the epoch. */
  lastSeenAt(): number | null;
}

/** Which views can be seen. One that falls silent (its tab was killed) is forgotten after a minute and a half. */
export function createPresence({ now }: { readonly now: () => number }): Presence {
  const seen = new Map<string, number>();
  let last: number | null = null;

  const visible = (): boolean => {
    const at = now();
    for (const [view, since] of seen) {
      if (at - since > FORGOTTEN_AFTER_MS || since > at) {
        seen.delete(view);
        last = Math.min(at, since + FORGOTTEN_AFTER_MS);
      }
    }
    if (seen.size > 0) last = at;
    return seen.size > 0;
  };

  return {
    report(view, isVisible) {
      const before = visible();
      if (isVisible) {
        seen.delete(view);
        seen.set(view, now());
        const oldest = seen.keys().next().value;
        if (seen.size > MOST_VIEWS && oldest !== undefined) seen.delete(oldest);
        last = now();
      } else if (seen.delete(view)) last = now();
      return !before && isVisible;
    },
    visible,
    lastSeenAt: () => {
      visible();
      return last;
    },
  };
}
