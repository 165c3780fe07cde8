import { describe, expect, it } from 'vitest';
import { asker, rowsOf } from './ask.ts';
import { entry, fixtureState, HOUR, key, KEY_ID, limits, NOW, POLICY_ID, uuid } from './fixture.ts';

const at = (text: string) => Date.parse(text);

describe('Limits and what is used of them', () => {
  it('are in dollars and in cents, and the limit is exhausted when the two meet', () => {
    const state = fixtureState();
    state.ledger.push(
      entry({ costCents: 400.5 }),
      entry({ costCents: 450, at: at('2026-11-01T00:00:00Z') }),
      entry({ costCents: 99, at: at('2026-10-31T23:59:59Z') }),
      entry({ costCents: 99, cacheHit: true }),
      entry({ costCents: 99, apiKeyId: KEY_ID.person }),
    );
    const own = () => asker(state)(`/api-keys/${KEY_ID.service}`).body;
    expect(own()).toMatchObject({
      status: 'active',
      usage_limits: {
        credit_limit: 10,
        current_usage: 850.5,
        status: 'active',
        periodic_reset: 'monthly',
        last_reset_at: '2026-11-01T00:00:00.000Z',
        next_usage_reset_at: '2026-12-01T00:00:00.000Z',
        is_threshold_alerts_sent: true,
        is_exhausted_alerts_sent: false,
      },
    });
    state.ledger.push(entry({ costCents: 149.5, at: NOW }));
    expect(own()).toMatchObject({ status: 'exhausted', usage_limits: { current_usage: 1_000 } });
  });

  it('start their week on Sunday for a provider and on Monday for a policy', () => {
    const state = fixtureState();
    state.ledger.push(
      entry({ costCents: 1, at: at('2026-11-21T23:59:59Z') }),
      entry({ costCents: 2, at: at('2026-11-22T00:00:00Z') }),
      entry({ costCents: 4, at: at('2026-11-23T00:00:00Z') }),
    );
    const ask = asker(state);
    expect(rowsOf(ask('/providers'))[0]).toMatchObject({
      slug: 'anthropic-prod',
      provider: 'anthropic',
      usage_limits: { current_usage: 6, next_usage_reset_at: '2026-11-29T00:00:00.000Z' },
    });
    expect(ask(`/policies/usage-limits/${POLICY_ID}?include_usage=true`).body).toMatchObject({
      next_usage_reset_at: '2026-11-30T00:00:00.000Z',
      value_key_usage_map: { 'metadata.worktree:wt-a': { current_usage: 4 } },
    });
  });

  it('can count tokens, for so many days or for ever', () => {
    const state = fixtureState();
    const since = NOW - 50 * HOUR;
    const tokens = limits({ type: 'tokens', creditLimit: 1_000, alertThreshold: null, since });
    state.keys.push(
      key({
        id: uuid(16),
        secret: 'pk-daily',
        usageLimits: { ...tokens, period: { days: 1 } },
        limitsAsArray: true,
      }),
      key({ id: uuid(17), secret: 'pk-life', usageLimits: { ...tokens, period: null } }),
    );
    for (const apiKeyId of [uuid(16), uuid(17)]) {
      state.ledger.push(
        entry({ apiKeyId }),
        entry({ apiKeyId, at: NOW - 3 * HOUR }),
        entry({ apiKeyId, at: since - 1 }),
      );
    }
    const ask = asker(state);
    expect(ask(`/api-keys/${uuid(16)}`).body['usage_limits']).toMatchObject([
      { current_usage: 120, periodic_reset: null, periodic_reset_days: 1 },
    ]);
    expect(ask(`/api-keys/${uuid(17)}`).body['usage_limits']).toMatchObject({
      current_usage: 240,
      next_usage_reset_at: null,
    });
  });

  it('are an array in a workspace, and have no usage in the document’s dialect', () => {
    const state = fixtureState();
    state.ledger.push(entry({ costCents: 3 }));
    const live = asker(state)('/admin/workspaces/ws-main', 'pk-admin-0002').body;
    expect(live['usage_limits']).toMatchObject([{ credit_limit: 500, current_usage: 3 }]);
    const spec = asker(state, { dialect: 'spec' })('/admin/workspaces/ws-main', 'pk-admin-0002');
    expect(JSON.stringify(spec.body)).not.toContain('current_usage');
  });
});

describe('Usage policies', () => {
  it('count each value of their grouping, and list the exhausted ones', () => {
    const state = fixtureState();
    state.ledger.push(
      entry({ metadata: { worktree: 'a' }, costCents: 200 }),
      entry({ metadata: { worktree: 'b' }, costCents: 120 }),
      entry({ metadata: {}, costCents: 900 }),
      entry({ metadata: { worktree: 'b' }, providerSlug: 'openai-prod', costCents: 900 }),
    );
    const ask = asker(state);
    const path = `/policies/usage-limits/${POLICY_ID}`;
    expect(ask(`${path}?include_usage=true`).body['value_key_usage_map']).toStrictEqual({
      'metadata.worktree:a': {
        current_usage: 200,
        status: 'exhausted',
        is_threshold_alerts_sent: true,
        is_exhausted_alerts_sent: true,
      },
      'metadata.worktree:b': {
        current_usage: 120,
        status: 'active',
        is_threshold_alerts_sent: true,
        is_exhausted_alerts_sent: false,
      },
    });
    expect(ask(path).body).not.toHaveProperty('value_key_usage_map');
    const entities = (query: string) =>
      rowsOf(ask(`${path}/entities?${query}`)).map((row) => row['value_key']);
    expect(entities('')).toStrictEqual(['metadata.worktree:a', 'metadata.worktree:b']);
    expect(entities('status=exhausted')).toStrictEqual(['metadata.worktree:a']);
    expect(entities('search=tree:b')).toStrictEqual(['metadata.worktree:b']);
    expect(entities('page_size=1&current_page=1')).toStrictEqual(['metadata.worktree:b']);
  });

  it('match models by wildcard and leave out what a condition excludes', () => {
    const state = fixtureState();
    const [policy] = state.policies;
    if (policy === undefined) throw new Error('the fixture has a policy');
    state.policies[0] = {
      ...policy,
      conditions: [
        { key: 'model', value: '@anthropic-prod/claude-*', excludes: false },
        { key: 'api_key', value: [KEY_ID.person], excludes: true },
      ],
    };
    state.ledger.push(
      entry({ costCents: 1 }),
      entry({ costCents: 2, model: 'other' }),
      entry({ costCents: 4, apiKeyId: KEY_ID.person }),
    );
    const rows = rowsOf(asker(state)(`/policies/usage-limits/${POLICY_ID}/entities`));
    expect(rows).toMatchObject([{ value_key: 'metadata.worktree:wt-a', current_usage: 1 }]);
  });

  it('are listed by status and type', () => {
    const state = fixtureState();
    const ask = asker(state);
    expect(rowsOf(ask('/policies/usage-limits'))).toHaveLength(1);
    expect(rowsOf(ask('/policies/usage-limits?status=archived'))).toHaveLength(0);
    expect(rowsOf(ask('/policies/usage-limits?type=tokens'))).toHaveLength(0);
  });
});

describe('Configs and models', () => {
  it('wrap a config as the document says or as the service does', () => {
    const state = fixtureState();
    const live = asker(state);
    const spec = asker(state, { dialect: 'spec' });
    expect(live('/configs').body).toMatchObject({ object: 'list', total: 1 });
    expect(spec('/configs').body).toMatchObject({ success: true });
    expect(rowsOf(live('/configs'))[0]).not.toHaveProperty('config');
    const text = live('/configs/pc-fallback-1a2b3c').body['config'];
    const wrapped = spec('/configs/pc-fallback-1a2b3c').body['data'];
    expect(wrapped).toStrictEqual({ config: JSON.parse(String(text)) as unknown });
  });

  it('list the models of the workspace’s providers by limit and offset', () => {
    const ask = asker(fixtureState());
    const ids = (query: string, headers: Readonly<Record<string, string>> = {}) =>
      rowsOf(ask(`/models${query}`, 'pk-service-0001', headers)).map((row) => row['id']);
    const all = [
      '@anthropic-prod/claude-opus-4-8',
      '@anthropic-prod/claude-sonnet-4-6',
      '@bedrock-prod/us.anthropic.claude-sonnet-4-6',
    ];
    expect(ids('')).toStrictEqual(all);
    expect(ids('?limit=1&offset=1')).toStrictEqual([all[1]]);
    expect(ids('?order=desc')).toStrictEqual([...all].reverse());
    expect(ids('?ai_service=bedrock')).toStrictEqual([all[2]]);
    // The service ignores the slug here, so a caller must filter for itself.
    expect(ids('?provider=bedrock-prod')).toStrictEqual(all);
    expect(ids('', { 'x-portkey-provider': '@bedrock-prod' })).toStrictEqual([
      'us.anthropic.claude-sonnet-4-6',
    ]);
    const kept = {
      'x-portkey-provider': '@bedrock-prod',
      'x-portkey-fetch-integrated-models': 'true',
    };
    expect(ids('', kept)).toStrictEqual(all);
    expect(rowsOf(ask('/models', 'pk-elsewhere-0005'))).toStrictEqual([]);
  });
});
