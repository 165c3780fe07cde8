import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { AccountFigures, BudgetWorktree } from '../../../electron/services/budgets/figures.ts';
import type { BudgetPeriod, BudgetScope } from '../../../shared/domain/budget.ts';
import {
  budget,
  figures,
  localBudgets,
  neededPeriods,
  type Spent,
  viewOf,
  worktree,
} from './local-bench.ts';

const NOW = new Date('2026-11-25T12:00:00.000Z');
const WEB: BudgetScope = { kind: 'repository', repository: '/code/web/.git', name: 'web' };
const LISBON: BudgetScope = { kind: 'worktree', worktree: 'lisbon', name: 'web/lisbon' };
const WORK: BudgetScope = { kind: 'account', account: 'work' };

const spent = (account: string, change: Partial<Spent>) => figures(account, { at: NOW, ...change });
const show = (
  scope: BudgetScope,
  all: readonly AccountFigures[],
  change: { worktrees?: BudgetWorktree[]; defaultAccount?: string | null; now?: Date } = {},
) =>
  viewOf({
    budgets: [budget(scope)],
    figures: all,
    worktrees: change.worktrees ?? [worktree('lisbon', 'work'), worktree('osaka', 'work')],
    defaultAccount: change.defaultAccount === undefined ? 'work' : change.defaultAccount,
    now: change.now ?? NOW,
  });
const used = (...args: Parameters<typeof show>) => show(...args).measure.used;

describe('a budget of one’s own', () => {
  it('counts an account, a repository’s worktrees together, or one worktree', () => {
    const all = [spent('work', { rows: { lisbon: 1660, osaka: 300, other: 50 }, total: 2400 })];
    expect(show(WORK, all)).toMatchObject({
      label: 'work',
      status: 'over',
      measure: { used: 2400 },
    });
    expect(show(WEB, all)).toMatchObject({ label: 'web', status: 'near', measure: { used: 1960 } });
    expect(show(LISBON, all)).toMatchObject({
      id: 'local:b1',
      label: 'web/lisbon',
      worktree: 'lisbon',
      account: 'work',
      status: 'near',
      source: 'portkey',
      reason: null,
      asOf: NOW.toISOString(),
      measure: { unit: 'usd', used: 1660, limit: 2000, projected: 3320 },
    });
  });

  it('names no account where its worktrees have several', () => {
    const worktrees = [worktree('lisbon', 'work'), worktree('osaka', 'home')];
    const all = [spent('work', {}), spent('home', {})];
    expect(show(WEB, all, { worktrees }).account).toBe('');
  });

  it('takes a missing row for nothing in a whole answer, and for unknown in another', () => {
    expect(used(LISBON, [spent('work', { rows: { osaka: 5 } })])).toBe(0);
    const partly = show(LISBON, [spent('work', { rows: { osaka: 5 }, incomplete: true })]);
    expect(partly).toMatchObject({ status: 'unknown', asOf: null, measure: { used: null } });
    expect(partly.reason).toContain('not whole');
  });

  it('says why it is not known, in the problem’s own words', () => {
    const problem = {
      code: 'portkey.plan' as const,
      message: 'Your plan does not allow it.',
      hint: null,
      since: NOW.toISOString(),
    };
    for (const scope of [LISBON, WEB]) {
      const view = show(scope, [spent('work', { rows: null, problem })]);
      expect(view).toMatchObject({ measure: { used: null }, reason: problem.message });
    }
    expect(show(WORK, [spent('work', { total: null, problem })]).reason).toBe(problem.message);
    expect(show(WORK, []).reason).toBe('There is no account “work” any more.');
    expect(show(LISBON, [spent('work', {})], { worktrees: [] }).reason).toContain(
      'not among the workspaces that were found',
    );
    expect(show(LISBON, [], { defaultAccount: null }).reason).toContain('No account');
  });

  it('says that it may be too low where some of it has no price', () => {
    const all = [
      spent('work', { rows: { lisbon: { cents: 5 as never, unpriced: true } }, unpriced: true }),
    ];
    for (const scope of [WORK, WEB, LISBON]) {
      expect(show(scope, all)).toMatchObject({ measure: { used: 5 } });
      expect(show(scope, all).reason).toContain('may be too low');
    }
    expect(used(LISBON, [spent('work', { rows: { lisbon: { unpriced: true } } })])).toBeNull();
  });
});

describe('what several accounts spent in a worktree', () => {
  const key = spent('work', { rows: { lisbon: 100 } });
  const otherKey = spent('home', { rows: { lisbon: 20 } });
  const workspace = spent('team', { scope: 'workspace', rows: { lisbon: 120 } });
  const machine = spent('max', { scope: 'machine', rows: { lisbon: 130 } });
  const by = (account: string | null) => [worktree('lisbon', account)];

  it.each<[string, AccountFigures[], string | null, number | null]>([
    ['keys are added', [key, otherKey], 'work', 120],
    ['a workspace of another account is not', [key, workspace, machine], 'work', 100],
    ['a workspace of its own is all there is', [key, workspace, machine], 'team', 120],
    ['the machine’s own estimate is all there is', [key, workspace, machine], 'max', 130],
    ['the default stands in', [key, otherKey], null, 120],
    ['an account that is gone leaves the keys', [key, otherKey, workspace], 'gone', 120],
    [
      'a key that was not read by worktree',
      [key, spent('home', { rows: null, total: 5 })],
      'work',
      null,
    ],
    [
      'a key that spent nothing need not be read',
      [key, spent('home', { rows: null, total: 0 })],
      'work',
      100,
    ],
    ['only others’ workspaces', [workspace], 'gone', null],
  ])('%s', (_, all, account, expected) => {
    expect(used(LISBON, all, { worktrees: by(account) })).toBe(expected);
  });

  it('is counted once where two accounts hold the same key', () => {
    const withKey = (of: AccountFigures, id: string): AccountFigures => ({
      ...of,
      limits: {
        asOf: NOW.toISOString(),
        key: {
          id,
          name: id,
          maskedKey: null,
          type: null,
          workspaceId: null,
          scopes: [],
          configId: null,
          metadata: {},
          expiresAt: null,
          status: 'active',
          usageLimits: [],
          rateLimits: [],
        },
        providers: [],
        policies: [],
        workspace: null,
        spentSinceReset: new Map(),
      },
    });
    const twin = spent('twin', { rows: { lisbon: 100 } });
    const worktrees = by('work');
    expect(used(LISBON, [withKey(key, 'k1'), withKey(twin, 'k1')], { worktrees })).toBe(100);
    expect(used(LISBON, [withKey(key, 'k1'), withKey(twin, 'k2')], { worktrees })).toBe(200);
    const gone = by('gone');
    expect(used(LISBON, [withKey(key, 'k1'), withKey(twin, 'k1')], { worktrees: gone })).toBe(100);
  });

  it('is never a sum of estimates and Portkey’s numbers', () => {
    const worktrees = [worktree('lisbon', 'work'), worktree('osaka', 'max')];
    const all = [key, spent('max', { scope: 'machine', rows: { osaka: 7 } })];
    const view = show(WEB, all, { worktrees });
    expect(view).toMatchObject({ measure: { used: null }, source: null });
    expect(view.reason).toContain('cannot be added');
    expect(show(LISBON, all, { worktrees }).source).toBe('portkey');
    const osaka = { kind: 'worktree' as const, worktree: 'osaka', name: 'web/osaka' };
    expect(show(osaka, all, { worktrees })).toMatchObject({
      source: 'estimate',
      measure: { used: 7 },
    });
  });

  it('is the same money as the keys’ own, counted once', () => {
    const ids = ['a', 'b', 'c'];
    const amount = fc.integer({ min: 0, max: 10_000 });
    const rows = fc.record({ a: amount, b: amount, c: amount });
    const assigned = fc.array(fc.constantFrom('k0', 'k1', null), { minLength: 3, maxLength: 3 });
    fc.assert(
      fc.property(fc.tuple(rows, rows), assigned, (spends, accounts) => {
        const all = spends.map((one, n) => spent(`k${n}`, { rows: one }));
        const worktrees = ids.map((id, n) => worktree(id, accounts[n] ?? null));
        const sum = spends.flatMap((one) => Object.values(one)).reduce((a, b) => a + b, 0);
        expect(used(WEB, all, { worktrees, defaultAccount: 'k0' })).toBe(sum);
      }),
    );
  });
});

describe('the weeks and months that are read by worktree', () => {
  it('are those of budgets about worktrees that are here', () => {
    const worktrees = [worktree('lisbon')];
    const needs = (scope: BudgetScope, period: BudgetPeriod) => {
      const needed = neededPeriods([budget(scope, period)], worktrees);
      return [needed('work', 'week'), needed('work', 'month')];
    };
    expect(needs(LISBON, 'week')).toEqual([true, false]);
    expect(needs(WEB, 'month')).toEqual([false, true]);
    expect(needs(WEB, 'day')).toEqual([false, false]);
    expect(needs(WORK, 'month')).toEqual([false, false]);
    expect(needs({ ...LISBON, worktree: 'gone' }, 'week')).toEqual([false, false]);
  });

  it('are none, and there are no views, without budgets', () => {
    const options = { budgets: [], figures: [], worktrees: [], defaultAccount: null, now: NOW };
    expect(localBudgets(options)).toEqual([]);
    expect(neededPeriods([], [])('work', 'week')).toBe(false);
  });
});
