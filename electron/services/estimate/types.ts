import type { Result } from '../../../shared/domain/failure.ts';
import type { Cents } from '../../../shared/domain/money.ts';
import type { TimeWindow } from '../../../shared/domain/time-window.ts';

/** What one model used in one worktree in one window, from Claude Code's own transcripts on this machine. */
export interface EstimateRow {
  /** Id of a worktree that is known here; `''`: a folder that is none. */
  readonly worktree: string;
  /** As the transcript names it. */
  readonly model: string;
  /** Messages of the assistant, each counted once. */
  readonly requests: number;
  /** Input, output, cache writes and cache reads together. */
  readonly tokens: number;
  /** Null: no price is known for this model. Never 0 for unknown. */
  readonly cents: Cents | null;
}

export interface Estimate {
  /** One list a window that was asked for, in that order. */
  readonly windows: readonly (readonly EstimateRow[])[];
  /** When the transcripts were read, ISO 8601. */
  readonly asOf: string;
  /** Some transcript could not be read, so amounts may be too low. */
  readonly incomplete: boolean;
  /** Full sentences: models without a price, how old the price list is, transcripts that could not be read. */
  readonly notes: readonly string[];
}

export interface Estimator {
  /** Reads what was added to the transcripts since the last time, then answers for each window. */
  estimate(
    windows: readonly TimeWindow[],
    worktrees: readonly { readonly id: string; readonly path: string }[],
    signal?: AbortSignal,
  ): Promise<Result<Estimate>>;
  dispose(): Promise<void>;
}
