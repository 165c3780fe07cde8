import type { EmulatorState } from './emulator/state.ts';
import type { Random } from './world/random.ts';
import { type Owner, requestOf } from './world/requests.ts';
import type { Sender } from './world/senders.ts';

/** Calls back once, later. */
export interface Timers {
  /** @returns a function that takes it back */
  after(milliseconds: number, run: () => void): () => void;
}

/** Timers that keep no process alive. */
export const systemTimers: Timers = {
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    timer.unref();
    return () => clearTimeout(timer);
  },
};

/** Seconds between two requests, at the least and at the most. */
const PAUSE = { least: 2, most: 8 } as const;

/**
 * Lets requests arrive in the ledger while the demo runs.
 *
 * @param options.clock milliseconds since the epoch
 * @param options.most how many requests the ledger holds; the oldest make room
 */
export function startLive(options: {
  readonly ledger: EmulatorState['ledger'];
  readonly senders: readonly Sender[];
  readonly owner: Owner;
  readonly clock: { now(): number };
  readonly timers: Timers;
  readonly random: Random;
  readonly most: number;
}): { dispose(): void } {
  const { ledger, senders, owner, clock, timers, random, most } = options;
  let cancel = (): void => {};
  const weighted = senders.map((sender) => [sender, sender.weight] as const);

  const arrive = (): void => {
    const sender = random.pick(weighted);
    const entry = sender === undefined ? null : requestOf(random, sender, clock.now(), owner);
    if (entry !== null) ledger.push(entry);
    if (ledger.length > most) ledger.splice(0, ledger.length - most);
    wait();
  };
  const wait = (): void => {
    cancel = timers.after(random.between(PAUSE.least, PAUSE.most) * 1_000, arrive);
  };
  wait();

  return { dispose: () => cancel() };
}
