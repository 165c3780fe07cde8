import v8 from 'node:v8';
import vm from 'node:vm';
import { afterEach, expect, it } from 'vitest';

import type { Fault } from '../../../electron/demo/emulator/faults.ts';
import { CALM } from '../../../electron/services/spend/cadence.ts';
import { entry, HOUR, MINUTE } from '../demo/emulator/fixture.ts';
import { NOW, type SpendBench, startSpendBench } from './spend-bench.ts';

const WORKTREES = 500;
const UNKNOWN_KEY = {
  status: 'failure',
  message: 'Portkey Error: no. Error Code: 03',
  error: { message: 'no', code: '03' },
};
/** Two minutes of trouble in every hour, each hour another one. */
const TROUBLES: readonly Fault[] = [
  { match: { path: '/v1/analytics' }, answer: 'reset' },
  { match: { path: '/v1/analytics/groups' }, answer: 'truncate' },
  { match: {}, answer: 'html' },
  { match: {}, answer: { status: 503, body: '' } },
  { match: { path: '/v1/analytics' }, answer: 'empty' },
  { match: {}, answer: { status: 429, body: {}, headers: { 'retry-after': '20' } } },
  { match: {}, answer: { status: 401, body: UNKNOWN_KEY } },
];

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;
/** What is alive after the garbage is gone. */
function alive(): { heap: number; handles: number } {
  for (let round = 0; round < 3; round += 1) collect();
  const handles = process.getActiveResourcesInfo().filter((name) => name !== 'Immediate').length;
  return { heap: process.memoryUsage().heapUsed, handles };
}

let bench: SpendBench;
afterEach(() => bench.dispose());

it('24 hours at 500 worktrees with faults leave nothing behind and ask what was planned', async () => {
  bench = await startSpendBench({ retries: 0, mostRequests: 100 });
  for (let n = 0; n < WORKTREES; n += 1) {
    bench.known.add(`wt-${n}`);
    bench.state.ledger.push(entry({ costCents: 1 + n, metadata: { worktree: `wt-${n}` } }));
  }
  const probed = bench.counts().sent;
  await bench.poller.start();
  await bench.settle();
  // The probe of the key: five capabilities and the list of keys, once.
  const once = bench.counts().sent - probed - bench.counts().planned;
  expect(once).toBe(6);

  let early = alive();
  for (let hour = 0; hour < 24; hour += 1) {
    const locked = hour >= 14 && hour < 20;
    bench.machine = { ...CALM, locked, onBattery: hour % 3 === 2 };
    bench.poller.changed();
    for (let minute = 0; minute < 60; minute += 1) {
      bench.script(
        minute < 2 ? [TROUBLES[hour % TROUBLES.length] ?? { match: {}, answer: 'reset' }] : [],
      );
      // Somebody looks for twenty minutes of every second hour.
      if (hour % 2 === 0 && minute >= 10 && minute < 30) bench.look();
      await bench.pass(MINUTE);
    }
    if (hour === 3) early = alive();
  }
  const late = alive();
  const { sent, planned } = bench.counts();
  expect(sent - once).toBe(planned);
  for (const { asked } of bench.refreshes) expect(asked).toBeLessThanOrEqual(3);
  const inHours = (from: number, to: number) =>
    bench.refreshes.filter(({ at }) => at >= NOW + from * HOUR && at < NOW + to * HOUR);
  // One refresh may be under way as the lock falls.
  expect(inHours(14.01, 20)).toEqual([]);
  const looked = bench.refreshes.filter(
    ({ at }) => at >= NOW + 10 * MINUTE + 1000 && at < NOW + 30 * MINUTE,
  );
  const gaps = looked.slice(1).map(({ at }, index) => at - (looked[index]?.at ?? 0));
  expect(Math.max(...gaps)).toBeLessThanOrEqual(MINUTE);
  expect(bench.view().problem).toBeNull();

  expect(late.handles - early.handles).toBeLessThanOrEqual(2);
  expect(bench.clock.pending()).toBeLessThanOrEqual(1);
  expect(late.heap - early.heap).toBeLessThan(12 * 1024 * 1024);
  console.log(
    `24 h: ${bench.refreshes.length} refreshes, ${sent} requests, heap ${((late.heap - early.heap) / 1024 / 1024).toFixed(1)} MB more, handles ${late.handles - early.handles} more`,
  );
}, 180_000);
