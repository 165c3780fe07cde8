import { describe, expect, it } from 'vitest';
import { asker, rowsOf } from './ask.ts';
import {
  DAY,
  entry,
  fixtureState,
  HOUR,
  KEY_ID,
  MINUTE,
  NOW,
  uuid,
  windowQuery,
  WS,
} from './fixture.ts';

const TODAY = windowQuery(NOW - DAY, NOW);
const stateWith = (...changes: Parameters<typeof entry>[0][]) => {
  const state = fixtureState();
  state.ledger.push(...changes.map((change) => entry(change)));
  return state;
};
const spent = (asked: { body: Readonly<Record<string, unknown>> }) =>
  (asked.body['summary'] as { total: number }).total;
const points = (asked: { body: Readonly<Record<string, unknown>> }) =>
  asked.body['data_points'] as { timestamp: string; total: number }[];

describe('Graphs of the emulator', () => {
  it.each([
    ['59 minutes', 59 * MINUTE, MINUTE],
    ['61 minutes', 61 * MINUTE, 10 * MINUTE],
    ['a day', DAY, HOUR],
    ['a month', 30 * DAY, DAY],
  ])('have for %s buckets as wide as was measured, and none missing', (_, span, width) => {
    const times = points(
      asker(stateWith({}))(`/analytics/graphs/cost?${windowQuery(NOW - span, NOW)}`),
    ).map(({ timestamp }) => Date.parse(timestamp));
    expect(times[0]).toBe(Math.floor((NOW - span) / width) * width);
    expect(times.at(-1)).toBe(Math.floor(NOW / width) * width);
    expect(new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)))).toStrictEqual(
      new Set([width]),
    );
  });

  it('show fractions of a cent live and whole cents as the document types them', () => {
    const state = stateWith({ costCents: 1.5 }, { costCents: 0.3 });
    const path = `/analytics/graphs/cost?${TODAY}`;
    expect(asker(state)(path).body['summary']).toStrictEqual({ total: 1.8, avg: 0.9 });
    const spec = asker(state, { dialect: 'spec' })(path).body;
    expect(spec['summary']).toStrictEqual({ total: 2, avg: 1 });
    expect(spec).not.toHaveProperty('is_quota_exceeded');
  });

  it('do not show a request before the data lag is over', () => {
    const state = stateWith({ at: NOW - 2 * MINUTE, costCents: 5 });
    state.lagMs = 3 * MINUTE;
    let now = NOW;
    const ask = asker(state, { now: () => now });
    const path = `/analytics/graphs/cost?${windowQuery(NOW - HOUR, NOW)}`;
    expect(spent(ask(path))).toBe(0);
    now += MINUTE;
    expect(spent(ask(path))).toBe(5);
  });

  it('say that the quota is exceeded when they leave requests out', () => {
    const state = stateWith({ costCents: 1 }, { costCents: 2, at: NOW - 2 * HOUR });
    state.analyticsQuota = 1;
    const answer = asker(state)(`/analytics/graphs/cost?${TODAY}`);
    expect([answer.body['is_quota_exceeded'], spent(answer)]).toStrictEqual([true, 2]);
    state.analyticsQuota = 2;
    expect(asker(state)(`/analytics/graphs/cost?${TODAY}`).body['is_quota_exceeded']).toBe(false);
  });

  it('show tokens of a model without a price, at a cost of 0', () => {
    const ask = asker(stateWith({ costCents: 0, inputTokens: 400, outputTokens: 100 }));
    expect(spent(ask(`/analytics/graphs/cost?${TODAY}`))).toBe(0);
    expect(ask(`/analytics/graphs/tokens?${TODAY}`).body['summary']).toStrictEqual({
      total: 500,
      avg: 500,
      total_request_units: 400,
      total_response_units: 100,
    });
  });

  it.each<[string, Record<string, string>, number]>([
    ['trace ids', { trace_id: 'trace-1,trace-3' }, 5],
    ['metadata', { metadata: '{"worktree":"wt-b","_user":"ada"}' }, 2],
    ['key ids', { api_key_ids: KEY_ID.person }, 4],
    ['provider slugs', { virtual_keys: 'bedrock-prod' }, 2],
    ['provider slugs with an @, which match nothing', { virtual_keys: '@bedrock-prod' }, 0],
    ['provider and model', { ai_org_model: 'anthropic__claude-opus-4-8' }, 4],
    ['cost in cents', { cost_min: '2', cost_max: '3' }, 2],
    ['status codes', { status_code: '429,500' }, 2],
  ])('filter by %s', (_, filter, cents) => {
    const state = stateWith(
      { costCents: 1, traceId: 'trace-1' },
      {
        costCents: 2,
        traceId: 'trace-2',
        metadata: { worktree: 'wt-b', _user: 'ada' },
        providerSlug: 'bedrock-prod',
        aiService: 'bedrock',
        statusCode: 429,
      },
      { costCents: 4, traceId: 'trace-3', apiKeyId: KEY_ID.person, model: 'claude-opus-4-8' },
    );
    const query = windowQuery(NOW - DAY, NOW, filter);
    expect(spent(asker(state)(`/analytics/graphs/cost?${query}`))).toBe(cents);
  });

  it.each([
    ['no window', 'cost_min=1'],
    ['a time without an offset', 'time_of_generation_min=2026-11-23&time_of_generation_max=x'],
    ['a window that ends before it begins', windowQuery(NOW, NOW - 1)],
    ['metadata that is no JSON', `${TODAY}&metadata=worktree`],
    ['a cost that is no number', `${TODAY}&cost_min=much`],
  ])('refuse %s with 400 AB01', (_, query) => {
    const answer = asker(stateWith({}))(`/analytics/graphs/cost?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ success: false, data: { errorCode: 'AB01' } });
  });
});

describe('Groups of the emulator', () => {
  it('put requests without the metadata key under the empty value', () => {
    const ask = asker(stateWith({}, { metadata: {}, costCents: 7, feedback: 5 }));
    const rows = rowsOf(ask(`/analytics/groups/metadata/worktree?${TODAY}`));
    expect(rows.find((row) => row['metadata_value'] === '')).toStrictEqual({
      metadata_value: '',
      requests: 1,
      cost: 7,
      avg_tokens: 120,
      avg_weighted_feedback: 5,
      requests_with_feedback: 1,
      last_seen: new Date(NOW - HOUR).toISOString(),
      object: 'analytics-group',
    });
  });

  it('count pages from 0 and answer a page past the end empty, with a total of 0', () => {
    const state = stateWith(
      ...['a', 'b', 'c', 'd', 'e'].map((name) => ({ metadata: { worktree: name }, costCents: 1 })),
    );
    const page = (number: number, dialect: 'live' | 'spec' = 'live') =>
      asker(state, { dialect })(
        `/analytics/groups/metadata/worktree?${TODAY}&page_size=2&current_page=${number}`,
      );
    const names = [0, 1, 2].map((number) =>
      rowsOf(page(number)).map((row) => row['metadata_value']),
    );
    expect(names).toStrictEqual([['a', 'b'], ['c', 'd'], ['e']]);
    expect(page(2).body['total']).toBe(5);
    expect(page(3).body).toStrictEqual({ object: 'list', total: 0, data: [] });
    expect(page(3, 'spec').body['total']).toBe(5);
    expect(asker(state)(`/analytics/groups/users?${TODAY}&page_size=all`).status).toBe(400);
  });

  it('type the amounts of users and models as numbers live and as strings in the document', () => {
    const state = stateWith({ costCents: 2.5 });
    const first = (name: string, dialect: 'live' | 'spec') =>
      rowsOf(asker(state, { dialect })(`/analytics/groups/${name}?${TODAY}`))[0];
    expect(first('users', 'live')).toMatchObject({ user: 'ada', requests: 1, cost: 2.5 });
    expect(first('users', 'spec')).toMatchObject({ user: 'ada', requests: '1', cost: '2.5' });
    expect(first('ai-models', 'live')).toMatchObject({ requests: 1, cost: 2.5 });
    expect(first('ai-models', 'spec')).toStrictEqual({
      ai_model: 'claude-sonnet-4-6',
      requests: '1',
      object: 'analytics-group',
    });
  });

  it('give by provider only requests unless columns are asked for', () => {
    const ask = asker(
      stateWith(
        { latencyMs: 100 },
        { latencyMs: 300, statusCode: 500, cacheHit: true, costCents: 0, at: NOW - 2 * HOUR },
      ),
    );
    const base = `/analytics/groups/provider?${TODAY}`;
    expect(rowsOf(ask(base))).toStrictEqual([
      { provider: 'anthropic-prod', requests: 2, object: 'analytics-group' },
    ]);
    const columns =
      'cost,avg_latency,p95_latency,success_rate,error_count,cache_hit_rate,first_seen';
    expect(rowsOf(ask(`${base}&columns=${columns}`))[0]).toStrictEqual({
      provider: 'anthropic-prod',
      requests: 2,
      cost: 1.5,
      avg_latency: 200,
      p95_latency: 300,
      success_rate: 50,
      error_count: 1,
      cache_hit_rate: 50,
      first_seen: new Date(NOW - 2 * HOUR).toISOString(),
      object: 'analytics-group',
    });
    expect(ask(`${base}&columns=colour`).status).toBe(400);
    expect(ask(`/analytics/groups/trace_id?${TODAY}`).status).toBe(400);
  });
});

describe('What a key sees in the analytics', () => {
  it('is its own workspace, whatever workspace it asks for', () => {
    const state = stateWith({ costCents: 1 }, { costCents: 2, workspaceId: WS.other });
    const path = `/analytics/graphs/cost?${TODAY}&workspace_slug=ws-other`;
    expect(spent(asker(state)(path))).toBe(1);
  });

  it('is for an Admin key the workspace named or the default one in graphs, and all in live groups', () => {
    const state = stateWith({ costCents: 1 }, { costCents: 2, workspaceId: WS.other });
    const ask = asker(state);
    const admin = 'pk-admin-0002';
    const graph = `/analytics/graphs/cost?${TODAY}`;
    expect(spent(ask(graph, admin))).toBe(1);
    expect(spent(ask(`${graph}&workspace_slug=ws-other`, admin))).toBe(2);
    expect(ask(`${graph}&workspace_slug=ws-none`, admin).status).toBe(403);
    const group = `/analytics/groups/workspace?${TODAY}&workspace_slug=ws-other`;
    expect(rowsOf(ask(group, admin)).map((row) => row['workspace'])).toStrictEqual([
      'ws-main',
      'ws-other',
    ]);
    const spec = asker(state, { dialect: 'spec' })(group, admin);
    expect(rowsOf(spec).map((row) => row['workspace'])).toStrictEqual(['ws-other']);
  });

  it('is for a person’s key only that person’s requests where the organisation narrows it', () => {
    const state = stateWith(
      { costCents: 1, apiKeyId: KEY_ID.person },
      { costCents: 2, apiKeyId: KEY_ID.colleague },
    );
    const path = `/analytics/graphs/cost?${TODAY}`;
    expect(spent(asker(state)(path, 'pk-person-0003'))).toBe(3);
    state.dataVisibility = 'own';
    expect(spent(asker(state)(path, 'pk-person-0003'))).toBe(1);
    expect(spent(asker(state)(path))).toBe(3);
    expect(state.keys.find(({ id }) => id === KEY_ID.person)?.userId).toBe(uuid(51));
  });
});
