import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { BudgetStatus, BudgetView } from '../../../shared/domain/budget.ts';
import { gaugeBudget, usedShare } from '../../../shared/domain/gauge.ts';
import type { Cents } from '../../../shared/domain/money.ts';

function budget(
  id: string,
  status: BudgetStatus,
  used: number | null,
  account = 'work',
): BudgetView {
  return {
    id, origin: 'portkey', kind: 'key', account, label: id, worktree: null, local: null,
    period: { name: 'month', from: null, to: null },
    measure: { unit: 'usd', limit: 1000 as Cents, used: used as Cents | null, projected: null },
    status, source: 'portkey', asOf: null, reason: null, reachedAt: null,
  }; // prettier-ignore
}

describe('the budget in the gauge', () => {
  it('is none without one of that account', () => {
    expect(gaugeBudget([], 'work')).toBeNull();
    expect(gaugeBudget([budget('a', 'over', 2000, 'home')], 'work')).toBeNull();
  });

  it('is the worst one, and of two alike the nearest to its limit', () => {
    const list = [
      budget('unknown', 'unknown', null),
      budget('fine', 'ok', 100),
      budget('finer', 'ok', 700),
      budget('blocked', 'exhausted', 10),
      budget('over', 'over', 4000),
    ];
    expect(gaugeBudget(list, 'work')?.id).toBe('blocked');
    expect(gaugeBudget(list.slice(0, 3), 'work')?.id).toBe('finer');
    expect(gaugeBudget(list.slice(0, 1), 'work')?.id).toBe('unknown');
  });

  it('is about the whole account, however bad things are in one workspace', () => {
    const narrow: BudgetView = { ...budget('narrow', 'over', 4000), worktree: 'wt-a' };
    const repository: BudgetView = { ...budget('repo', 'over', 3000), kind: 'repository' };
    expect(gaugeBudget([narrow, repository, budget('wide', 'ok', 1)], 'work')?.id).toBe('wide');
    expect(gaugeBudget([narrow, repository], 'work')?.id).toBe('narrow');
  });

  it('does not depend on the order, but among equals, and leaves the list as it was', () => {
    const status = fc.constantFrom<BudgetStatus>('ok', 'near', 'over', 'exhausted', 'unknown');
    const use = fc.option(fc.integer({ min: 0, max: 5000 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(status, use), { minLength: 1 }), (rows) => {
        const list = rows.map(([state, used], index) => budget(String(index), state, used));
        const before = structuredClone(list);
        const chosen = gaugeBudget(list, 'work');
        const other = gaugeBudget(list.toReversed(), 'work');
        expect(list).toEqual(before);
        expect([chosen?.status, chosen?.measure.used]).toEqual([
          other?.status,
          other?.measure.used,
        ]);
      }),
    );
  });

  it('has all of a limit of nothing used, and an unknown use has no share', () => {
    const measure = { unit: 'usd', limit: 0 as Cents, used: 0 as Cents, projected: null } as const;
    expect(usedShare(measure)).toBe(1);
    expect(usedShare({ ...measure, used: null })).toBeNull();
  });
});
