import { afterEach, describe, expect, it } from 'vitest';

import { CALM } from '../../../electron/services/spend/cadence.ts';
import { entry, HOUR, KEY_ID, MINUTE } from '../demo/emulator/fixture.ts';
import type { BenchOptions, SpendBench } from './spend-bench.ts';
import { startKnown, startWarm } from './warm-bench.ts';

let bench: SpendBench;
afterEach(() => bench.dispose());

const start = async (options: BenchOptions = {}): Promise<SpendBench> =>
  (bench = await startKnown(options));
const warm = async (options: BenchOptions = {}): Promise<SpendBench> =>
  (bench = await startWarm(options));
const ANALYTICS = '/v1/analytics/';

describe('what is read', () => {
  it('is this key’s own spend by worktree, the others apart, and none of anybody else’s', async () => {
    const { today, worktrees, source, problem, week, month } = (await warm()).view();
    expect(source).toBe('portkey');
    expect(problem).toBeNull();
    expect(today).toMatchObject({ cents: 1150, scope: 'key', incomplete: false });
    expect(week?.cents).toBe(1150);
    expect(month?.cents).toBe(1150);
    expect(worktrees?.rows['wt-a']).toEqual({
      cents: 410,
      requests: 1,
      tokens: 120,
      unpriced: false,
    });
    expect(worktrees?.rows['wt-b']?.cents).toBe(702);
    expect(worktrees?.elsewhere?.cents).toBe(30);
    expect(worktrees?.other?.cents).toBe(8);
  });

  it('is everything in the workspace, and said so, when the key’s own record cannot be told', async () => {
    await start({ key: 'pk-person-0003' });
    const own = bench.state.keys.find((one) => one.id === KEY_ID.person);
    if (own !== undefined) {
      const narrow = own.scopes.filter((scope) => !scope.endsWith('api_keys.list'));
      bench.state.keys.splice(bench.state.keys.indexOf(own), 1, { ...own, scopes: narrow });
    }
    bench.state.ledger.push(
      entry({ costCents: 5 }),
      entry({ costCents: 7, apiKeyId: KEY_ID.colleague }),
    );
    await bench.poller.start();
    await bench.settle();
    expect(bench.view().today).toMatchObject({ cents: 12, scope: 'workspace' });
  });

  it('has today’s hours without those to come', async () => {
    const { series } = (await warm()).view();
    expect(series?.bucketMs).toBe(HOUR);
    expect(series?.points.at(-1)?.at).toBe('2026-11-23T12:00:00.000Z');
    expect(series?.points.find((point) => point.at === '2026-11-23T11:00:00.000Z')?.cents).toBe(
      1150,
    );
  });

  it('names tokens without a price as such, and leaves them out of no count', async () => {
    await start();
    bench.state.ledger.push(entry({ costCents: 0 }));
    await bench.poller.start();
    await bench.settle();
    expect(bench.view().worktrees?.rows['wt-a']).toMatchObject({ cents: 0, unpriced: true });
    expect(bench.view().today?.unpriced).toBe(true);
  });
});

describe('requests', () => {
  it('are at most three a refresh, and two of them always the same', async () => {
    await warm();
    for (let round = 0; round < 30; round += 1) {
      bench.look();
      await bench.pass(45_000);
      const paths = bench.asked();
      expect(paths.length).toBeLessThanOrEqual(3);
      expect(paths).toContain(`${ANALYTICS}groups/metadata/worktree`);
      expect(paths).toContain(`${ANALYTICS}graphs/cost`);
    }
  });

  it('find out about the key once, and not again after a restart', async () => {
    await warm();
    await bench.restart();
    await bench.poller.start();
    await bench.settle();
    expect(bench.asked()).not.toContain('/v1/models');
    expect(bench.asked().filter((path) => path === '/v1/configs')).toEqual([]);
  });

  it('read everything once within seconds of the start', async () => {
    await warm();
    const all = new Set(bench.emulator.requests.map((request) => request.path));
    expect([...all].toSorted()).toEqual(
      expect.arrayContaining([
        '/v1/analytics/groups/model',
        '/v1/analytics/groups/provider',
        '/v1/api-keys',
        '/v1/policies/usage-limits',
        '/v1/providers',
      ]),
    );
    const totals = bench.emulator.requests.filter((one) => one.path.endsWith('graphs/cost'));
    expect(new Set(totals.map((one) => one.query['time_of_generation_min'])).size).toBeGreaterThan(
      2,
    );
  });

  it('are one refresh at a time, whoever asks', async () => {
    await warm();
    await Promise.all([bench.poller.refresh(), bench.poller.refresh(), bench.poller.refresh()]);
    expect(bench.asked().length).toBeLessThanOrEqual(3);
  });

  it('stop while the machine sleeps, is locked or has no network, and go on afterwards', async () => {
    await warm();
    for (const stop of [{ asleep: true }, { locked: true }, { offline: true }]) {
      bench.machine = { ...CALM, ...stop };
      bench.poller.changed();
      await bench.pass(2 * HOUR);
      expect(bench.asked()).toEqual([]);
      bench.machine = CALM;
      bench.poller.changed();
      await bench.pass(1000);
      expect(bench.asked().length).toBeGreaterThan(0);
    }
  });

  it('come at once when a view is opened', async () => {
    await warm();
    bench.presence.report('window', false);
    bench.poller.changed();
    await bench.pass(HOUR);
    bench.asked();
    await bench.pass(MINUTE);
    bench.asked();
    bench.look();
    await bench.pass(1000);
    expect(bench.asked().length).toBeGreaterThan(0);
  });

  it('stay away for as long as Portkey asks', async () => {
    await warm();
    bench.script([
      {
        match: { path: '/v1/analytics' },
        answer: { status: 429, headers: { 'retry-after': '300' }, body: {} },
      },
    ]);
    await bench.pass(45_000);
    bench.asked();
    bench.script([]);
    await bench.pass(4 * MINUTE);
    expect(bench.asked()).toEqual([]);
    await bench.pass(2 * MINUTE);
    expect(bench.asked().length).toBeGreaterThan(0);
    expect(bench.view().problem).toBeNull();
  });
});
