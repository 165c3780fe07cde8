import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { must, refusal } from '../../support/settings-bench.ts';
import {
  adminError,
  type AdminBench,
  graph,
  KEY,
  says,
  startAdminBench,
  TODAY,
} from './admin-bench.ts';
import { FAULTS, HTML } from './fault-matrix.ts';

let bench: AdminBench;
beforeEach(async () => {
  bench = await startAdminBench();
});
afterEach(() => bench.close());

describe('the Admin API, when it is asked for a cost series and fails', () => {
  it.each(FAULTS)('with $name: $code', async (fault) => {
    bench.answer(fault.answer);
    const client = bench.client({
      limits: { timeoutMs: 80 },
      ...(fault.fetch === undefined ? {} : { fetch: fault.fetch }),
    });
    const failure = refusal(await client.costSeries(TODAY));
    expect(failure.code).toBe(fault.code);
    expect(failure.message).toMatch(fault.says);
    expect(failure.hint).toMatch(/\.$/);
    expect(bench.requests).toHaveLength(fault.requests);
    expect(bench.pauses).toEqual(fault.requests === 3 ? [500, 1000] : []);
    const shown = JSON.stringify(failure);
    // Not the key, nor its beginning where a long text was cut.
    expect(shown).not.toContain(KEY.slice(0, 12));
    expect(shown).not.toContain(KEY.slice(-10));
  });

  it('calls no 403 a wrong key, whatever its code', async () => {
    const bodies = ['', HTML, '{}', ...['AB03', 'AB05', '03', '033', '01'].map(adminBody)];
    for (const body of bodies) {
      bench.answer(says(403, body));
      const failures = [
        refusal(await bench.client().costSeries(TODAY)),
        refusal(await bench.client().providers()),
      ];
      for (const failure of failures) {
        expect(failure.code).not.toBe('portkey.unauthorized');
        expect(`${failure.message} ${failure.hint}`).not.toMatch(/wrong|invalid|does not know/i);
      }
    }
  });

  it('says plan for analytics alone: elsewhere 403 AB03 is for what is absent, too', async () => {
    bench.json(adminError('AB03'), 403);
    for (const asked of [
      bench.client().apiKeys(),
      bench.client().providers(),
      bench.client().usagePolicies(),
      bench.client().workspace('w'),
    ]) {
      expect(refusal(await asked)).toMatchObject({ code: 'portkey.forbidden', retryable: false });
    }
    expect(refusal(await bench.client().traceCost(TODAY, 't-1')).code).toBe('portkey.plan');
    expect(refusal(await bench.client().spendByMetadata(TODAY, 'worktree')).code).toBe(
      'portkey.plan',
    );
  });
});

function adminBody(code: string): string {
  return JSON.stringify(adminError(code));
}

describe('waiting after a refusal', () => {
  it.each([
    [429, {}, 30_000],
    [429, { 'retry-after': '7' }, 7000],
    [429, { 'retry-after': 'Mon, 23 Nov 2026 16:01:30 GMT' }, 90_000],
    [429, { 'retry-after': 'Mon, 23 Nov 2026 15:00:00 GMT' }, 0],
    [429, { 'retry-after': '86400' }, 900_000],
    [429, { 'retry-after': 'soon' }, 30_000],
    [503, { 'retry-after': '7' }, 7000],
    [503, {}, undefined],
  ])('%i with %j is told to the caller: %j', async (status, headers, expected) => {
    bench.answer((_, response) => {
      response.writeHead(status, headers).end('{}');
    });
    const failure = refusal(await bench.client().costSeries(TODAY));
    expect(failure.retryAfterMs).toBe(expected);
    expect(failure.retryable).toBe(true);
    // A rate limit is never answered with more requests of our own.
    expect(bench.requests).toHaveLength(status === 429 ? 1 : 3);
  });
});

describe('a fault that passes', () => {
  it.each([1, 2])('after %i tries is not noticed', async (times) => {
    let failed = 0;
    bench.answer((request, response, raw) => {
      failed += 1;
      if (failed > times) return says(200, graph({ total: 5 }))(request, response, raw);
      return failed === 1 ? says(502, HTML)(request, response, raw) : void raw.socket.destroy();
    });
    expect(must(await bench.client().costSeries(TODAY)).total).toBe(5);
    expect(bench.requests).toHaveLength(times + 1);
  });
});
