import { afterEach, describe, expect, it } from 'vitest';

import { entry, HOUR, MINUTE } from '../demo/emulator/fixture.ts';
import type { BenchOptions, SpendBench } from './spend-bench.ts';
import { startKnown, startWarm } from './warm-bench.ts';

let bench: SpendBench;
afterEach(() => bench.dispose());

const start = async (options: BenchOptions = {}): Promise<SpendBench> =>
  (bench = await startKnown(options));
const warm = async (options: BenchOptions = {}): Promise<SpendBench> =>
  (bench = await startWarm(options));
const ANALYTICS = '/v1/analytics/';

describe('midnight', () => {
  it('takes yesterday’s numbers away, and reads the new day at once', async () => {
    await warm({ start: Date.parse('2026-11-23T23:57:00.000Z') });
    bench.state.ledger.push(entry({ at: Date.parse('2026-11-23T23:58:00.000Z'), costCents: 100 }));
    bench.look();
    await bench.pass(100_000);
    expect(bench.view().today?.cents).toBe(1250);
    bench.script([{ match: {}, answer: 'reset' }]);
    await bench.pass(MINUTE + 1000);
    expect(bench.clock.date().toISOString() > '2026-11-24').toBe(true);
    expect(bench.view().today).toBeNull();
    expect(bench.view().worktrees).toBeNull();
    expect(bench.view().week?.cents).toBeGreaterThan(0);
    bench.script([]);
    bench.state.ledger.push(entry({ at: bench.clock.now() - 1000, costCents: 3 }));
    bench.look();
    await bench.pass(MINUTE);
    expect(bench.view().today?.cents).toBe(3);
  });
});

describe('a restart', () => {
  it('shows the last good numbers with their age before anybody is asked', async () => {
    await warm();
    const before = bench.view();
    await bench.restart();
    bench.script([{ match: {}, answer: 'reset' }]);
    bench.clock.set(bench.clock.now() + 5 * MINUTE);
    await bench.poller.start();
    await bench.settle();
    const { today, worktrees, week, problem } = bench.view();
    expect(today).toEqual(before.today);
    expect(worktrees).toEqual(before.worktrees);
    expect(week).toEqual(before.week);
    expect(problem?.code).toBe('network.unreachable');
  });

  it('does not show what another key has spent', async () => {
    await warm();
    await bench.restart();
    Object.assign(bench.account, { keySavedAt: '2026-11-23T10:00:00.000Z' });
    bench.script([{ match: {}, answer: 'reset' }]);
    await bench.poller.start();
    await bench.settle();
    expect(bench.view().today).toBeNull();
  });
});

describe('a plan without analytics', () => {
  it('gives an estimate, labelled, and asks for no analytics again', async () => {
    await start();
    bench.state.plan.analytics = false;
    const row = { worktree: 'wt-a', model: 'claude-sonnet-4-6', requests: 2, tokens: 900 };
    const cents = 41 as never;
    bench.estimate = { ...bench.estimate, windows: [[{ ...row, cents }], [{ ...row, cents }], []] };
    await bench.poller.start();
    await bench.settle();
    bench.asked();
    await bench.pass(10 * MINUTE);
    expect(bench.asked().filter((path) => path.startsWith(ANALYTICS))).toEqual([]);
    const view = bench.view();
    expect(view.source).toBe('estimate');
    expect(view.today).toMatchObject({ cents: 41, source: 'estimate', scope: 'machine' });
    expect(view.worktrees?.rows['wt-a']?.cents).toBe(41);
    expect(view.problem).toBeNull();
  });

  it('that comes to allow them is noticed when somebody asks anew', async () => {
    await start();
    bench.state.plan.analytics = false;
    bench.state.ledger.push(entry({ costCents: 12 }));
    await bench.poller.start();
    await bench.settle();
    expect(bench.view().source).toBe('estimate');
    bench.state.plan.analytics = true;
    await bench.profiles.probe(bench.account);
    await bench.poller.refresh();
    expect(bench.view()).toMatchObject({ source: 'portkey', today: { cents: 12 } });
  });

  it('that stops allowing them is found out by the refusal', async () => {
    await warm();
    bench.state.plan.analytics = false;
    bench.clock.set(bench.clock.now() + HOUR);
    await bench.poller.refresh();
    await bench.poller.refresh();
    expect(bench.view().source).toBe('estimate');
  });
});
