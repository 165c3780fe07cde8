import type { Fault } from '../../../electron/demo/emulator/faults.ts';
import type { Emulator } from '../../../electron/demo/emulator/start-emulator.ts';
import type { EmulatorState } from '../../../electron/demo/emulator/state.ts';
import type { SpentNeed } from '../../../electron/services/budgets/figures.ts';
import type { Estimate } from '../../../electron/services/estimate/types.ts';
import type { AdminClient } from '../../../electron/services/portkey/admin-client.ts';
import type { Profiles } from '../../../electron/services/portkey/profiles.ts';
import type { SpendAccount } from '../../../electron/services/spend/account-state.ts';
import type { MachineState } from '../../../electron/services/spend/cadence.ts';
import type { SpendHistory } from '../../../electron/services/spend/history.ts';
import type { SpendPoller } from '../../../electron/services/spend/poller.ts';
import type { Presence } from '../../../electron/services/spend/presence.ts';
import type { Reporter } from '../../../electron/services/spend/reporter.ts';
import type { FailureCode } from '../../../shared/domain/failure-codes.ts';
import type { AccountSpend } from '../../../shared/domain/spend.ts';
import type { SimClock } from './sim-clock.ts';

/** The whole of reading spend against an emulated Portkey, on a clock that stands still until it is moved. */
export interface SpendBench {
  readonly clock: SimClock;
  readonly emulator: Emulator;
  readonly state: EmulatorState;
  readonly poller: SpendPoller;
  readonly presence: Presence;
  readonly reporter: Reporter;
  readonly history: SpendHistory;
  readonly profiles: Profiles;
  readonly account: SpendAccount;
  readonly lines: string[];
  readonly client: AdminClient;
  machine: MachineState;
  paused: boolean;
  /** What the keychain fails with, null: it gives the key. */
  fail: { readonly code: FailureCode } | null;
  /** What the fake transcripts say. */
  estimate: Estimate;
  /** Worktrees that are known here. */
  readonly known: Set<string>;
  view(): AccountSpend;
  /** Refreshes so far, oldest first. */
  readonly refreshes: { readonly at: number; readonly asked: number; readonly fast: boolean }[];
  /** Requests to the Admin API that were sent, and that were planned. */
  counts(): { readonly sent: number; readonly planned: number };
  /** Paths asked for since the last call. */
  asked(): string[];
  settle(): Promise<void>;
  /** Somebody looks, and goes on looking. */
  look(): void;
  /** Moves the clock on by so much. */
  pass(milliseconds: number): Promise<void>;
  script(faults: readonly Fault[]): void;
  /** Another poller on the same home, as after a restart. */
  restart(): Promise<void>;
  dispose(): Promise<void>;
}

export interface BenchOptions {
  readonly state?: EmulatorState;
  readonly key?: string;
  readonly start?: number;
  readonly spentNeeds?: () => readonly SpentNeed[];
  readonly needs?: (account: string, period: 'week' | 'month') => boolean;
  readonly adminUrl?: string;
  readonly timeoutMs?: number;
  readonly retries?: number;
  readonly mostRequests?: number;
}
