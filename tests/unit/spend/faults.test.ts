import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { FaultAnswer } from '../../../electron/demo/emulator/faults.ts';
import type { AccountSpend } from '../../../shared/domain/spend.ts';
import { DAY, entry, HOUR, MINUTE } from '../demo/emulator/fixture.ts';
import { NOW, type SpendBench, useZone } from './spend-bench.ts';
import { startWarm } from './warm-bench.ts';

const envelope = {
  admin: (code: string) => ({ success: false, data: { message: 'no', errorCode: code } }),
  gateway: (code: string) => ({
    status: 'failure',
    message: `Portkey Error: no. Error Code: ${code}`,
    error: { message: 'no', code },
  }),
  typed: (type: string, code: string) => ({ error: { message: 'no', type, param: null, code } }),
};
const graph = (summary: unknown, more: object = {}) => ({
  object: 'analytics-graph', summary, data_points: [], ...more,
}); // prettier-ignore

/** What goes wrong, and the code that is said. */
const ANSWERS: readonly (readonly [name: string, answer: FaultAnswer, code: string])[] = [
  ['401 01: the key has expired', { status: 401, body: envelope.gateway('01') }, 'portkey.unauthorized'],
  ['401 03: the key is not known', { status: 401, body: envelope.gateway('03') }, 'portkey.unauthorized'],
  ['401 033: the key could not be checked', { status: 401, body: envelope.gateway('033') }, 'portkey.unexpected'],
  ['401 AB05: a scope is missing', { status: 401, body: envelope.admin('AB05') }, 'portkey.forbidden'],
  ['403 033: forbidden', { status: 403, body: envelope.gateway('033') }, 'portkey.forbidden'],
  ['402 AB09: the subscription is used up', { status: 402, body: envelope.admin('AB09') }, 'portkey.'],
  ['404 AB02: nothing there', { status: 404, body: envelope.admin('AB02') }, 'portkey.missing'],
  ['412 04: the budget is used up', { status: 412, body: envelope.gateway('04') }, 'portkey.budget_exhausted'],
  ['412 06: a policy’s budget is used up', { status: 412, body: envelope.typed('usage_limits_policy_exhaust_error', '06') }, 'portkey.budget_exhausted'],
  ['429 AB06', { status: 429, body: envelope.admin('AB06') }, 'portkey.rate_limited'],
  ['429 05 with Retry-After', { status: 429, body: envelope.gateway('05'), headers: { 'retry-after': '30' } }, 'portkey.rate_limited'],
  ['500 AB04', { status: 500, body: envelope.admin('AB04') }, 'portkey.unexpected'],
  ['502 with a page', { status: 502, body: '<html>Bad gateway</html>' }, 'portkey.unexpected'],
  ['503 with nothing', { status: 503, body: '' }, 'portkey.unexpected'],
  ['504', { status: 504, body: {} }, 'portkey.unexpected'],
  ['a redirect', { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/' } }, 'portkey.unexpected'],
  ['a proxy’s page with 200', 'html', 'portkey.unexpected'],
  ['JSON that ends in the middle', 'truncate', ''],
  ['no byte at all', 'empty', 'portkey.unexpected'],
  ['a reset connection', 'reset', 'network.unreachable'],
  ['a total of the wrong type', { status: 200, body: graph({ total: { much: 1 } }) }, 'portkey.'],
  ['a total that is negative', { status: 200, body: graph({ total: -5 }) }, 'portkey.'],
  ['a total that is null', { status: 200, body: graph({ total: null }) }, 'portkey.'],
  ['a list instead of an object', { status: 200, body: [] }, 'portkey.'],
  ['JSON that is text', { status: 200, body: '"cost"' }, 'portkey.'],
  ['a quota that is exceeded', { status: 200, body: graph({ total: 0 }, { is_quota_exceeded: true }) }, 'portkey.'],
]; // prettier-ignore

let bench: SpendBench;
let before: AccountSpend;
beforeEach(async () => {
  bench = await startWarm({ timeoutMs: 1500 });
  before = bench.view();
  // More was spent: whoever shows it has got through.
  bench.state.ledger.push(entry({ costCents: 5000, at: NOW }));
});
afterEach(async () => {
  useZone('UTC');
  await bench.dispose();
});

/** Reads until the slower beat has come round as well. */
async function readAll(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    bench.look();
    await bench.pass(61_000);
  }
}

/** The last good numbers stand, with their age; nothing is 0 that is not known; somebody says what to do. */
function stands(view: AccountSpend): void {
  expect(view.today).toEqual(before.today);
  expect(view.worktrees).toEqual(before.worktrees);
  expect(view.week).toEqual(before.week);
  expect(view.month).toEqual(before.month);
  expect(view.today?.cents).toBe(1150);
  const { problem } = view;
  expect(problem?.message).toMatch(/^(?:[A-Z“]|http).*[.?!]$/s);
  expect(problem?.hint ?? '').toMatch(/^[A-Z].*[.?!]$/s);
  expect(JSON.stringify(view)).not.toContain('pk-service');
}

describe('a fault leaves the last good numbers and says what to do', () => {
  it.each(ANSWERS)('%s', async (_, answer, code) => {
    bench.script([{ match: { path: '/v1/analytics' }, answer }]);
    await readAll();
    stands(bench.view());
    expect(bench.view().problem?.code).toContain(code);
    expect(Date.parse(bench.view().problem?.since ?? '')).toBeLessThan(bench.clock.now());
    expect(bench.lines.join('\n')).not.toContain('pk-service');
    bench.script([]);
    bench.look();
    await bench.poller.refresh();
    expect(bench.view().today?.cents).toBe(6150);
    expect(bench.view().worktrees?.rows['wt-a']?.cents).toBe(5410);
  });

  it('a body that comes too slowly', async () => {
    bench.script([{ match: { path: '/v1/analytics' }, answer: 'slow', delayMs: 2500 }]);
    await bench.poller.refresh();
    stands(bench.view());
    expect(bench.view().problem?.code).toBe('network.unreachable');
  });

  it('403 AB03, when the probe says so too, is an estimate and not a bad key', async () => {
    bench.state.plan.analytics = false;
    bench.clock.set(bench.clock.now() + HOUR);
    await bench.poller.refresh();
    expect(bench.view().problem).toMatchObject({ code: 'portkey.plan' });
    expect(bench.view().problem?.message).toContain('403 AB03');
    expect(bench.view().problem?.hint).toContain('analytics.view');
    expect(bench.view().today).toEqual(before.today);
    await bench.poller.refresh();
    expect(bench.view()).toMatchObject({ source: 'estimate', problem: null });
  });

  it('a key that is gone from the keychain', async () => {
    bench.fail = { code: 'key.missing' };
    await bench.poller.refresh();
    stands(bench.view());
    expect(bench.view().problem?.code).toBe('key.missing');
  });

  it('an organisation without anything has true zeros, and unknown is none of them', async () => {
    bench.state.ledger.splice(0);
    await bench.poller.refresh();
    expect(bench.view().today?.cents).toBe(0);
    expect(bench.view().worktrees).toMatchObject({ rows: {}, other: null, elsewhere: null });
    expect(bench.view().problem).toBeNull();
  });

  it('5,000 rows are read to the end', async () => {
    bench.state.ledger.splice(0);
    for (let n = 0; n < 5000; n += 1) {
      bench.state.ledger.push(entry({ costCents: 1, metadata: { worktree: `wt-${n}` } }));
    }
    await bench.poller.refresh();
    const { worktrees, today } = bench.view();
    expect(worktrees?.elsewhere).toMatchObject({ cents: 5000, requests: 5000 });
    expect(today?.cents).toBe(5000);
  });

  it('models without a price are said to have none', async () => {
    bench.state.ledger.splice(0, Infinity, entry({ costCents: 0, model: 'claude-max' }));
    await bench.poller.refresh();
    expect(bench.view().today).toMatchObject({ cents: 0, unpriced: true });
    expect(bench.view().worktrees?.rows['wt-a']).toMatchObject({ cents: 0, unpriced: true });
  });

  it('a clock that is set back or on holds nothing up', async () => {
    bench.clock.set(NOW - 3 * HOUR);
    bench.poller.changed();
    bench.look();
    await bench.pass(MINUTE);
    expect(bench.view().today?.cents).toBe(0);
    bench.clock.set(NOW + 2 * HOUR);
    bench.poller.changed();
    bench.look();
    await bench.pass(MINUTE);
    expect(bench.view().today?.cents).toBe(6150);
    expect(bench.view().problem).toBeNull();
  });
});

describe('days that are not like others', () => {
  const move = async (zone: string, at: string): Promise<AccountSpend> => {
    useZone(zone);
    bench.clock.set(Date.parse(at));
    bench.look();
    await bench.poller.refresh();
    await bench.pass(20_000);
    return bench.view();
  };

  it('the day on which clocks go back has 25 hours of spend', async () => {
    bench.state.ledger.splice(0, Infinity,
      entry({ at: Date.parse('2026-10-24T21:59:00Z'), costCents: 1 }),
      entry({ at: Date.parse('2026-10-24T22:01:00Z'), costCents: 10 }),
      entry({ at: Date.parse('2026-10-25T22:30:00Z'), costCents: 100 }),
      entry({ at: Date.parse('2026-10-25T23:01:00Z'), costCents: 1000 })); // prettier-ignore
    const { today } = await move('Europe/Berlin', '2026-10-25T22:45:00Z');
    expect(today?.cents).toBe(110);
    expect(Date.parse(today?.to ?? '') - Date.parse(today?.from ?? '')).toBe(25 * HOUR);
  });

  it('the day on which clocks go on has 23', async () => {
    bench.state.ledger.splice(
      0,
      Infinity,
      entry({ at: Date.parse('2026-03-28T23:30:00Z'), costCents: 7 }),
    );
    const { today } = await move('Europe/Berlin', '2026-03-29T12:00:00Z');
    expect(today?.cents).toBe(7);
    expect(Date.parse(today?.to ?? '') - Date.parse(today?.from ?? '')).toBe(23 * HOUR);
  });

  it('the first of a month begins a month and need not begin a week', async () => {
    bench.state.ledger.splice(0, Infinity,
      entry({ at: Date.parse('2026-11-30T12:00:00Z'), costCents: 40 }),
      entry({ at: Date.parse('2026-12-01T12:00:00Z'), costCents: 2 })); // prettier-ignore
    const { today, week, month } = await move('UTC', '2026-12-01T13:00:00Z');
    expect([today?.cents, week?.cents, month?.cents]).toEqual([2, 42, 2]);
  });

  it('a person who travels gets the day of where they are', async () => {
    bench.state.ledger.splice(0, Infinity, entry({ at: NOW - 9 * HOUR, costCents: 9 }));
    expect((await move('UTC', new Date(NOW + MINUTE).toISOString())).today?.cents).toBe(9);
    const there = await move('America/Los_Angeles', new Date(NOW + 2 * MINUTE).toISOString());
    expect(there.today?.cents).toBe(0);
    expect(Date.parse(there.today?.to ?? '') - Date.parse(there.today?.from ?? '')).toBe(DAY);
  });
});

describe('a host that does not exist', () => {
  it('is said, and nothing is 0', async () => {
    const lost = await startWarm({ adminUrl: 'http://portkey.invalid/v1' });
    try {
      expect(lost.view().today).toBeNull();
      expect(lost.view().worktrees).toBeNull();
      expect(lost.view().problem?.code).toBe('network.unreachable');
    } finally {
      await lost.dispose();
    }
  });
});
