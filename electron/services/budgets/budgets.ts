import type {
  BudgetPeriod,
  BudgetScope,
  BudgetsFile,
  LocalBudget,
} from '../../../shared/domain/budget.ts';
import { BUDGET_LIMITS } from '../../../shared/domain/budget-limits.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { Document } from '../state/document.ts';

export interface BudgetInput {
  /** The budget to change; a new one is made without it. */
  readonly id?: string | undefined;
  readonly scope: BudgetScope;
  readonly period: BudgetPeriod;
  /** US dollars. */
  readonly limitUsd: number;
}

/** The person's own budgets, in `budgets.json`. */
export interface Budgets {
  /** @returns in the order in which they were made, or `state.unreadable` */
  list(): Promise<Result<readonly LocalBudget[]>>;
  /**
   * Makes or changes a budget. @returns it; `budget.invalid` naming the field (`limitUsd`, or `scope` where something has a
   * budget for this period already); `budget.missing`
   */
  save(input: BudgetInput): Promise<Result<LocalBudget>>;
  /** @returns `budget.missing` when there is none */
  remove(id: string): Promise<Result<void>>;
}

/** More would be a fault of a script, and each is counted anew with every reading. */
const MOST_BUDGETS = 200;

const SPAN: Readonly<Record<BudgetPeriod, string>> = {
  day: 'daily',
  week: 'weekly',
  month: 'monthly',
};

function subjectOf(scope: BudgetScope): string {
  switch (scope.kind) {
    case 'account':
      return scope.account;
    case 'repository':
      return scope.repository;
    case 'worktree':
      return scope.worktree;
  }
}

const nameOf = (scope: BudgetScope) => (scope.kind === 'account' ? scope.account : scope.name);

type Subject = Pick<LocalBudget, 'scope' | 'period'>;

/** Whether two budgets are about the same thing over the same period, of which there can be only one. */
export function isSameSubject(a: Subject, b: Subject): boolean {
  return (
    a.period === b.period &&
    a.scope.kind === b.scope.kind &&
    subjectOf(a.scope) === subjectOf(b.scope)
  );
}

/** Dollars to the cent: what the person typed, and no more than can be shown. */
function checkLimit(limitUsd: number): Result<number> {
  const limit = Math.round(limitUsd * 100) / 100;
  if (Number.isFinite(limit) && limit >= BUDGET_LIMITS.least && limit <= BUDGET_LIMITS.most)
    return ok(limit);
  return fail('budget.invalid', {
    field: 'limitUsd',
    message: 'This limit cannot be used.',
    hint: 'Give US dollars from 0.01 to 1,000,000, for example 20 or 7.50.',
  });
}

function missing(id: string) {
  return fail('budget.missing', { field: 'id', message: `There is no budget “${id}”.` });
}

export function createBudgets({
  document,
  newId,
}: {
  readonly document: Document<BudgetsFile>;
  readonly newId: () => string;
}): Budgets {
  return {
    list: async () => {
      const file = await document.read();
      return file.ok ? ok(file.value.budgets) : file;
    },

    save: ({ id, scope, period, limitUsd }) =>
      document.update((file) => {
        const limit = checkLimit(limitUsd);
        if (!limit.ok) return limit;
        const index = id === undefined ? -1 : file.budgets.findIndex((one) => one.id === id);
        if (id !== undefined && index < 0) return missing(id);
        if (subjectOf(scope) === '') {
          return fail('budget.invalid', {
            field: 'scope',
            message: 'This budget is about nothing.',
            hint: 'Choose an account, a repository or a workspace.',
          });
        }
        const budget: LocalBudget = { id: id ?? newId(), scope, period, limitUsd: limit.value };
        const twin = file.budgets.find((one) => one.id !== budget.id && isSameSubject(one, budget));
        if (twin !== undefined) {
          return fail('budget.invalid', {
            field: 'scope',
            message: `“${nameOf(twin.scope)}” has a ${SPAN[period]} budget of $${twin.limitUsd.toFixed(2)} already.`,
            hint: 'Change that one, or choose another period.',
          });
        }
        if (index < 0 && file.budgets.length >= MOST_BUDGETS) {
          return fail('budget.invalid', {
            message: `There are ${MOST_BUDGETS} budgets already.`,
            hint: 'Remove one that is no longer needed.',
          });
        }
        const budgets = index < 0 ? [...file.budgets, budget] : file.budgets.with(index, budget);
        return ok({ next: { ...file, budgets }, value: budget });
      }),

    remove: (id) =>
      document.update<void>((file) => {
        const budgets = file.budgets.filter((one) => one.id !== id);
        if (budgets.length === file.budgets.length) return missing(id);
        return ok({ next: { ...file, budgets }, value: undefined });
      }),
  };
}
