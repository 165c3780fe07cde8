import type { BudgetView } from '../../../shared/domain/budget.ts';
import type { Cents } from '../../../shared/domain/money.ts';

/** A budget view with these numbers, in dollars. */
export function usdView(change: {
  id?: string;
  label?: string;
  used: number | null;
  limit?: number;
  from?: string | null;
  period?: BudgetView['period']['name'];
  status?: BudgetView['status'];
  worktree?: string | null;
}): BudgetView {
  const { used } = change;
  return {
    id: change.id ?? 'local:1',
    origin: 'local',
    kind: 'worktree',
    account: 'work',
    label: change.label ?? 'web/lisbon',
    worktree: change.worktree ?? null,
    local: null,
    period: {
      name: change.period ?? 'day',
      from: change.from === undefined ? '2026-11-25T00:00:00.000Z' : change.from,
      to: null,
    },
    measure: {
      unit: 'usd',
      limit: ((change.limit ?? 20) * 100) as Cents,
      used: used === null ? null : ((used * 100) as Cents),
      projected: null,
    },
    status: change.status ?? (used === null ? 'unknown' : 'ok'),
    source: 'portkey',
    asOf: null,
    reason: null,
    reachedAt: null,
  };
}
