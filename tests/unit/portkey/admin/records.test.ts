import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { must, refusal } from '../../support/settings-bench.ts';
import { type AdminBench, adminError, KEY, list, says, startAdminBench } from './admin-bench.ts';
import { BUDGET, READ_BUDGET } from './budget.ts';

let bench: AdminBench;
beforeEach(async () => {
  bench = await startAdminBench();
});
afterEach(() => bench.close());

describe('API keys', () => {
  it('are read with their budgets, rate limits and defaults', async () => {
    bench.json(
      list({
        id: 'k-1',
        key: 'pk********ef',
        name: 'claude',
        type: 'workspace-service',
        workspace_id: 'ws-1',
        status: 'exhausted',
        usage_limits: BUDGET,
        rate_limits: [{ type: 'requests', unit: 'rpm', value: '60' }],
        scopes: ['completions.write', 'analytics.view'],
        defaults: { config_id: 'pc-1', metadata: { team: 'a', n: 1 } },
        last_reset_at: '2026-11-01 00:00:00',
        expires_at: null,
        enforced: true,
      }),
    );
    const keys = must(await bench.client().apiKeys({ workspaceId: 'ws-1' }));
    expect(keys).toMatchObject({ incomplete: false, asOf: '2026-11-23T16:00:00.000Z' });
    expect(keys.rows).toEqual([
      {
        id: 'k-1',
        maskedKey: 'pk********ef',
        name: 'claude',
        type: 'workspace-service',
        workspaceId: 'ws-1',
        status: 'exhausted',
        usageLimits: [{ ...READ_BUDGET, lastResetAt: '2026-11-01T00:00:00.000Z' }],
        rateLimits: [{ of: 'requests', unit: 'rpm', value: 60 }],
        scopes: ['completions.write', 'analytics.view'],
        configId: 'pc-1',
        metadata: { team: 'a' },
        expiresAt: null,
      },
    ]);
    expect(Object.fromEntries(bench.requests[0]?.query ?? [])).toEqual({
      page_size: '100',
      current_page: '0',
      workspace_id: 'ws-1',
    });
  });

  it('are never handed on whole', async () => {
    bench.json(list({ id: 'k-1', key: KEY }));
    const keys = must(await bench.client().apiKeys());
    expect(keys.rows[0]?.maskedKey).toBe('••••cdef');
    expect(JSON.stringify(keys)).not.toContain(KEY);
  });

  it('need no more than an id', async () => {
    bench.json(list({ id: 'k-1' }, { name: 'no id' }, null));
    const keys = must(await bench.client().apiKeys());
    expect(keys.incomplete).toBe(true);
    expect(keys.rows).toEqual([
      {
        id: 'k-1',
        maskedKey: null,
        name: 'k-1',
        type: null,
        workspaceId: null,
        status: 'unknown',
        usageLimits: [],
        rateLimits: [],
        scopes: [],
        configId: null,
        metadata: {},
        expiresAt: null,
      },
    ]);
  });

  it('are read over pages', async () => {
    bench.answer((request, ...rest) => {
      const page = Number(request.query.get('current_page'));
      const length = page === 2 ? 30 : 100;
      return says(200, list(...Array.from({ length }, (_, n) => ({ id: `k-${page}-${n}` }))))(
        request,
        ...rest,
      );
    });
    expect(must(await bench.client().apiKeys()).rows).toHaveLength(230);
    expect(bench.requests).toHaveLength(3);
  });
});

describe('providers', () => {
  it('are named without @, as a filter wants them', async () => {
    bench.json(
      list(
        { slug: 'anthropic-prod', name: 'Anthropic', provider: 'anthropic', status: 'active' },
        { slug: '@bedrock', ai_provider_name: 'bedrock', model_config: '{"awsRegion":"x"}' },
      ),
    );
    const { rows } = must(await bench.client().providers());
    expect(rows).toMatchObject([
      { slug: 'anthropic-prod', name: 'Anthropic', kind: 'anthropic', status: 'active' },
      { slug: 'bedrock', name: 'bedrock', kind: 'bedrock', status: 'unknown' },
    ]);
  });
});

describe('usage policies', () => {
  it('are read with what they group by', async () => {
    bench.json({
      success: true,
      data: [
        {
          id: 'p-1',
          name: 'Per worktree',
          status: 'active',
          type: 'cost',
          credit_limit: 50,
          alert_threshold: 40,
          periodic_reset: 'monthly',
          next_usage_reset_at: '2026-12-01T00:00:00Z',
          current_usage: 1234.5,
          conditions: [
            { key: 'workspace_id', value: 'ws-1' },
            { key: 'model', value: ['@a/x', '@a/y'], excludes: true },
            { value: 'no key' },
          ],
          group_by: JSON.stringify([{ key: 'metadata.worktree' }, 'api_key', {}]),
        },
      ],
    });
    expect(must(await bench.client().usagePolicies()).rows).toEqual([
      {
        id: 'p-1',
        name: 'Per worktree',
        status: 'active',
        workspaceId: null,
        conditions: [
          { key: 'workspace_id', values: ['ws-1'], excludes: false },
          { key: 'model', values: ['@a/x', '@a/y'], excludes: true },
        ],
        groupBy: ['metadata.worktree', 'api_key'],
        limit: READ_BUDGET,
      },
    ]);
    expect(bench.requests[0]?.path).toBe('/v1/policies/usage-limits');
  });

  it('say in one answer what each value has used', async () => {
    const use = { current_usage: '7.5', status: 'exhausted' };
    bench.json({ id: 'p/1', value_key_usage_map: { 'metadata.worktree:a': use } });
    expect(must(await bench.client().policyEntities('p/1')).rows).toEqual([
      {
        id: 'metadata.worktree:a',
        valueKey: 'metadata.worktree:a',
        rawUsage: 7.5,
        status: 'exhausted',
      },
    ]);
    expect(bench.requests.map(({ path, query }) => `${path}?${query}`)).toEqual([
      '/v1/policies/usage-limits/p%2F1?include_usage=true',
    ]);
  });

  it('have entities where they do not say it in one answer', async () => {
    const entity = { id: 'e-1', value_key: 'metadata.worktree:a', current_usage: '7.5' };
    for (const [status, body] of [
      [200, { id: 'p/1' }],
      [403, adminError('AB03')],
      [404, adminError('AB02')],
    ] as const) {
      bench.requests.splice(0);
      bench.answer((request, response, raw) =>
        request.path.endsWith('/entities')
          ? says(200, list({ ...entity, status: 'active' }))(request, response, raw)
          : says(status, body)(request, response, raw),
      );
      expect(must(await bench.client().policyEntities('p/1')).rows).toEqual([
        { id: 'e-1', valueKey: 'metadata.worktree:a', rawUsage: 7.5, status: 'active' },
      ]);
      expect(bench.requests[1]?.path).toBe('/v1/policies/usage-limits/p%2F1/entities');
    }
  });
});

describe('a workspace', () => {
  it.each([[(one: object) => one], [(one: object) => ({ success: true, data: one })]])(
    'is read bare and in an envelope',
    async (wrap) => {
      bench.json(wrap({ id: 'w', slug: 'ws-1', name: 'Team', usage_limits: [BUDGET, BUDGET] }));
      expect(must(await bench.client().workspace('ws-1'))).toMatchObject({
        id: 'w',
        slug: 'ws-1',
        name: 'Team',
        usageLimits: [READ_BUDGET, READ_BUDGET],
      });
      expect(bench.requests[0]?.path).toBe('/v1/admin/workspaces/ws-1');
    },
  );

  it('without an id is not understood', async () => {
    bench.json({ name: 'Team' });
    expect(refusal(await bench.client().workspace('ws-1')).code).toBe('portkey.unexpected');
  });
});
