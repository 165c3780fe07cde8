import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readUsageLimit } from '../../../../electron/services/portkey/admin/read-records.ts';
import { must } from '../../support/settings-bench.ts';
import { type AdminBench, list, startAdminBench } from './admin-bench.ts';
import { BUDGET, READ_BUDGET } from './budget.ts';

let bench: AdminBench;
beforeEach(async () => {
  bench = await startAdminBench();
});
afterEach(() => bench.close());

describe('limits', () => {
  it.each([
    ['an object', BUDGET],
    ['an array', [BUDGET]],
    ['JSON text', JSON.stringify(BUDGET)],
    ['JSON text of an array', JSON.stringify([BUDGET])],
  ])('come as %s', async (_, limits) => {
    const rate = { type: 'tokens', unit: 'rpd', value: 5 };
    const rates = Array.isArray(limits) ? [rate] : JSON.stringify(rate);
    bench.json(list({ slug: '@a', usage_limits: limits, rate_limits: rates }));
    const { rows } = must(await bench.client().providers());
    expect(rows[0]?.usageLimits).toEqual([READ_BUDGET]);
    expect(rows[0]?.rateLimits).toEqual([{ of: 'tokens', unit: 'rpd', value: 5 }]);
  });

  it.each([[null], [[]], [[null]], ['null'], ['{'], [''], [5], [{ credit_limit: null }], [{}]])(
    'are none in %j',
    async (limits) => {
      bench.json(list({ slug: 'a', usage_limits: limits, rate_limits: limits }));
      const { rows } = must(await bench.client().providers());
      expect(rows[0]).toMatchObject({ usageLimits: [], rateLimits: [] });
    },
  );

  it.each([
    [{ credit_limit: 5 }, { of: 'cost', limit: 5, alertAt: null, reset: null, rawUsage: null }],
    [
      { credit_limit: '5', type: 'tokens' },
      { of: 'tokens', limit: 5 },
    ],
    [
      { credit_limit: 5, type: 'requests', alert_threshold: 4 },
      { of: 'requests', alertAt: 4 },
    ],
    [{ credit_limit: 5, periodic_reset: 'weekly' }, { reset: 'weekly' }],
    [{ credit_limit: 5, periodic_reset_days: 1 }, { reset: { days: 1 } }],
    [{ credit_limit: 5, periodic_reset: 'yearly' }, { reset: null }],
    [
      { credit_limit: 5, current_usage: -1, status: 'Expired' },
      { rawUsage: null, status: 'expired' },
    ],
    [{ credit_limit: 5, next_usage_reset_at: 'soon' }, { nextResetAt: null }],
  ])('in %j are read as %j', (raw, expected) => {
    expect(readUsageLimit(raw)).toMatchObject(expected);
  });

  it.each([[{ credit_limit: 5, type: 'seats' }], [{ credit_limit: -5 }], [{ credit_limit: 'x' }]])(
    'of a kind that is not known are left out: %j',
    (raw) => {
      expect(readUsageLimit(raw)).toBeNull();
    },
  );
});
