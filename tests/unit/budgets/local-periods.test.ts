import { describe, expect, it } from 'vitest';

import type { BudgetPeriod, BudgetScope } from '../../../shared/domain/budget.ts';
import { useZone } from '../spend/spend-bench.ts';
import { budget, figures, viewOf } from './local-bench.ts';

const WORK: BudgetScope = { kind: 'account', account: 'work' };

describe('the period of a budget', () => {
  const at = (zone: string, now: string, period: BudgetPeriod, read = now) => {
    useZone(zone);
    try {
      return viewOf({
        budgets: [budget(WORK, period)],
        figures: [figures('work', { at: new Date(read), total: 100 })],
        worktrees: [],
        defaultAccount: null,
        now: new Date(now),
      });
    } finally {
      useZone('UTC');
    }
  };

  it.each<[string, string, BudgetPeriod, string, number]>([
    ['Europe/Berlin', '2026-03-29T12:00:00Z', 'day', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', 'day', '2026-10-24T22:00:00.000Z', 25],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', 'week', '2026-10-18T22:00:00.000Z', 169],
    ['America/New_York', '2026-11-30T23:30:00Z', 'month', '2026-11-01T04:00:00.000Z', 721],
    ['Europe/Berlin', '2026-11-30T23:30:00Z', 'month', '2026-11-30T23:00:00.000Z', 744],
    ['Europe/Berlin', '2028-02-29T22:59:59Z', 'month', '2028-01-31T23:00:00.000Z', 696],
  ])('in %s at %s, a %s, begins at %s and has %d hours', (zone, now, period, from, hours) => {
    const view = at(zone, now, period);
    expect(view.period).toMatchObject({ name: period, from });
    const length = Date.parse(view.period.to ?? '') - Date.parse(from);
    expect(length / 3_600_000).toBe(hours);
    expect(view.measure.used).toBe(100);
  });

  it.each<[BudgetPeriod, string, string]>([
    ['day', '2026-11-25T22:59:59.999Z', '2026-11-25T23:00:00.000Z'],
    ['week', '2026-11-22T22:59:59.999Z', '2026-11-22T23:00:00.000Z'],
    ['month', '2026-11-30T22:59:59.999Z', '2026-11-30T23:00:00.000Z'],
  ])(
    'of a %s ends at midnight, and what was spent before is no answer for after',
    (period, last, first) => {
      expect(at('Europe/Berlin', last, period).measure.used).toBe(100);
      expect(at('Europe/Berlin', first, period, last)).toMatchObject({
        measure: { used: null },
        status: 'unknown',
        period: { from: first },
      });
      expect(at('Europe/Berlin', first, period).measure.used).toBe(100);
    },
  );

  it('is paced by when its use was counted, not by when it is shown', () => {
    const view = at('UTC', '2026-11-25T18:00:00Z', 'day', '2026-11-25T06:00:00Z');
    expect(view.measure.projected).toBe(400);
  });
});
