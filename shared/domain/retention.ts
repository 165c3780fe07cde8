const DAY_MS = 24 * 60 * 60_000;

/** The newest writes stay whatever their age. */
export const KEPT_WRITES = 200;

/** What decides whether a write is kept. */
export interface KeptWrite {
  readonly id: number;
  /** ISO 8601. */
  readonly at: string;
  readonly worktreeId: string;
  /** Begun and not finished. */
  readonly pending: boolean;
  /** The line in a repository's `info/exclude`, still there: its way back is nowhere else. */
  readonly standingExclude: boolean;
}

/**
 * Which writes the journal need not keep: older than the person wants, none of the newest, none that is under way, and
 * none of a worktree that is on a preset, since clearing and undoing there lead back through all of its writes. A time
 * that is none counts as new.
 * @param days how long writes are kept
 * @param needed ids of worktrees that are on a preset, or whose original is still kept
 * @returns ids, oldest first
 */
export function writesToForget(
  writes: readonly KeptWrite[],
  options: { readonly now: Date; readonly days: number; readonly needed: ReadonlySet<string> },
): number[] {
  const before = options.now.getTime() - options.days * DAY_MS;
  return writes
    .toSorted((a, b) => b.id - a.id)
    .slice(KEPT_WRITES)
    .filter(
      (write) =>
        Date.parse(write.at) < before &&
        !write.pending &&
        !write.standingExclude &&
        !options.needed.has(write.worktreeId),
    )
    .map((write) => write.id)
    .toReversed();
}
