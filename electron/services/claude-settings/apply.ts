import { fail, type Result } from '../../../shared/domain/failure.ts';
import type { ApplyOutcome } from '../../../shared/domain/preview.ts';
import { begin, type Begun, draft, type Draft, settleApply, write } from './apply-one.ts';
import { isBusy } from './busy.ts';
import type { ApplyTarget, SettingsContext } from './context.ts';
import { ensureIgnored } from './git/ensure-ignored.ts';
import { prepare } from './prepare.ts';
import { createLayerReader } from './read-layers.ts';
import { letOthers, TURNS } from './turns.ts';

interface Job {
  readonly target: ApplyTarget;
  drafted: Draft | null;
  begun: Begun | null;
  result: Result<ApplyOutcome>;
  /** Nothing is known of how it ended: a fault of our own came between. The journal entry stays for `recover`. */
  unclear: boolean;
}

const NOT_BEGUN: Omit<Job, 'target'> = {
  drafted: null,
  begun: null,
  result: fail('cancelled'),
  unclear: false,
};

function settleJobs(jobs: readonly Job[], context: SettingsContext): void {
  context.assignments.transaction(() => {
    for (const { begun, result, unclear } of jobs) {
      if (begun === null || unclear) continue;
      if (!result.ok || result.value.journalId === null) context.journal.abandon(begun.entry);
      else context.journal.finish(begun.entry);
      if (!result.ok) continue;
      const original = begun.original === null ? null : JSON.stringify(begun.original.content);
      settleApply(context, begun.entry, begun.after, begun.location.file, original);
    }
  });
}

/** All in one commit, because a commit takes longer than what is in it. */
function beginJobs(jobs: readonly Job[], context: SettingsContext): void {
  context.assignments.transaction(() => {
    for (const job of jobs) {
      if (job.drafted === null) continue;
      const begun = begin(job.drafted, context);
      if (begun.ok) job.begun = begun.value;
      else job.result = begun;
    }
  });
}

async function applyOnce(
  jobs: readonly Job[],
  context: SettingsContext,
  isCancelled: () => boolean,
  onDone: (job: Job) => void,
): Promise<void> {
  const readLayers = createLayerReader(context.places);
  try {
    for (const job of jobs) {
      Object.assign(job, NOT_BEGUN);
      if (isCancelled()) continue;
      const prepared = await prepare(job.target, context, readLayers);
      const ready = prepared.ok ? await ensureIgnored(prepared.value, context) : prepared;
      const drafted = ready.ok && prepared.ok ? await draft(prepared.value, context) : ready;
      if (drafted.ok) job.drafted = drafted.value as Draft;
      else job.result = drafted;
    }
    beginJobs(jobs, context);
    for (const job of jobs) {
      if (job.begun === null) continue;
      if (!isCancelled()) {
        job.unclear = true;
        job.result = await write(job.begun, context);
        job.unclear = false;
      }
      onDone(job);
    }
  } finally {
    // Also when a fault ends the loop: what has been written by then is recorded.
    settleJobs(jobs, context);
  }
}

/**
 * Puts worktrees on presets: prepares each, writes down what is about to happen, writes the files, and settles the rest in
 * one go. One worktree's failure does not stop the others. A worktree that is named several times is done as often, one
 * time after the other; one that another run of ours is writing to is done when that has ended.
 * @param onDone told after each worktree that was begun, for progress
 * @returns one result per target, in order
 */
export async function applyAll(
  targets: readonly ApplyTarget[],
  context: SettingsContext,
  options: { signal?: AbortSignal; onDone?: (index: number) => void } = {},
): Promise<Result<ApplyOutcome>[]> {
  const jobs = targets.map((target): Job => ({ target, ...NOT_BEGUN }));
  let left: readonly Job[] = jobs;
  let turn = 0;
  while (left.length > 0) {
    const ids = new Set<string>();
    const now = left.filter(({ target }) => {
      const isFirst = !ids.has(target.worktree.id);
      ids.add(target.worktree.id);
      return isFirst;
    });
    await applyOnce(
      now,
      context,
      () => options.signal?.aborted === true,
      (job) => options.onDone?.(jobs.indexOf(job)),
    );
    const busy = now.filter((job) => isBusy(job.result));
    if (busy.length === now.length) {
      turn += 1;
      if (turn > TURNS) break;
      await letOthers(context);
    }
    left = left.filter((job) => busy.includes(job) || !now.includes(job));
  }
  return jobs.map((job) => job.result);
}
