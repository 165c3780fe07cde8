import { setImmediate as othersTurn } from 'node:timers/promises';

import type { BulkItem } from '../../../shared/domain/bulk.ts';
import type { Failure, Result } from '../../../shared/domain/failure.ts';
import type { Metadata } from '../../../shared/domain/metadata.ts';
import type { ApplyOutcome } from '../../../shared/domain/preview.ts';
import type { SettingsService } from '../claude-settings/settings-service.ts';
import type { Assigner } from '../workspaces/assigner.ts';

export interface BulkRequest {
  /** Absolute paths. */
  readonly worktrees: readonly string[];
  readonly preset: string;
  readonly account?: string | undefined;
  readonly metadata?: Metadata | undefined;
  readonly exclude?: boolean | undefined;
}

export interface BulkOptions {
  readonly signal: AbortSignal;
  /** Told first: by this all that the run writes can be taken back together. */
  readonly onBatch?: (batch: string) => void;
  /** Told after each worktree, in order. */
  readonly onItem?: (item: BulkItem) => void;
}

/**
 * How many worktrees are prepared, written down and written as one. A kill leaves at most as many to be settled, a cancel
 * takes effect between two of them, and a commit of the state is shared by all of them.
 */
const CHUNK = 10;

function failed(worktree: string, { code, message, hint }: Failure): BulkItem {
  return {
    worktree,
    state: code === 'cancelled' ? 'cancelled' : 'failed',
    trace: null,
    journalId: null,
    warnings: [],
    failure:
      code === 'cancelled' ? null : { code, message, ...(hint === undefined ? {} : { hint }) },
  };
}

function itemOf(worktree: string, result: Result<ApplyOutcome>): BulkItem {
  if (!result.ok) return failed(worktree, result.failure);
  const { journalId, trace, warnings } = result.value;
  const state = journalId === null ? 'already' : 'applied';
  return { worktree, state, trace, journalId, warnings, failure: null };
}

/**
 * Puts many worktrees on a preset, one failure not stopping the others. One that is right already is not written, so a run
 * that was cancelled or killed is finished by running it again.
 * @returns an item a worktree, in order; or the failure for which nothing could begin (the state, the preset)
 */
export function createBulkApply(services: {
  readonly assigner: Pick<Assigner, 'targets'>;
  /** Asked once a run: what the run writes carries the batch, and is taken back together by it. */
  readonly settings: (batch: string) => Promise<Result<SettingsService>>;
  readonly newBatch: () => string;
}): (request: BulkRequest, options: BulkOptions) => Promise<Result<BulkItem[]>> {
  return async (request, { signal, onBatch, onItem }) => {
    const batch = services.newBatch();
    const settings = await services.settings(batch);
    if (!settings.ok) return settings;
    onBatch?.(batch);
    const items: BulkItem[] = [];
    const paths = [...new Set(request.worktrees)];
    for (let start = 0; start < paths.length; start += CHUNK) {
      // The work of a chunk leaves no room for a signal or another request to be heard.
      await othersTurn();
      const chunk = paths.slice(start, start + CHUNK);
      const targets = signal.aborted ? [] : await services.assigner.targets(chunk, request);
      const ready = targets.flatMap((target) => (target.ok ? [target.value] : []));
      const outcomes = (await settings.value.applyAll(ready, { signal })).values();
      for (const [index, worktree] of chunk.entries()) {
        const target = targets[index];
        const outcome = target?.ok === true ? outcomes.next().value : target;
        const item =
          outcome === undefined
            ? failed(worktree, { code: 'cancelled', message: '', retryable: false })
            : itemOf(worktree, outcome);
        items.push(item);
        onItem?.(item);
      }
    }
    return { ok: true, value: items };
  };
}

export type BulkApply = ReturnType<typeof createBulkApply>;
