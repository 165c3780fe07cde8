import type { BudgetPeriod } from '../../../shared/domain/budget.ts';
import { type Cents, sumCents } from '../../../shared/domain/money.ts';
import type { SpendSource } from '../../../shared/domain/spend.ts';
import type { TimeWindow } from '../../../shared/domain/time-window.ts';
import type { AccountFigures, BudgetWorktree } from './figures.ts';

/** What was used, or why that is not known. */
export interface LocalUse {
  readonly cents: Cents | null;
  readonly source: SpendSource | null;
  readonly asOf: string | null;
  readonly reason: string | null;
}

const TOO_LOW = 'Some of the spend has no known price, so the use may be too low.';
const NO_PRICE = 'None of the spend has a known price, so the use is not known.';
const INCOMPLETE = 'Portkey’s answer was not whole, so the use is not known.';
const PARTLY = 'Portkey’s answer was not whole, so the use may be too low.';
const MIXED =
  'Estimates and Portkey’s numbers cannot be added, so the use is not known: accounts here have one or the other.';

export const unknownUse = (reason: string): LocalUse => ({
  cents: null,
  source: null,
  asOf: null,
  reason,
});

export function notRead(figures: AccountFigures): LocalUse {
  return unknownUse(
    figures.problem?.message ?? `The spend of “${figures.account}” has not been read yet.`,
  );
}

/** A number of another day, week or month is no answer for this one. */
export function isOf(window: TimeWindow, figure: TimeWindow): boolean {
  return (
    Date.parse(figure.from) === Date.parse(window.from) &&
    Date.parse(figure.to) === Date.parse(window.to)
  );
}

/** All that an account spent in the period. */
export function accountUse(
  figures: AccountFigures,
  period: BudgetPeriod,
  window: TimeWindow,
): LocalUse {
  const spend = figures.periods[period];
  if (spend === null || !isOf(window, spend)) return notRead(figures);
  const { cents, source, asOf } = spend;
  if (cents === null) {
    if (spend.incomplete) return unknownUse(INCOMPLETE);
    return spend.unpriced ? unknownUse(NO_PRICE) : notRead(figures);
  }
  const reason = spend.incomplete ? PARTLY : spend.unpriced ? TOO_LOW : null;
  return { cents, source, asOf, reason };
}

function rowUse(
  figures: AccountFigures,
  worktree: string,
  period: BudgetPeriod,
  window: TimeWindow,
): LocalUse {
  const spend = figures.worktrees[period];
  if (spend === null || !isOf(window, spend)) return notRead(figures);
  const { source, asOf, incomplete } = spend;
  const row = spend.rows[worktree];
  if (row === undefined) {
    return incomplete ? unknownUse(INCOMPLETE) : { cents: 0 as Cents, source, asOf, reason: null };
  }
  if (row.cents === null) return unknownUse(row.unpriced ? NO_PRICE : INCOMPLETE);
  const reason = row.unpriced ? TOO_LOW : incomplete ? PARTLY : null;
  return { cents: row.cents, source, asOf, reason };
}

/** Uses that count different money, put together: unknown as soon as one is. The oldest age counts. */
export function addUses(uses: readonly LocalUse[]): LocalUse {
  const unknown = uses.find((use) => use.cents === null);
  if (unknown !== undefined) return unknownUse(unknown.reason ?? INCOMPLETE);
  const sources = new Set(uses.flatMap(({ source }) => (source === null ? [] : [source])));
  if (sources.size > 1) return unknownUse(MIXED);
  const [source = null] = sources;
  return {
    cents: sumCents(uses.flatMap(({ cents }) => (cents === null ? [] : [cents]))),
    source,
    asOf: uses.flatMap(({ asOf }) => (asOf === null ? [] : [asOf])).toSorted()[0] ?? null,
    reason: uses.find(({ reason }) => reason !== null)?.reason ?? null,
  };
}

/** The account spent nothing at all in the period, so a worktree cannot have spent anything through it. */
function spentNothing(
  { periods }: AccountFigures,
  period: BudgetPeriod,
  window: TimeWindow,
): boolean {
  const spend = periods[period];
  return (
    spend !== null &&
    isOf(window, spend) &&
    spend.cents === 0 &&
    !spend.unpriced &&
    !spend.incomplete
  );
}

/** Two accounts may hold one and the same key, whose money is then counted once. */
function distinctKeys(
  own: AccountFigures | undefined,
  others: readonly AccountFigures[],
): readonly AccountFigures[] {
  const idOf = (of: AccountFigures | undefined) => of?.limits?.key?.id ?? null;
  const seen = new Set([idOf(own)]);
  return others.filter((of) => {
    const id = idOf(of);
    if (id === null) return true;
    const isNew = !seen.has(id);
    seen.add(id);
    return isNew;
  });
}

/**
 * What was spent in a worktree, through any account. An account whose numbers are its key's own counts that key's money and
 * no other's, so those are added. The numbers of a whole Portkey workspace or of this machine hold what other accounts spent
 * too: where the worktree's own account has such numbers, they alone count; where another account has, they do not.
 */
export function worktreeUse({
  worktree,
  figures,
  defaultAccount,
  period,
  window,
}: {
  readonly worktree: BudgetWorktree;
  readonly figures: readonly AccountFigures[];
  readonly defaultAccount: string | null;
  readonly period: BudgetPeriod;
  readonly window: TimeWindow;
}): LocalUse {
  const ownName = worktree.account ?? defaultAccount;
  const own = figures.find(({ account }) => account === ownName);
  const row = (of: AccountFigures) => rowUse(of, worktree.id, period, window);
  const scopeOf = (of: AccountFigures) => of.periods[period]?.scope ?? null;
  if (own !== undefined && scopeOf(own) !== 'key') {
    return scopeOf(own) === null ? notRead(own) : row(own);
  }
  const others = figures.filter((of) => of !== own && !spentNothing(of, period, window));
  const keys = distinctKeys(
    own,
    others.filter((of) => scopeOf(of) === 'key'),
  );
  // Whose money it would count is not known either.
  const unread = others.find((of) => scopeOf(of) === null);
  if (own === undefined && keys.length === 0) {
    return unread === undefined
      ? unknownUse('No account is assigned here, so the use is not known.')
      : notRead(unread);
  }
  const sum = addUses([...(own === undefined ? [] : [own]), ...keys].map(row));
  return unread === undefined ? sum : notRead(unread);
}
