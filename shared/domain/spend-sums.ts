import { type Cents, sumCents } from './money.ts';
import type { AccountSpend, Amount, SpendSource } from './spend.ts';

/** What a row says about money. */
export interface RowSpend {
  /** Null when it is not known. */
  readonly cents: Cents | null;
  /** There is more than `cents`: some of it has no price, or the answer was not whole. */
  readonly atLeast: boolean;
  /** Tokens were used that no price is known for. */
  readonly unpriced: boolean;
  /** Null when nothing was read, or the parts of a sum have different ones. */
  readonly source: SpendSource | null;
  /** Why it is not known, or more than it says; a full sentence. */
  readonly reason: string | null;
}

interface SpendingTree {
  readonly id: string;
  readonly assignment: { readonly accountId: string } | null;
}

const UNPRICED = 'Some of what was used here has no known price.';
const INCOMPLETE = 'The answer was not whole, so there may be more.';

function unknown(reason: string, source: SpendSource | null = null): RowSpend {
  return { cents: null, atLeast: false, unpriced: false, source, reason };
}

/** An amount as a row says it. Nothing but tokens without a price is not $0.00. */
export function rowOf(amount: Amount, source: SpendSource, incomplete: boolean): RowSpend {
  const { cents, unpriced } = amount;
  if (cents === null || (cents === 0 && unpriced)) {
    return {
      ...unknown(unpriced ? UNPRICED : 'The answer names no amount for it.', source),
      unpriced,
    };
  }
  return {
    cents,
    atLeast: unpriced || incomplete,
    unpriced,
    source,
    reason: unpriced ? UNPRICED : incomplete ? INCOMPLETE : null,
  };
}

/** True when the numbers are about a day that is over. @param now milliseconds since 1970 */
export function isPast(window: { readonly to: string }, now: number): boolean {
  return Date.parse(window.to) <= now;
}

/**
 * What a worktree spent today, by the account that it is on, else the first (the default) one. Zero only when a whole answer
 * has no row for it.
 * @param now milliseconds since 1970
 */
export function spendOfTree(
  tree: SpendingTree,
  spend: readonly AccountSpend[],
  now: number,
): RowSpend {
  const account = tree.assignment?.accountId ?? spend[0]?.account;
  const own = spend.find((one) => one.account === account);
  if (own === undefined) {
    return unknown(
      account === undefined
        ? 'No account is read yet.'
        : `The spend of the account “${account}” is not read yet.`,
    );
  }
  const { worktrees, problem } = own;
  if (worktrees === null) {
    return unknown(problem?.message ?? 'Spend by workspace is not read yet.', own.source);
  }
  const { source, incomplete } = worktrees;
  if (isPast(worktrees, now)) {
    return unknown(problem?.message ?? 'Today’s spend is not read yet.', source);
  }
  const row = worktrees.rows[tree.id];
  if (row !== undefined) return rowOf(row, source, incomplete);
  if (incomplete) return unknown(INCOMPLETE, source);
  return { cents: 0 as Cents, atLeast: false, unpriced: false, source, reason: null };
}

/**
 * The sum of a repository's rows. Unknown when a part is, or when some parts are counted by Portkey and others estimated: the
 * two are never added together. A part without a price makes it too low, and so does one that is.
 */
export function sumSpend(parts: readonly RowSpend[]): RowSpend {
  const missing = parts.find((part) => part.cents === null && !part.unpriced);
  if (missing !== undefined) {
    return unknown(`A part is not known. ${missing.reason ?? ''}`.trim(), missing.source);
  }
  const sources = new Set(parts.map((part) => part.source));
  if (sources.size > 1) {
    return unknown('Some of it is counted by Portkey and some estimated; the two do not add up.');
  }
  const source = parts[0]?.source ?? null;
  const cents = sumCents(parts.flatMap((part) => (part.cents === null ? [] : [part.cents])));
  const unpriced = parts.some((part) => part.unpriced);
  if (unpriced && cents === 0) return { ...unknown(UNPRICED, source), unpriced };
  return {
    cents,
    atLeast: unpriced || parts.some((part) => part.atLeast),
    unpriced,
    source,
    reason: unpriced ? UNPRICED : (parts.find((part) => part.reason !== null)?.reason ?? null),
  };
}

/** One line below all workspaces, for spend that belongs to none of them. */
export interface StraySpend {
  readonly kind: 'other' | 'elsewhere';
  readonly account: string;
  readonly spend: RowSpend;
}

/** What requests without a workspace, and workspaces of other machines, spent today. @param now milliseconds since 1970 */
export function straySpend(spend: readonly AccountSpend[], now: number): StraySpend[] {
  return spend.flatMap(({ account, worktrees }) => {
    if (worktrees === null || isPast(worktrees, now)) return [];
    return (['other', 'elsewhere'] as const).flatMap((kind) => {
      const amount = worktrees[kind];
      if (amount === null) return [];
      return [{ kind, account, spend: rowOf(amount, worktrees.source, worktrees.incomplete) }];
    });
  });
}
