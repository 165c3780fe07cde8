import { describe, expect, it } from 'vitest';
import { asker, rowsOf } from './ask.ts';
import {
  DAY,
  entry,
  fixtureState,
  key,
  limits,
  MINUTE,
  NOW,
  uuid,
  windowQuery,
} from './fixture.ts';

const COST = `/analytics/graphs/cost?${windowQuery(NOW - DAY, NOW)}`;

const gateway = (code: string) => ({ status: 'failure', error: { code } });
const admin = (errorCode: string) => ({ success: false, data: { errorCode } });

describe('The gateway’s check of a key', () => {
  it('takes the key from x-portkey-api-key or a Bearer token, and never from x-api-key', () => {
    const ask = asker(fixtureState());
    const bearer = { authorization: 'Bearer pk-service-0001' };
    expect(ask('/models').status).toBe(200);
    expect(ask('/models', null, bearer).status).toBe(200);
    expect(ask('/models', 'pk-nobody', bearer).status).toBe(401);
    expect(ask('/models', null, { 'x-api-key': 'pk-service-0001' }).status).toBe(401);
  });

  it.each([
    ['a key that nobody made', { secret: 'pk-other' }, 401, '03'],
    ['an expired key', { expiresAt: NOW }, 401, '01'],
    ['a key whose budget is used up', { usageLimits: limits({ creditLimit: 1 }) }, 412, '04'],
    ['a key without the scope', { scopes: ['analytics.view'] }, 403, '033'],
    [
      'an Admin key, whatever its scopes are',
      { type: 'organisation-service', workspaceId: null } as const,
      403,
      '033',
    ],
  ])('answers %s with its own status and code', (_, change, status, code) => {
    const state = fixtureState();
    state.keys.push(key({ id: uuid(16), secret: 'pk-tested', ...change }));
    state.ledger.push(entry({ apiKeyId: uuid(16), costCents: 100 }));
    const answer = asker(state)('/models', 'pk-tested');
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject(gateway(code));
    expect(answer.body['message']).toContain(`Error Code: ${code}`);
  });

  it('answers 412 when the workspace’s budget is used up, and lets the control plane be', () => {
    const state = fixtureState();
    state.ledger.push(entry({ costCents: 50_000, apiKeyId: uuid(99) }));
    const ask = asker(state);
    expect(ask('/models').body['message']).toContain('Workspace Usage Limit Exceeded');
    expect(ask(COST).status).toBe(200);
  });

  it('answers 429 once a minute’s requests are used up, and 200 a minute later', () => {
    const state = fixtureState();
    const rateLimits = [{ type: 'requests', unit: 'rpm', value: 2 }] as const;
    state.keys.push(key({ id: uuid(16), secret: 'pk-tested', rateLimits }));
    let now = NOW;
    const ask = asker(state, { now: () => now });
    const statuses = [1, 2, 3].map(() => ask('/models', 'pk-tested').status);
    expect(statuses).toStrictEqual([200, 200, 429]);
    expect(ask('/models', 'pk-tested').body).toMatchObject(gateway('05'));
    now += MINUTE;
    expect(ask('/models', 'pk-tested').status).toBe(200);
  });

  it('counts the tokens of the ledger for a limit on tokens', () => {
    const state = fixtureState();
    const rateLimits = [{ type: 'tokens', unit: 'rpm', value: 120 }] as const;
    state.keys.push(key({ id: uuid(16), secret: 'pk-tested', rateLimits }));
    expect(asker(state)('/models', 'pk-tested').status).toBe(200);
    state.ledger.push(entry({ apiKeyId: uuid(16), at: NOW - 1_000 }));
    expect(asker(state)('/models', 'pk-tested').status).toBe(429);
  });
});

describe('The control plane’s check of a key', () => {
  it.each([
    [COST, 'analytics.view'],
    ['/configs', 'configs.list'],
    ['/configs/pc-fallback-1a2b3c', 'configs.read'],
    ['/providers', 'virtual_keys.list'],
    ['/providers/anthropic-prod', 'providers.read'],
    ['/api-keys', 'workspace_service_api_keys.list'],
    [`/api-keys/${uuid(16)}`, 'workspace_service_api_keys.read'],
    ['/policies/usage-limits', 'policies.list'],
    [`/policies/usage-limits/${uuid(41)}?include_usage=true`, 'policies.read'],
    [`/policies/usage-limits/${uuid(41)}/entities`, 'policies.read'],
  ])('answers %s with 403 AB03 without %s', (path, scope) => {
    const state = fixtureState();
    const scopes = (state.keys[0]?.scopes ?? []).filter(
      (held) => !/_api_keys/.test(held) || held.startsWith('workspace_service_api_keys'),
    );
    state.keys.push(key({ id: uuid(16), secret: 'pk-tested', scopes }));
    state.keys.push(
      key({ id: uuid(17), secret: 'pk-short', scopes: scopes.filter((held) => held !== scope) }),
    );
    expect(asker(state)(path, 'pk-tested').status).toBe(200);
    const refused = asker(state)(path, 'pk-short');
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject(admin('AB03'));
  });

  it('answers 403 AB03 where the plan has no analytics, though the key may, and the rest works', () => {
    const state = fixtureState();
    state.plan = { analytics: false, policies: false };
    const ask = asker(state);
    expect([ask(COST), ask('/policies/usage-limits')]).toMatchObject([
      { status: 403, body: admin('AB03') },
      { status: 403, body: admin('AB03') },
    ]);
    expect([ask('/configs').status, ask('/providers').status, ask('/models').status]).toStrictEqual(
      [200, 200, 200],
    );
  });

  it('answers 401 AB05 to a key it does not take, and 429 AB06 to one that asks too often', () => {
    const state = fixtureState();
    state.adminRequestsPerMinute = 2;
    let now = NOW;
    const ask = asker(state, { now: () => now });
    expect(ask('/configs', 'pk-nobody')).toMatchObject({ status: 401, body: admin('AB05') });
    expect([1, 2, 3].map(() => ask('/configs').status)).toStrictEqual([200, 200, 429]);
    expect(ask('/configs').body).toMatchObject(admin('AB06'));
    expect(ask('/models').status).toBe(200);
    now += MINUTE;
    expect(ask('/configs').status).toBe(200);
  });

  it('does not tell what is absent from what belongs to another workspace', () => {
    const ask = asker(fixtureState());
    const elsewhere = 'pk-elsewhere-0005';
    const answers = [
      ask('/configs/pc-fallback-1a2b3c', elsewhere),
      ask('/configs/pc-none', elsewhere),
      ask(`/api-keys/${uuid(11)}`, elsewhere),
      ask(`/policies/usage-limits/${uuid(41)}`, elsewhere),
      ask('/admin/workspaces', elsewhere),
      ask(`/admin/workspaces/${uuid(2)}`, elsewhere),
    ];
    expect(answers.map(({ status }) => status)).toStrictEqual([403, 403, 403, 403, 403, 403]);
    expect(rowsOf(ask('/providers', elsewhere))).toStrictEqual([]);
  });

  it('wants of an Admin key the workspace whose providers it asks for, by id or slug', () => {
    const ask = asker(fixtureState());
    expect(ask('/providers', 'pk-admin-0002').status).toBe(400);
    expect(rowsOf(ask('/providers?workspace_id=ws-main', 'pk-admin-0002'))).toHaveLength(2);
    expect(rowsOf(ask(`/providers?workspace_id=${uuid(2)}`, 'pk-admin-0002'))).toHaveLength(0);
  });

  it('shows a person’s key that person’s keys, and an Admin key all of them', () => {
    const ask = asker(fixtureState());
    const names = (secret: string, query = '') =>
      rowsOf(ask(`/api-keys${query}`, secret)).map((row) => row['name']);
    expect(names('pk-person-0003')).toStrictEqual(['pk-person-0003']);
    expect(names('pk-admin-0002')).toHaveLength(5);
    expect(names('pk-admin-0002', '?workspace_id=ws-other')).toStrictEqual(['pk-elsewhere-0005']);
    expect(names('pk-admin-0002', `?ids=${uuid(11)},${uuid(13)}`)).toHaveLength(2);
    expect(JSON.stringify(ask('/api-keys').body)).not.toContain('"key":"pk-');
  });

  it('knows no other path or method', () => {
    const ask = asker(fixtureState());
    expect(ask('/workspaces').status).toBe(400);
    expect(ask('/analytics/graphs/nothing').status).toBe(404);
    expect(ask('/api-keys/%E0%A4%A').status).toBe(404);
    expect(ask('/configs/').status).toBe(200);
  });
});
