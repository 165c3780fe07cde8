import type { Result } from '../../../shared/domain/failure.ts';
import type { AccountState } from './account-state.ts';
import type { Slice } from './history.ts';

/** One thing that can be asked for, and how. */
export interface Item {
  /** Names what is asked for, with its window where it has one: tomorrow's day is another thing. */
  readonly id: string;
  /** `fast`: in every refresh; else how old it may get, milliseconds. */
  readonly every: 'fast' | number;
  readonly read: (signal: AbortSignal) => Promise<
    Result<{
      /** Changes the state by what was read; null: for history only. */
      readonly patch: ((state: AccountState) => AccountState) | null;
      readonly slices?: readonly Slice[];
    }>
  >;
}

const MINUTE = 60_000;
/** How old figures may get that are not part of every refresh. */
export const SLOW_MS = 10 * MINUTE;
export const SLOWEST_MS = 15 * MINUTE;
