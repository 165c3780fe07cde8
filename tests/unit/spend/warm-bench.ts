import { entry, KEY_ID } from '../demo/emulator/fixture.ts';
import { type BenchOptions, type SpendBench, startSpendBench } from './spend-bench.ts';

/** A bench on which two worktrees are known. */
export async function startKnown(options: BenchOptions = {}): Promise<SpendBench> {
  const bench = await startSpendBench(options);
  bench.known.add('wt-a').add('wt-b');
  return bench;
}

/** $11.50 of this key's today: $4.10 and $7.02 of known worktrees, 30 cents of another one, 8 cents of none. */
export async function startWarm(options: BenchOptions = {}): Promise<SpendBench> {
  const bench = await startKnown(options);
  bench.state.ledger.push(
    entry({ costCents: 410 }),
    entry({ costCents: 702, metadata: { worktree: 'wt-b' } }),
    entry({ costCents: 30, metadata: { worktree: 'wt-gone' } }),
    entry({ costCents: 8, metadata: {} }),
    entry({ costCents: 9000, apiKeyId: KEY_ID.colleague }),
  );
  bench.look();
  await bench.poller.start();
  await bench.settle();
  // Everything that is read on the slower beat comes within seconds.
  await bench.pass(20_000);
  bench.asked();
  return bench;
}
