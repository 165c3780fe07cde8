import type { BudgetMeasure, BudgetStatus, BudgetView } from '../../../shared/domain/budget.ts';
import type { Cents } from '../../../shared/domain/money.ts';
import { project, reachedAt } from '../../../shared/domain/pace.ts';

/** The share of a limit from which on a budget is called near it. */
const NEAR = 0.8;

export type Quantity =
  | { readonly unit: 'usd'; readonly limit: Cents; readonly used: Cents | null }
  | {
      readonly unit: 'tokens' | 'requests';
      readonly limit: number;
      readonly used: number | null;
    };

function statusOf({ limit, used }: Quantity, exhausted: boolean): BudgetStatus {
  if (exhausted) return 'exhausted';
  if (used === null) return 'unknown';
  if (used >= limit) return 'over';
  return used >= limit * NEAR ? 'near' : 'ok';
}

function measureOf(quantity: Quantity, projected: number | null): BudgetMeasure {
  return quantity.unit === 'usd'
    ? { ...quantity, projected: projected as Cents | null }
    : { ...quantity, projected };
}

/** The parts of a budget view that follow from its numbers. */
export function measured({
  quantity,
  period,
  asOf,
  exhausted,
  now,
}: {
  readonly quantity: Quantity;
  readonly period: BudgetView['period'];
  /** How old the use is; the pace is that of the time until then. */
  readonly asOf: string | null;
  /** Portkey says that it blocks: that wins over any number (portkey-api.md §3.3). */
  readonly exhausted: boolean;
  readonly now: Date;
}): Pick<BudgetView, 'measure' | 'status' | 'reachedAt' | 'asOf' | 'period'> {
  const until = asOf === null ? now : new Date(Math.min(Date.parse(asOf), now.getTime()));
  const use = { used: quantity.used, from: period.from, to: period.to, now: until };
  const running = period.to === null || Date.parse(period.to) > now.getTime();
  return {
    period,
    measure: measureOf(quantity, running ? project(use) : null),
    status: statusOf(quantity, exhausted),
    reachedAt: running && !exhausted ? reachedAt({ ...use, limit: quantity.limit }) : null,
    asOf: quantity.used === null ? null : asOf,
  };
}
