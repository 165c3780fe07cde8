import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';

import { budgetsFileSchema } from '../../shared/domain/budget.ts';
import { systemTimeZone } from '../../shared/domain/time-window.ts';
import { type Emulator, startEmulator } from './emulator/start-emulator.ts';
import { startLive, systemTimers, type Timers } from './live.ts';
import { makeRepositories } from './repositories.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { type AskApp, seedApp } from './seed.ts';
import { createRandom } from './world/random.ts';
import type { KnownWorktree } from './world/senders.ts';
import { createWorld } from './world/world.ts';

/** How many requests the sample's ledger holds. Two weeks are about 5,000; a day of looking adds 17,000. */
const MOST_ENTRIES = 30_000;
/** How many HTTP requests the emulator remembers. */
const MOST_REQUESTS = 500;

export interface DemoOptions {
  /** A folder that was made for this demo already; a new temporary one when left out. */
  readonly folder?: string | undefined;
  /** What the demo was started with; hardly anything of it reaches the app. */
  readonly env: NodeJS.ProcessEnv;
  /** Finds the worktrees of Conductor's places below a home folder. */
  readonly findWorktrees: (personHome: string) => Promise<readonly KnownWorktree[]>;
  /** The emulator's port; any free one when left out. */
  readonly port?: number | undefined;
  /** Milliseconds since the epoch. */
  readonly clock?: { now(): number } | undefined;
  /** An IANA name; this machine's zone when left out. */
  readonly zone?: string | undefined;
  /** Another seed gives another two weeks. */
  readonly seed?: string | undefined;
  readonly timers?: Timers | undefined;
}

/** A demo whose data is there, for an app that is composed on it. */
export interface Demo {
  readonly sandbox: Sandbox;
  readonly emulator: Emulator;
  /** Where the price list is, without a slash at the end: `<pricesUrl>/anthropic.json`. */
  readonly pricesUrl: string;
  /** Sets the composed app up, then lets requests arrive. @throws what {@link seedApp} throws */
  begin(ask: AskApp): Promise<void>;
  /** Ends everything and takes the folder away. */
  dispose(): Promise<void>;
}

/**
 * Makes the demo's folder with repositories, worktrees and budgets, and starts the sample's Portkey on 127.0.0.1.
 *
 * @throws an error whose message is a sentence when git or the port cannot be had; nothing is left behind then
 */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const { clock = { now: () => Date.now() }, seed = 'switchyard' } = options;
  const sandbox = createSandbox(options);
  try {
    await makeRepositories(sandbox);
    // Nobody else on this machine may guess it, though there is nothing to be had with it.
    const secret = `demo-${randomBytes(18).toString('base64url')}`;
    const world = createWorld({
      now: clock.now(),
      zone: options.zone ?? systemTimeZone(),
      seed,
      secret,
      worktrees: await options.findWorktrees(sandbox.personHome),
    });
    const budgets = budgetsFileSchema.parse(world.budgets);
    await fs.writeFile(
      path.join(sandbox.home, 'budgets.json'),
      `${JSON.stringify(budgets, null, 2)}\n`,
      { mode: 0o600 },
    );
    const { state } = world;
    const emulator = await startEmulator({
      state,
      clock,
      mostRequests: MOST_REQUESTS,
      ...(options.port === undefined ? {} : { port: options.port }),
    });
    let live: ReturnType<typeof startLive> | null = null;
    let ended = false;
    return {
      sandbox,
      emulator,
      pricesUrl: `${emulator.url}/pricing`,
      begin: async (ask) => {
        const { url: gatewayUrl, adminUrl } = emulator;
        const { assignments, owner, busy } = world;
        await seedApp({ ask, gatewayUrl, adminUrl, secret, assignments });
        if (ended) return;
        live = startLive({
          ledger: state.ledger,
          senders: busy,
          owner,
          clock,
          timers: options.timers ?? systemTimers,
          random: createRandom(`${seed}/live`),
          most: MOST_ENTRIES,
        });
      },
      dispose: async () => {
        ended = true;
        live?.dispose();
        await emulator.dispose();
        sandbox.remove();
      },
    };
  } catch (error) {
    sandbox.remove();
    throw error;
  }
}
