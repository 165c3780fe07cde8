import { describe, expect, it } from 'vitest';

import {
  budgetDraft,
  budgetsDiffer,
  emptyBudget,
  parseLimit,
  scopeOptions,
} from '../../../../renderer/features/spend/budget-form.ts';
import { headingWords, stateWords } from '../../../../renderer/features/spend/budget-words.ts';
import { usedShare } from '../../../../shared/domain/gauge.ts';
import type { BudgetMeasure, BudgetView, LocalBudget } from '../../../../shared/domain/budget.ts';
import { ACCOUNT, worktree } from '../../../fakes/fake-data.ts';

const BUDGET: LocalBudget = {
  id: 'b1',
  scope: { kind: 'account', account: 'work' },
  period: 'day',
  limitUsd: 20,
};

describe('a limit as it is typed', () => {
  it.each([
    ['20', 20],
    ['20.50', 20.5],
    ['$20', 20],
    [' $ 1,234.5 ', 1234.5],
    ['.5', 0.5],
    ['20.', 20],
    ['0.01', 0.01],
    ['1000000', 1_000_000],
  ])('%j is %d dollars', (text, usd) => {
    expect(parseLimit(text)).toEqual({ ok: true, usd });
  });

  it.each([
    ['', 'The limit is empty'],
    ['twenty', '“twenty” is no limit'],
    ['20,50', '“20,50” is no limit'],
    ['1,00,000', 'is no limit'],
    ['-5', 'is no limit'],
    ['1e3', 'is no limit'],
    ['20.505', 'is no limit'],
    ['$', 'is no limit'],
    ['.', 'is no limit'],
    ['0', 'The limit is too small'],
    ['1000000.01', 'The limit is too large'],
  ])('%j is refused in a sentence that names it', (text, sentence) => {
    const parsed = parseLimit(text);
    expect(parsed.ok).toBe(false);
    expect(parsed.ok ? '' : parsed.sentence).toContain(sentence);
  });
});

describe('the form of a budget', () => {
  it('differs only where saving would change something', () => {
    const form = budgetDraft(BUDGET);
    expect(budgetsDiffer({ ...form, limit: '$20.00', touched: true }, form)).toBe(false);
    expect(budgetsDiffer({ ...form, limit: '21' }, form)).toBe(true);
    expect(budgetsDiffer({ ...form, limit: 'x' }, form)).toBe(true);
    expect(budgetsDiffer({ ...form, period: 'week' }, form)).toBe(true);
    const empty = emptyBudget(undefined);
    expect(budgetsDiffer(empty, empty)).toBe(false);
    expect(budgetDraft({ ...BUDGET, limitUsd: 0.3 }).limit).toBe('0.30');
  });

  it('offers what is known, and what the budget is about even when that is gone', () => {
    const known = {
      accounts: [ACCOUNT],
      worktrees: [worktree('web', 'web', 'main'), worktree('web', 'lisbon', 'x')],
    };
    const names = (own: LocalBudget['scope'] | null) =>
      scopeOptions(known, own).map((group) => [group.name, group.options.map((one) => one.label)]);
    expect(names(BUDGET.scope)).toEqual([
      ['Accounts', ['work']],
      ['Repositories', ['web']],
      ['Workspaces', ['web/web', 'web/lisbon']],
    ]);
    expect(names({ kind: 'worktree', worktree: 'gone', name: 'web/gone' }).at(-1)).toEqual([
      'Not on this machine any more',
      ['web/gone'],
    ]);
    expect(scopeOptions({ accounts: [], worktrees: [] }, null)).toEqual([]);
  });

  it('tells two repositories of one name apart', () => {
    const other = { ...worktree('web', 'web', 'main'), commonDir: '/srv/web/.git' };
    const groups = scopeOptions({ accounts: [], worktrees: [worktree('web', 'web', 'main'), other] }, null);
    const labels = groups[0]?.options.map((one) => one.label) ?? [];
    expect(new Set(labels).size).toBe(2);
    expect(labels[1]).toContain('/srv/web');
  }); // prettier-ignore
});

describe('a budget in words', () => {
  const usd = (limit: number, used: number | null, projected: number | null = null) =>
    ({ unit: 'usd', limit, used, projected }) as BudgetMeasure;
  const view = (measure: BudgetMeasure, more: Partial<BudgetView> = {}): BudgetView => ({
    id: 'key:k',
    origin: 'portkey',
    kind: 'key',
    account: 'work',
    label: 'API key',
    worktree: null,
    local: null,
    period: { name: 'month', from: null, to: null },
    measure,
    status: 'ok',
    source: 'portkey',
    asOf: null,
    reason: null,
    reachedAt: null,
    ...more,
  });

  it('never rounds up to a limit that is not reached', () => {
    expect(stateWords(view(usd(1000, 999), { status: 'near' }))).toBe(
      'Nearly used up · 99\u00a0% used',
    );
    expect(stateWords(view(usd(1000, 420)))).toBe('42\u00a0% used');
  });

  it('says by how much it is over, that Portkey blocks, or that nothing is known', () => {
    expect(stateWords(view(usd(500, 812), { status: 'over' }))).toBe('$3.12 over the budget');
    expect(stateWords(view(usd(500, 100), { status: 'exhausted' }))).toContain('blocks requests');
    const unknown = view(usd(500, null), { status: 'unknown' });
    expect(stateWords(unknown)).toBe('Use not known');
    expect(usedShare(unknown.measure)).toBeNull();
    expect(usedShare(usd(0, 1))).toBe(1);
  });

  it('names no amount of money for requests and tokens', () => {
    const requests: BudgetMeasure = { unit: 'requests', limit: 5000, used: 1234, projected: null };
    expect(stateWords(view({ ...requests, used: 6000 }, { status: 'over' }))).toBe(
      'Over the budget',
    );
  });

  it('says where it is heading, and for a blocked one until when', () => {
    const now = new Date('2026-08-14T10:00:00Z');
    const period = { name: 'day', from: null, to: '2026-08-15T00:00:00Z' } as const;
    const heading = (more: Partial<BudgetView>) =>
      headingWords(view(usd(2000, 1200, 3100), { period, ...more }), now, 'UTC');
    expect(heading({ period: { ...period, to: null } })).toBeNull();
    expect(heading({})).toBe('At this pace $31 by midnight.');
    expect(heading({ status: 'exhausted' })).toBe('Portkey blocks requests until midnight.');
  });
});
