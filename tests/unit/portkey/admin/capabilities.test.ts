import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { probeCapabilities } from '../../../../electron/services/portkey/capabilities.ts';
import {
  judgeDataPlane,
  judgePart,
} from '../../../../electron/services/portkey/capability-rules.ts';
import { createGatewayClient } from '../../../../electron/services/portkey/gateway-client.ts';
import type { Capabilities } from '../../../../shared/domain/capability.ts';
import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import { must, refusal } from '../../support/settings-bench.ts';
import {
  adminError,
  type AdminBench,
  type Answer,
  gatewayError,
  graph,
  KEY,
  says,
  startAdminBench,
} from './admin-bench.ts';

let bench: AdminBench;
beforeEach(async () => {
  bench = await startAdminBench();
});
afterEach(() => bench.close());

const probe = (signal?: AbortSignal): Promise<Result<Capabilities>> =>
  probeCapabilities({
    gateway: createGatewayClient({ version: '1.2.3' }),
    gatewayUrl: bench.url,
    key: KEY,
    admin: bench.client(),
    workspaceId: 'ws-1',
    ...(signal === undefined ? {} : { signal }),
  });
const routes = (answers: Readonly<Record<string, Answer>>) => {
  bench.answer((request, ...rest) => (answers[request.path] ?? says(404, {}))(request, ...rest));
};
const can = (capabilities: Capabilities) =>
  Object.fromEntries(
    Object.entries(capabilities).map(([name, capability]) => [name, capability.can]),
  );

const ALL: Readonly<Record<string, Answer>> = {
  '/v1/models': says(200, { object: 'list', data: [] }),
  '/v1/analytics/graphs/cost': says(200, graph({ total: 0 })),
  '/v1/configs': says(200, { success: true, data: [] }),
  '/v1/providers': says(200, { object: 'list', data: [] }),
  '/v1/api-keys': says(200, { object: 'list', data: [] }),
  '/v1/policies/usage-limits': says(200, { object: 'list', data: [] }),
};

describe('what a key can be used for', () => {
  it('takes one request each, at most three at a time', async () => {
    routes(ALL);
    const capabilities = must(await probe());
    expect(Object.values(can(capabilities))).toEqual(Array.from({ length: 6 }, () => 'yes'));
    expect(bench.requests.map(({ path }) => path).sort()).toEqual(Object.keys(ALL).sort());
    expect(bench.busiest()).toBeLessThanOrEqual(3);
    const analytics = bench.requests.find(({ path }) => path.endsWith('/cost'));
    expect(analytics?.query.get('time_of_generation_min')).toBe('2026-11-23T15:55:00.000Z');
    const providers = bench.requests.find(({ path }) => path.endsWith('/providers'));
    expect(providers?.query.toString()).toBe('page_size=1&workspace_id=ws-1');
  });

  it('may be everything but analytics and policies, which the plan gates', async () => {
    routes({
      ...ALL,
      '/v1/analytics/graphs/cost': says(403, adminError('AB03')),
      '/v1/policies/usage-limits': says(401, adminError('AB05')),
    });
    const capabilities = must(await probe());
    expect(can(capabilities)).toEqual({
      dataPlane: 'yes',
      analytics: 'no',
      configs: 'yes',
      providers: 'yes',
      keys: 'yes',
      policies: 'no',
    });
    expect(capabilities.analytics.reason).toBe(
      'Your plan or key does not allow analytics (403 AB03).',
    );
    expect(capabilities.analytics.hint).toContain('analytics.view');
    expect(capabilities.policies.reason).toContain('lacks the permission');
  });

  it('is everything but models for an Admin key', async () => {
    routes({ ...ALL, '/v1/models': says(403, gatewayError('033', 'Forbidden!')) });
    expect(can(must(await probe()))).toMatchObject({ dataPlane: 'no', analytics: 'yes' });
  });

  it('is unknown, not "no", where something is at fault', async () => {
    routes({
      '/v1/models': says(503, ''),
      '/v1/analytics/graphs/cost': says(429, adminError('AB06')),
      '/v1/configs': says(502, 'Bad gateway'),
      '/v1/providers': says(200, '<html>Sign in</html>'),
      '/v1/api-keys': says(402, adminError('AB09')),
      '/v1/policies/usage-limits': (_, __, raw) => void raw.socket.destroy(),
    });
    const capabilities = must(await probe());
    expect(new Set(Object.values(can(capabilities)))).toEqual(new Set(['unknown']));
    for (const { reason, hint } of Object.values(capabilities)) {
      expect(reason).toMatch(/\.$/);
      expect(hint).toMatch(/\.$/);
    }
  });

  it('is nothing for a wrong key, which is sent to the gateway alone', async () => {
    routes({ ...ALL, '/v1/models': says(401, gatewayError('03', 'Invalid API Key')) });
    const capabilities = must(await probe());
    expect(new Set(Object.values(can(capabilities)))).toEqual(new Set(['no']));
    expect(capabilities.keys.reason).toBe('Portkey does not know this key.');
    expect(bench.requests).toHaveLength(1);
  });

  it('is not told when the person stops it', async () => {
    expect(refusal(await probe(AbortSignal.abort())).code).toBe('cancelled');
    const abort = new AbortController();
    routes({ ...ALL, '/v1/configs': () => abort.abort() });
    expect(refusal(await probe(abort.signal)).code).toBe('cancelled');
  });
});

describe('the judgement on a part', () => {
  it.each([
    ['portkey.plan', 'no'],
    ['portkey.forbidden', 'no'],
    ['portkey.unauthorized', 'no'],
    ['portkey.missing', 'no'],
    ['portkey.budget_exhausted', 'unknown'],
    ['portkey.rate_limited', 'unknown'],
    ['portkey.unexpected', 'unknown'],
    ['request.invalid', 'unknown'],
    ['network.unreachable', 'unknown'],
    ['key.missing', 'unknown'],
  ] as const)('after %s is %s', (code, expected) => {
    expect(judgePart('configs', fail(code)).can).toBe(expected);
  });

  it.each([
    ['valid', 'yes'],
    ['budget_exhausted', 'yes'],
    ['no_data_plane', 'no'],
    ['expired', 'no'],
    ['rate_limited', 'unknown'],
  ] as const)('of the data plane with a key that is %s is %s', (status, expected) => {
    expect(judgeDataPlane(ok({ status, message: 'So.' }))).toMatchObject({
      can: expected,
      reason: 'So.',
    });
  });
});
