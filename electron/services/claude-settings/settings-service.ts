import type {
  BatchOutcome,
  HistoryLine,
  ReversalPreview,
} from '../../../shared/domain/assignment.ts';
import { fail, type Result } from '../../../shared/domain/failure.ts';
import type { ApplyOutcome, Preview, RestoreOutcome } from '../../../shared/domain/preview.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import { applyAll } from './apply.ts';
import { clear } from './clear.ts';
import type { ApplyTarget, SettingsContext } from './context.ts';
import { previewApply, previewClear } from './preview.ts';
import { recover } from './recover.ts';
import { previewRepair, repair } from './repair.ts';
import { type FirstSeen, showFirstSeen } from './first-seen.ts';
import { history, previewReversal } from './history.ts';
import { inTurn } from './turns.ts';
import { redo, type ReverseOptions, undo } from './undo.ts';
import { undoBatch } from './undo-batch.ts';

/** Everything that reads or writes Claude Code's settings files, for one face. */
export interface SettingsService {
  preview(target: ApplyTarget): Promise<Result<Preview>>;
  apply(target: ApplyTarget): Promise<Result<ApplyOutcome>>;
  /** Many at once; see `applyAll`. */
  applyAll(
    targets: readonly ApplyTarget[],
    options?: { signal?: AbortSignal; onDone?: (index: number) => void },
  ): Promise<Result<ApplyOutcome>[]>;
  previewClear(worktree: Worktree): Promise<Result<Preview>>;
  clear(worktree: Worktree): Promise<Result<RestoreOutcome>>;
  undo(id: number | undefined, options?: ReverseOptions): Promise<Result<RestoreOutcome>>;
  /** Does an undone write again, or the latest such. */
  redo(id: number | undefined, options?: ReverseOptions): Promise<Result<RestoreOutcome>>;
  /** See `undoBatch`. */
  undoBatch(batch: string): Promise<Result<BatchOutcome>>;
  /** What taking a write back, or doing it again, would do; nothing is written. */
  previewReversal(id: number): Promise<Result<ReversalPreview>>;
  /** The latest writes, newest first. */
  history(filter: { limit: number; worktreePath?: string | undefined }): Promise<HistoryLine[]>;
  /** A worktree's settings file as it was before the first write of ours, keys masked. */
  firstSeen(worktree: Pick<Worktree, 'path'>): Promise<Result<FirstSeen>>;
  previewRepair(worktree: Worktree): ReturnType<typeof previewRepair>;
  repair(worktree: Worktree): Promise<Result<RestoreOutcome>>;
}

/** Binds the operations to their context, and settles what a killed run left behind. */
export function createSettingsService(context: SettingsContext): SettingsService {
  recover(context);
  return {
    preview: (target) => previewApply(target, context),
    apply: async (target) => (await applyAll([target], context))[0] ?? fail('internal'),
    applyAll: (targets, options) => applyAll(targets, context, options),
    previewClear: (worktree) => previewClear(worktree, context),
    clear: (worktree) => inTurn(context, () => clear(worktree, context)),
    undo: (id, options) => inTurn(context, () => undo(id, context, options)),
    redo: (id, options) => inTurn(context, () => redo(id, context, options)),
    undoBatch: (batch) => undoBatch(batch, context),
    previewReversal: (id) => previewReversal(id, context),
    history: (filter) => history(filter, context),
    firstSeen: (worktree) => showFirstSeen(worktree, context),
    previewRepair,
    repair: (worktree) => inTurn(context, () => repair(worktree, context)),
  };
}
