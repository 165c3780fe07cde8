import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import type { Cents } from '../../../shared/domain/money.ts';
import {
  type RowSpend,
  spendOfTree,
  straySpend,
  sumSpend,
} from '../../../shared/domain/spend-sums.ts';
import type { AccountSpend, Amount, WorktreeSpend } from '../../../shared/domain/spend.ts';

const NOW = Date.parse('2026-08-14T10:00:00.000Z');
const amount = (cents: number | null, unpriced = false): Amount => ({
  cents: cents as Cents | null,
  requests: null,
  tokens: null,
  unpriced,
});

function account(name: string, part: Partial<WorktreeSpend> | null): AccountSpend {
  const worktrees: WorktreeSpend | null =
    part === null
      ? null
      : {
          from: '2026-08-13T22:00:00.000Z', to: '2026-08-14T22:00:00.000Z', source: 'portkey',
          incomplete: false, asOf: '2026-08-14T09:59:00.000Z', rows: {}, other: null, elsewhere: null, ...part,
        }; // prettier-ignore
  return {
    account: name, source: worktrees?.source ?? null, today: null, week: null, month: null, worktrees,
    series: null, problem: null, refreshing: false,
  }; // prettier-ignore
}

const lone = { id: 'web-lisbon', assignment: null };
const on = (accountId: string) => ({ id: 'web-lisbon', assignment: { accountId } });

describe('what a workspace spent today', () => {
  const spend = [
    account('work', { rows: { 'web-lisbon': amount(410) } }),
    account('home', { rows: { 'web-lisbon': amount(7) } }),
  ];

  it('is the spend of its own account, else of the first', () => {
    expect(spendOfTree(lone, spend, NOW).cents).toBe(410);
    expect(spendOfTree(on('home'), spend, NOW).cents).toBe(7);
  });

  it('is zero only when a whole answer has no row for it', () => {
    expect(spendOfTree(lone, [account('work', {})], NOW)).toMatchObject({ cents: 0, reason: null });
    const incomplete = spendOfTree(lone, [account('work', { incomplete: true })], NOW);
    expect(incomplete.cents).toBeNull();
    expect(incomplete.reason).toMatch(/not whole/);
  });

  it('is unknown, with the reason, before anything is read', () => {
    expect(spendOfTree(lone, [], NOW)).toMatchObject({
      cents: null,
      reason: 'No account is read yet.',
    });
    expect(spendOfTree(on('lab'), spend, NOW).reason).toContain('“lab”');
    expect(spendOfTree(lone, [account('work', null)], NOW).reason).toMatch(/not read yet/);
  });

  it('is not yesterday’s', () => {
    const tomorrow = Date.parse('2026-08-14T22:00:00.000Z');
    expect(spendOfTree(lone, spend, tomorrow - 1).cents).toBe(410);
    expect(spendOfTree(lone, spend, tomorrow).cents).toBeNull();
  });

  it('is not priced rather than zero, and too low where only a part is', () => {
    const of = (row: Amount) =>
      spendOfTree(lone, [account('work', { rows: { 'web-lisbon': row } })], NOW);
    expect(of(amount(0, true))).toMatchObject({ cents: null, unpriced: true });
    expect(of(amount(12, true))).toMatchObject({ cents: 12, atLeast: true });
    expect(of(amount(null))).toMatchObject({ cents: null, unpriced: false });
  });
});

describe('what a repository spent today', () => {
  const part = (cents: number | null, more: Partial<RowSpend> = {}): RowSpend => ({
    cents: cents as Cents | null,
    atLeast: false,
    unpriced: false,
    source: 'portkey',
    reason: null,
    ...more,
  });

  it('is the sum, and unknown as soon as one part is', () => {
    const parts = fc.array(fc.option(fc.integer({ min: 0, max: 10_000 })), { minLength: 1 });
    fc.assert(
      fc.property(parts, (amounts) => {
        const { cents } = sumSpend(amounts.map((one) => part(one)));
        const known = amounts.filter((one) => one !== null);
        expect(cents).toBe(known.length < amounts.length ? null : known.reduce((a, b) => a + b, 0));
      }),
    );
  });

  it('never adds an estimate to what Portkey counts', () => {
    expect(sumSpend([part(1), part(1, { source: 'estimate' })]).cents).toBeNull();
  });

  it('is too low with a part that has no price, and not priced with nothing else', () => {
    const unpriced = part(null, { unpriced: true });
    expect(sumSpend([part(5), unpriced])).toMatchObject({ cents: 5, atLeast: true });
    expect(sumSpend([part(0), unpriced])).toMatchObject({ cents: null, unpriced: true });
  });
});

describe('what no workspace here spent', () => {
  it('is listed by account, without what there is none of', () => {
    const list = straySpend(
      [
        account('work', { other: amount(3) }),
        account('home', { elsewhere: amount(9) }),
        account('lab', null),
      ],
      NOW,
    );
    expect(list.map((one) => [one.kind, one.account, one.spend.cents])).toEqual([
      ['other', 'work', 3],
      ['elsewhere', 'home', 9],
    ]);
  });
});
