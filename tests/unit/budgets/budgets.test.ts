import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type Budgets, createBudgets } from '../../../electron/services/budgets/budgets.ts';
import { BUDGET_LIMITS } from '../../../shared/domain/budget-limits.ts';
import {
  type BudgetScope,
  type BudgetsFile,
  budgetsFileSchema,
} from '../../../shared/domain/budget.ts';
import { must, refusal } from '../support/settings-bench.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';

const LISBON: BudgetScope = { kind: 'worktree', worktree: 'w1', name: 'web/lisbon' };
const WEB: BudgetScope = { kind: 'repository', repository: '/code/web/.git', name: 'web' };
const WORK: BudgetScope = { kind: 'account', account: 'work' };

let home: StateHome;
let budgets: Budgets;
const open = () => {
  let made = 0;
  return createBudgets({
    document: home.document<BudgetsFile>({
      name: 'budgets.json',
      schema: async () => budgetsFileSchema,
      initial: { version: 1, budgets: [] },
    }),
    newId: () => `id${(made += 1)}`,
  });
};
beforeEach(async () => {
  home = await makeStateHome();
  budgets = open();
});
afterEach(() => home.dispose());

describe('budgets of one’s own', () => {
  it('are made, changed, removed, and there after a restart', async () => {
    const made = must(await budgets.save({ scope: LISBON, period: 'day', limitUsd: 7.5 }));
    expect(made).toEqual({ id: 'id1', scope: LISBON, period: 'day', limitUsd: 7.5 });
    must(await budgets.save({ scope: LISBON, period: 'week', limitUsd: 20 }));
    must(await budgets.save({ scope: WEB, period: 'day', limitUsd: 20 }));
    must(await budgets.save({ scope: WORK, period: 'day', limitUsd: 20 }));
    must(await budgets.save({ id: 'id1', scope: LISBON, period: 'day', limitUsd: 8 }));
    expect(must(await open().list()).map(({ id, limitUsd }) => [id, limitUsd])).toEqual([
      ['id1', 8],
      ['id2', 20],
      ['id3', 20],
      ['id4', 20],
    ]);
    must(await budgets.remove('id2'));
    expect(must(await budgets.list()).map(({ id }) => id)).toEqual(['id1', 'id3', 'id4']);
  });

  it('are one for each thing and period; a second one is refused by the name of the first', async () => {
    must(await budgets.save({ scope: LISBON, period: 'day', limitUsd: 7.5 }));
    const renamed = { ...LISBON, name: 'web/lisbon-2' };
    const failure = refusal(await budgets.save({ scope: renamed, period: 'day', limitUsd: 9 }));
    expect(failure).toMatchObject({
      code: 'budget.invalid',
      field: 'scope',
      message: '“web/lisbon” has a daily budget of $7.50 already.',
    });
    const { id } = must(await budgets.save({ scope: LISBON, period: 'month', limitUsd: 9 }));
    const moved = await budgets.save({ id, scope: LISBON, period: 'day', limitUsd: 9 });
    expect(refusal(moved).code).toBe('budget.invalid');
    expect(must(await budgets.list())).toHaveLength(2);
  });

  it.each([Number.NaN, 0, 0.004, -1, 1_000_000.01, Number.POSITIVE_INFINITY])(
    'have no limit of %d',
    async (limitUsd) => {
      const failure = refusal(await budgets.save({ scope: WORK, period: 'day', limitUsd }));
      expect(failure).toMatchObject({ code: 'budget.invalid', field: 'limitUsd' });
      expect(must(await budgets.list())).toEqual([]);
    },
  );

  it('may have the least and the most that the file may hold', async () => {
    const { least, most } = BUDGET_LIMITS;
    must(await budgets.save({ scope: WORK, period: 'day', limitUsd: least }));
    must(await budgets.save({ scope: WORK, period: 'week', limitUsd: most }));
    expect(must(await budgets.list()).map(({ limitUsd }) => limitUsd)).toEqual([least, most]);
  });

  it('that are gone can be neither changed nor removed', async () => {
    const change = await budgets.save({ id: 'x', scope: WORK, period: 'day', limitUsd: 1 });
    expect(refusal(change)).toMatchObject({ code: 'budget.missing', field: 'id' });
    expect(refusal(await budgets.remove('x')).message).toBe('There is no budget “x”.');
  });
});
