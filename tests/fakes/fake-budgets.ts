import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { BudgetView, LocalBudget } from '../../shared/domain/budget.ts';
import { fail, ok } from '../../shared/domain/failure.ts';
import { type Cents, centsOf, type Dollars } from '../../shared/domain/money.ts';
import type { FakeHandlers } from './fake-model.ts';

const AS_OF = '2026-08-14T09:58:00.000Z';
const MONTH = { name: 'month', from: '2026-07-31T22:00:00.000Z', to: '2026-08-31T22:00:00.000Z' } as const; // prettier-ignore
const DAY = { name: 'day', from: '2026-08-13T22:00:00.000Z', to: '2026-08-14T22:00:00.000Z' } as const; // prettier-ignore

const BASE: Pick<
  BudgetView,
  'account' | 'worktree' | 'local' | 'source' | 'asOf' | 'reason' | 'reachedAt' | 'origin'
> = {
  origin: 'portkey',
  account: 'work',
  worktree: null,
  local: null,
  source: 'portkey',
  asOf: AS_OF,
  reason: null,
  reachedAt: null,
};

const usd = (limit: number, used: number | null, projected: number | null = null) =>
  ({
    unit: 'usd',
    limit: limit as Cents,
    used: used as Cents | null,
    projected: projected as Cents | null,
  }) as const;

/** One of each status: two of Portkey's that are fine and near, one that is not known, and one's own. */
export function fakeBudgets(): BudgetView[] {
  return [
    {
      ...BASE, id: 'key:k1', kind: 'key', label: 'API key “Claude”', period: MONTH,
      measure: usd(50_000, 21_340, 48_200), status: 'ok',
    },
    {
      ...BASE, id: 'provider:@bedrock-eu', kind: 'provider', label: 'Provider @bedrock-eu', period: MONTH,
      measure: usd(20_000, 17_120, 24_900), status: 'near', reachedAt: '2026-08-19T14:40:00.000Z',
    },
    {
      ...BASE, id: 'policy:p1', kind: 'policy', label: 'Policy “Contractors”',
      period: { name: 'lifetime', from: null, to: null },
      measure: { unit: 'requests', limit: 5000, used: null, projected: null }, status: 'unknown',
      source: null, asOf: null, reason: 'Portkey does not say how much of a request limit is used.',
    },
    viewOf({ id: 'b1', scope: { kind: 'account', account: 'work' }, period: 'day', limitUsd: 5 }),
  ]; // prettier-ignore
}

/** A budget of one's own as the snapshot shows it: $8.12 were spent, whatever it is about. */
export function viewOf(local: LocalBudget): BudgetView {
  const { id, scope, period, limitUsd } = local;
  const limit = centsOf(limitUsd as Dollars);
  const used = 812 as Cents;
  return {
    ...BASE,
    id: `local:${id}`,
    origin: 'local',
    kind: scope.kind,
    label: scope.kind === 'account' ? `Account ${scope.account}` : scope.name,
    worktree: scope.kind === 'worktree' ? scope.worktree : null,
    local,
    period: period === 'day' ? DAY : { ...MONTH, name: period },
    measure: usd(limit, used, 1930),
    status: used >= limit ? 'over' : used >= limit * 0.8 ? 'near' : 'ok',
  };
}

/** Requests that change budgets. */
export function budgetHandlers(options: {
  get: () => AppSnapshot;
  set: (part: Partial<AppSnapshot>) => void;
}): Pick<FakeHandlers, 'budgets.save' | 'budgets.remove'> {
  const { get, set } = options;
  let last = 1;
  return {
    'budgets.save': ({ id, ...input }) => {
      const { budgets } = get();
      if (id === undefined) last += 1;
      const saved: LocalBudget = { id: id ?? `b${last}`, ...input };
      const view = viewOf(saved);
      const isKnown = budgets.some((one) => one.id === view.id);
      set({
        budgets: isKnown
          ? budgets.map((one) => (one.id === view.id ? view : one))
          : [...budgets, view],
      });
      return ok(saved);
    },
    'budgets.remove': ({ id }) => {
      const kept = get().budgets.filter((one) => one.local?.id !== id);
      if (kept.length === get().budgets.length) return fail('request.invalid');
      set({ budgets: kept });
      return ok(null);
    },
  };
}
