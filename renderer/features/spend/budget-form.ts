import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import { BUDGET_LIMITS } from '../../../shared/domain/budget-limits.ts';
import type { BudgetScope, LocalBudget } from '../../../shared/domain/budget.ts';
import type { BudgetDraft } from '../../store/drafts.ts';
import { shortPath } from '../../store/words.ts';

/** The draft's key of a budget that is not there yet. */
export const NEW_BUDGET = 'new:';

export type ParsedLimit =
  { readonly ok: true; readonly usd: number } | { readonly ok: false; readonly sentence: string };

/** Whole dollars with or without thousands commas, and up to two decimals. */
const AMOUNT = /^\$?\s*(\d+|\d{1,3}(?:,\d{3})+)?(\.\d{0,2})?$/;

/** Reads a limit as people type it: `20`, `20.50`, `$20`, `1,000`. The sentence names the field and what to type. */
export function parseLimit(text: string): ParsedLimit {
  const typed = text.trim();
  if (typed === '') {
    return {
      ok: false,
      sentence: 'The limit is empty. Type an amount in dollars, for example 20.',
    };
  }
  const [, whole = '', decimals = ''] = AMOUNT.exec(typed) ?? [];
  const digits = `${whole.replaceAll(',', '')}${decimals}`;
  if (!/\d/.test(digits)) {
    return {
      ok: false,
      sentence: `“${typed}” is no limit. Type an amount in dollars with a point before the cents, for example 20 or 20.50.`,
    };
  }
  const usd = Number(digits);
  if (usd < BUDGET_LIMITS.least) {
    return { ok: false, sentence: 'The limit is too small. It must be at least one cent (0.01).' };
  }
  if (usd > BUDGET_LIMITS.most) {
    return { ok: false, sentence: 'The limit is too large. It can be a million dollars at most.' };
  }
  return { ok: true, usd };
}

export interface ScopeOption {
  readonly value: string;
  readonly label: string;
  readonly scope: BudgetScope;
}

export function scopeValue(scope: BudgetScope): string {
  switch (scope.kind) {
    case 'account':
      return `account:${scope.account}`;
    case 'repository':
      return `repository:${scope.repository}`;
    case 'worktree':
      return `worktree:${scope.worktree}`;
  }
}

/** What a budget can be about: everything that is known here, and what `own` is about even if that is gone. */
export function scopeOptions(
  snapshot: Pick<AppSnapshot, 'accounts' | 'worktrees'>,
  own: BudgetScope | null,
): { readonly name: string; readonly options: ScopeOption[] }[] {
  const option = (scope: BudgetScope, label: string): ScopeOption => ({
    value: scopeValue(scope),
    label,
    scope,
  });
  const accounts = snapshot.accounts.map(({ id }) => option({ kind: 'account', account: id }, id));
  const repos = new Map(snapshot.worktrees.map((tree) => [tree.commonDir, tree.repo]));
  const names = [...repos.values()];
  const repositories = [...repos].map(([repository, name]) =>
    option(
      { kind: 'repository', repository, name },
      names.filter((other) => other === name).length > 1
        ? `${name} (${shortPath(repository.replace(/\/\.git$/, ''))})`
        : name,
    ),
  );
  const worktrees = snapshot.worktrees
    .filter((tree) => !tree.bare)
    .map((tree) => {
      const name = `${tree.repo}/${tree.name}`;
      return option({ kind: 'worktree', worktree: tree.id, name: name.slice(0, 200) }, name);
    });
  const groups = [
    { name: 'Accounts', options: accounts },
    { name: 'Repositories', options: repositories },
    { name: 'Workspaces', options: worktrees },
  ];
  const isGone =
    own !== null &&
    !groups.some(({ options }) => options.some((one) => one.value === scopeValue(own)));
  return isGone
    ? [...groups, { name: 'Not on this machine any more', options: [option(own, scopeName(own))] }]
    : groups.filter(({ options }) => options.length > 0);
}

export function scopeName(scope: BudgetScope): string {
  return scope.kind === 'account' ? scope.account : scope.name;
}

/** The form of a budget that is there. */
export function budgetDraft(budget: LocalBudget): BudgetDraft {
  const { scope, period, limitUsd } = budget;
  return {
    scope: scopeValue(scope),
    period,
    limit: Number.isInteger(limitUsd) ? String(limitUsd) : limitUsd.toFixed(2),
    touched: false,
  };
}

/** The form of a new one. */
export function emptyBudget(first: ScopeOption | undefined): BudgetDraft {
  return { scope: first?.value ?? '', period: 'day', limit: '', touched: false };
}

/** True when saving would change something. `$20` and `20.00` are the same limit. */
export function budgetsDiffer(form: BudgetDraft, initial: BudgetDraft): boolean {
  const [now, before] = [parseLimit(form.limit), parseLimit(initial.limit)];
  const isSameLimit =
    now.ok && before.ok ? now.usd === before.usd : form.limit.trim() === initial.limit.trim();
  return form.scope !== initial.scope || form.period !== initial.period || !isSameLimit;
}
