import type { BudgetMeasure, BudgetStatus, BudgetView } from './budget.ts';

/** Worst first. A budget whose use is not known says less than one that is fine. */
const ORDER: readonly BudgetStatus[] = ['exhausted', 'over', 'near', 'ok', 'unknown'];

/** The part of the limit that is used, 1 for all of it and more beyond; null when the use is not known. */
export function usedShare(measure: BudgetMeasure): number | null {
  if (measure.used === null) return null;
  // Nothing is left of a limit of zero, whatever was used.
  return measure.limit > 0 ? measure.used / measure.limit : 1;
}

/** A budget of one worktree or repository stands in that one's row; beside the account's spend it would mislead. */
function isWide({ kind, worktree }: BudgetView): boolean {
  return kind !== 'worktree' && kind !== 'repository' && worktree === null;
}

/**
 * The one budget that the gauge shows: of those that are about the whole account (else of all of its), the one in the worst
 * state, and among those the nearest to its limit; the earlier one of two alike. Null when the account has none.
 */
export function gaugeBudget(budgets: readonly BudgetView[], account: string): BudgetView | null {
  const worse = (a: BudgetView, b: BudgetView) =>
    ORDER.indexOf(a.status) - ORDER.indexOf(b.status) ||
    (usedShare(b.measure) ?? -1) - (usedShare(a.measure) ?? -1);
  const own = budgets.filter((one) => one.account === account);
  const wide = own.filter(isWide);
  return (wide.length > 0 ? wide : own).toSorted(worse)[0] ?? null;
}
