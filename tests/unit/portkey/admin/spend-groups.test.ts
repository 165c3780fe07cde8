import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { must, refusal } from '../../support/settings-bench.ts';
import {
  type AdminBench,
  adminError,
  says,
  type SeenRequest,
  startAdminBench,
  TODAY,
} from './admin-bench.ts';

let bench: AdminBench;
beforeEach(async () => {
  bench = await startAdminBench();
});
afterEach(() => bench.close());

const list = (data: unknown, more: object = {}) => ({ object: 'list', data, ...more });
const row = (value: string, more: object = {}) => ({
  metadata_value: value,
  requests: 2,
  cost: 12.5,
  avg_tokens: 100,
  last_seen: '2026-11-23 15:59:00',
  object: 'analytics-group',
  ...more,
});

describe('spend by a metadata key', () => {
  it('takes one request for a thousand worktrees less one', async () => {
    bench.json(
      list(
        Array.from({ length: 999 }, (_, n) => row(`w${n}`)),
        { total: 999 },
      ),
    );
    const spend = must(await bench.client().spendByMetadata(TODAY, 'worktree'));
    expect(spend.rows).toHaveLength(999);
    expect(spend).toMatchObject({ incomplete: false, asOf: '2026-11-23T16:00:00.000Z' });
    expect(bench.requests).toHaveLength(1);
    const [{ path, query }] = bench.requests as [SeenRequest];
    expect(path).toBe('/v1/analytics/groups/metadata/worktree');
    expect([query.get('page_size'), query.get('current_page')]).toEqual(['1000', '0']);
  });

  it.each([
    [{}, { cost: 12.5, requests: 2, tokens: 200, unpriced: false }],
    [
      { cost: '12.5', requests: '2' },
      { cost: 12.5, requests: 2, tokens: 200 },
    ],
    [{ cost: 0 }, { cost: 0, unpriced: true }],
    [
      { cost: 0, avg_tokens: 0 },
      { cost: 0, unpriced: false },
    ],
    [
      { cost: 0, avg_tokens: null },
      { cost: 0, tokens: null, unpriced: false },
    ],
    [
      { cost: 0, requests: null },
      { cost: 0, tokens: null, unpriced: true },
    ],
    [{ cost: null }, { cost: null, unpriced: false }],
    [{ cost: -1 }, { cost: null, unpriced: false }],
    [{ cost: 'NaN' }, { cost: null }],
    [{ metadata_value: 7 }, { value: '7' }],
    [{ metadata_value: '' }, { value: '' }],
    [{ metadata_value: null }, { value: '' }],
  ])('reads a row with %j as %j', async (more, expected) => {
    bench.json(list([row('w', more)]));
    const spend = must(await bench.client().spendByMetadata(TODAY, 'worktree'));
    expect(spend.rows).toEqual([expect.objectContaining(expected)]);
  });

  it('says when rows could not be read, and gives up when none could', async () => {
    bench.json(list([row('w'), null, 5, { cost: 1 }]));
    const spend = must(await bench.client().spendByMetadata(TODAY, 'worktree'));
    expect(spend.rows.map(({ value }) => value)).toEqual(['w']);
    expect(spend.incomplete).toBe(true);
    bench.json(list([null, { cost: 1 }]));
    expect(refusal(await bench.client().spendByMetadata(TODAY, 'worktree')).code).toBe(
      'portkey.unexpected',
    );
    bench.json(list([row('w')], { is_quota_exceeded: true }));
    expect(must(await bench.client().spendByMetadata(TODAY, 'worktree')).incomplete).toBe(true);
  });

  it('is not asked for by a key that metadata cannot have', async () => {
    expect(refusal(await bench.client().spendByMetadata(TODAY, '../users')).code).toBe(
      'metadata.invalid',
    );
    expect(bench.requests).toHaveLength(0);
  });
});

describe('spend by model', () => {
  it('asks for costs and tokens by the generic group', async () => {
    bench.json(list([{ model: 'claude-x', cost: 0, total_tokens: 5 }]));
    const spend = must(await bench.client().spendByModel(TODAY));
    expect(spend.rows).toMatchObject([{ value: 'claude-x', cost: 0, tokens: 5, unpriced: true }]);
    expect(bench.requests[0]?.path).toBe('/v1/analytics/groups/model');
    expect(bench.requests[0]?.query.get('columns')).toBe('cost,total_tokens');
  });

  it.each([
    [404, 'AB02'],
    [403, 'AB03'],
    [400, 'AB01'],
  ])('falls back on the documented group after %i %s', async (status, code) => {
    bench.answer((request, ...rest) =>
      request.path.endsWith('/ai-models')
        ? says(200, list([{ ai_model: 'm', requests: '3', cost: 6619.19 }]))(request, ...rest)
        : says(status, adminError(code))(request, ...rest),
    );
    const spend = must(await bench.client().spendByModel(TODAY));
    expect(spend.rows).toMatchObject([{ value: 'm', requests: 3, cost: 6619.19 }]);
    bench.answer(says(status, adminError(code)));
    expect(refusal(await bench.client().spendByModel(TODAY)).message).toContain(String(status));
  });

  it('does not ask twice when the limit is reached', async () => {
    bench.json(adminError('AB06'), 429);
    expect(refusal(await bench.client().spendByModel(TODAY)).code).toBe('portkey.rate_limited');
    expect(bench.requests).toHaveLength(1);
  });
});

describe('spend by provider', () => {
  it.each([
    [{ provider: 'anthropic-prod', cost: 1 }],
    [{ virtual_key: 'anthropic-prod', cost: 1 }],
    [{ group: 'anthropic-prod', cost: 1 }],
    [{ provider_slug: 'anthropic-prod', cost: 1, last_seen: 'x', object: 'analytics-group' }],
  ])('reads %j, whatever the field is called', async (raw) => {
    bench.json(list([raw]));
    const spend = must(await bench.client().spendByProvider(TODAY));
    expect(spend.rows).toMatchObject([{ value: 'anthropic-prod', cost: 1 }]);
  });

  it('does not guess between two names', async () => {
    bench.json(list([{ one: 'a', other: 'b', cost: 1 }]));
    expect(refusal(await bench.client().spendByProvider(TODAY)).code).toBe('portkey.unexpected');
  });
});
