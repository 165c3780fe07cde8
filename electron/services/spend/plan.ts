/** Something that is read from Portkey, as far as planning is concerned. */
export interface Due {
  readonly id: string;
  /** `fast`: in every refresh. Else how old it may get, milliseconds. */
  readonly every: 'fast' | number;
  /** When it was last asked for, whatever came of it; null: never. Milliseconds since the epoch. */
  readonly triedAt: number | null;
}

/** The most requests of one refresh, whatever the number of worktrees; further pages of one list come on top. */
export const REQUESTS_A_REFRESH = 3;

function lateness(item: Due, now: number): number {
  if (item.every === 'fast' || item.triedAt === null || item.triedAt > now) return Infinity;
  return (now - item.triedAt) / item.every;
}

/**
 * What the next refresh asks for: the fast things, then what is most overdue. While something has never been read and the
 * fast things are young, only that: so everything has been read once a few seconds after the start.
 * @param items in the order in which they matter
 */
export function planRefresh(items: readonly Due[], now: number, fastMs: number): string[] {
  const late = items
    .filter((item) => item.every !== 'fast' && lateness(item, now) >= 1)
    .toSorted((a, b) => {
      const [first, second] = [lateness(a, now), lateness(b, now)];
      return first === second ? 0 : second - first;
    });
  const young = (item: Due): boolean =>
    item.triedAt !== null && item.triedAt <= now && now - item.triedAt < fastMs;
  const fast = items.filter((item) => item.every === 'fast');
  const warming = late.some((item) => item.triedAt === null);
  const first = warming && fast.every(young) ? [] : fast;
  return [...first, ...late].slice(0, REQUESTS_A_REFRESH).map((item) => item.id);
}

/** Whether something of the slower beat has never been asked for. */
export function isWarming(items: readonly Due[]): boolean {
  return items.some((item) => item.every !== 'fast' && item.triedAt === null);
}
