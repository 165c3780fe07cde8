import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { must, refusal } from '../../support/settings-bench.ts';
import { type AdminBench, graph, says, startAdminBench, TODAY } from './admin-bench.ts';

let bench: AdminBench;
beforeEach(async () => {
  bench = await startAdminBench();
});
afterEach(() => bench.close());

describe('a cost series', () => {
  it('has a total in cents, points in order, and the width of its buckets', async () => {
    const points = [
      { timestamp: '2026-11-23T02:00:00Z', total: '6.5', avg: 1 },
      { timestamp: '2026-11-23 00:00:00', total: 0 },
      { timestamp: '2026-11-23T01:00:00.000+00:00', total: 1240.25 },
      { timestamp: '2026-11-23T04:00:00Z', total: null },
    ];
    bench.json(graph({ total: 1246.75, avg: 3 }, points));
    expect(must(await bench.client().costSeries(TODAY))).toEqual({
      total: 1246.75,
      points: [
        { at: '2026-11-23T00:00:00.000Z', cost: 0 },
        { at: '2026-11-23T01:00:00.000Z', cost: 1240.25 },
        { at: '2026-11-23T02:00:00.000Z', cost: 6.5 },
        { at: '2026-11-23T04:00:00.000Z', cost: null },
      ],
      bucketMs: 3_600_000,
      incomplete: false,
      asOf: '2026-11-23T16:00:00.000Z',
    });
  });

  it.each([
    [0, 0],
    ['12.4', 12.4],
    [null, null],
    [undefined, null],
    ['', null],
    ['NaN', null],
    ['n/a', null],
    [-5, null],
    ['-5', null],
    [true, null],
    [{}, null],
    [[], null],
  ])('with the total %j is %j: unknown is never zero', async (total, expected) => {
    bench.json(graph({ total }));
    expect(must(await bench.client().costSeries(TODAY)).total).toBe(expected);
  });

  it('hands on no amount where Portkey says that its quota was exceeded', async () => {
    const points = [{ timestamp: '2026-11-23T00:00:00Z', total: 0 }];
    bench.json(graph({ total: 0 }, points, { is_quota_exceeded: true }));
    expect(must(await bench.client().costSeries(TODAY))).toMatchObject({
      total: null,
      points: [],
      incomplete: true,
    });
  });

  it('is read from the other envelope, and without points, too', async () => {
    bench.json({ success: true, data: { summary: { total: 3 } } });
    expect(must(await bench.client().costSeries(TODAY))).toMatchObject({
      total: 3,
      points: [],
      bucketMs: null,
    });
    bench.json(graph({ total: 3 }, [null, 5, {}, { timestamp: 'soon', total: 1 }]));
    expect(must(await bench.client().costSeries(TODAY)).points).toEqual([]);
  });

  it('is narrowed by every filter', async () => {
    bench.json(graph({ total: 1 }));
    const filters = {
      workspaceSlug: 'ws-a',
      metadata: { worktree: 'ä+1 &' },
      traceIds: ['t-1', 't-2'],
      apiKeyIds: ['k-1'],
      providers: ['@anthropic-prod', 'bedrock'],
      configs: ['pc-1'],
    };
    must(await bench.client().costSeries(TODAY, { filters }));
    expect(Object.fromEntries(bench.requests[0]?.query ?? [])).toEqual({
      time_of_generation_min: TODAY.from,
      time_of_generation_max: TODAY.to,
      workspace_slug: 'ws-a',
      metadata: '{"worktree":"ä+1 &"}',
      trace_id: 't-1,t-2',
      api_key_ids: 'k-1',
      virtual_keys: 'anthropic-prod,bedrock',
      configs: 'pc-1',
    });
  });

  it.each([
    [{ apiKeyIds: [] }, 'request.invalid', 'api_key_ids'],
    [{ apiKeyIds: [''] }, 'request.invalid', 'api_key_ids'],
    [{ configs: ['a,b'] }, 'request.invalid', 'configs'],
    [{ providers: ['@'] }, 'request.invalid', 'virtual_keys'],
    [{ metadata: {} }, 'request.invalid', 'metadata'],
    [{ metadata: { 'a b': 'c' } }, 'metadata.invalid', 'metadata.a b'],
    [{ traceIds: ['a,b'] }, 'trace.invalid', 'trace'],
  ])(
    'is not asked for with the filter %j, which would ask for more',
    async (filters, code, field) => {
      const failure = refusal(await bench.client().costSeries(TODAY, { filters }));
      expect(failure).toMatchObject({ code, field });
      expect(bench.requests).toHaveLength(0);
    },
  );

  it.each([
    [TODAY.to, TODAY.from],
    [TODAY.to, TODAY.to],
    ['today', TODAY.to],
  ])('is not asked for from %s to %s', async (from, to) => {
    const failure = refusal(await bench.client().costSeries({ from, to }));
    expect(failure).toMatchObject({ code: 'request.invalid', field: 'window' });
  });
});

describe('the cost of a trace ID', () => {
  const answers = (cost: unknown, tokens: unknown) => {
    bench.answer((request, ...rest) => {
      const total = request.path.endsWith('/cost') ? cost : tokens;
      return says(200, graph({ total }))(request, ...rest);
    });
  };

  it.each([
    [12.5, 900, { cost: 12.5, tokens: null, unpriced: false }, 1],
    [0, 900, { cost: 0, tokens: 900, unpriced: true }, 2],
    [0, 0, { cost: 0, tokens: 0, unpriced: false }, 2],
    [0, 'x', { cost: 0, tokens: null, unpriced: false }, 2],
    [null, 900, { cost: null, tokens: null, unpriced: false }, 1],
  ])('of %j cents and %j tokens is %j', async (cost, tokens, expected, requests) => {
    answers(cost, tokens);
    const options = { filters: { configs: ['pc-1'] } };
    expect(must(await bench.client().traceCost(TODAY, 'web-1', options))).toMatchObject(expected);
    expect(bench.requests).toHaveLength(requests);
    for (const { query } of bench.requests) {
      expect([query.get('trace_id'), query.get('configs')]).toEqual(['web-1', 'pc-1']);
    }
  });

  it('is not asked for two IDs in one', async () => {
    expect(refusal(await bench.client().traceCost(TODAY, 'a,b')).code).toBe('trace.invalid');
    expect(bench.requests).toHaveLength(0);
  });
});
