import type { BulkItem, BulkJob } from '../../../shared/domain/bulk.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { BulkApply, BulkRequest } from './bulk-apply.ts';

interface Job {
  readonly id: string;
  readonly total: number;
  readonly results: BulkItem[];
  readonly abort: AbortController;
  state: BulkJob['state'];
}

export interface Jobs {
  /** Begins a bulk apply in the background. Fails with `host.busy` while another one runs. */
  start(request: BulkRequest, apply: BulkApply): Result<string>;
  /** Fails with `request.invalid` for a job that is not known (any more). */
  get(id: string): Result<BulkJob>;
  /** Ends a job between two worktrees; one that has ended already stays as it is. */
  cancel(id: string): Result<void>;
  /** Cancels what runs, and settles once it has ended. */
  dispose(): Promise<void>;
}

/** Jobs that have ended and can still be asked for. */
const KEPT = 20;

/** Bulk applies that run in the background, one at a time. */
export function createJobs(options: {
  readonly changed: () => Promise<void>;
  readonly log: (message: string) => void;
}): Jobs {
  const jobs = new Map<string, Job>();
  let last = 0;
  let running: Promise<void> | null = null;

  const find = (id: string): Result<Job> => {
    const job = jobs.get(id);
    return job === undefined
      ? fail('request.invalid', {
          field: 'id',
          message: 'This job is not known any more.',
          hint: 'Start it again; what is right already is skipped.',
        })
      : ok(job);
  };

  const run = async (job: Job, request: BulkRequest, apply: BulkApply): Promise<void> => {
    try {
      const outcome = await apply(request, {
        signal: job.abort.signal,
        onItem: (item) => job.results.push(item),
      });
      if (!outcome.ok) {
        const { code, message, hint } = outcome.failure;
        job.results.push({
          worktree: request.worktrees[0] ?? '',
          state: 'failed',
          trace: null,
          journalId: null,
          warnings: [],
          failure: { code, message, ...(hint === undefined ? {} : { hint }) },
        });
      }
      await options.changed();
    } catch (error) {
      options.log(`A bulk apply failed: ${String(error)}`);
    } finally {
      job.state = job.abort.signal.aborted ? 'cancelled' : 'finished';
      running = null;
    }
  };

  return {
    start: (request, apply) => {
      if (running !== null) {
        return fail('host.busy', {
          message: 'Another bulk apply is still running.',
          hint: 'Wait until it is done, or cancel it.',
        });
      }
      last += 1;
      const job: Job = {
        id: `bulk-${last}`,
        total: new Set(request.worktrees).size,
        results: [],
        abort: new AbortController(),
        state: 'running',
      };
      jobs.set(job.id, job);
      const oldest = jobs.keys().next().value;
      if (jobs.size > KEPT && oldest !== undefined) jobs.delete(oldest);
      running = run(job, request, apply);
      return ok(job.id);
    },
    get: (id) => {
      const found = find(id);
      if (!found.ok) return found;
      const { total, results, state } = found.value;
      return ok({ id, total, done: results.length, results: [...results], state });
    },
    cancel: (id) => {
      const found = find(id);
      if (!found.ok) return found;
      if (found.value.state === 'running') found.value.abort.abort();
      return ok(undefined);
    },
    dispose: async () => {
      for (const job of jobs.values()) job.abort.abort();
      await running;
    },
  };
}
