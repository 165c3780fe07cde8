import type { Worktree } from '../../shared/domain/worktree.ts';
import type { Automation } from './automation.ts';

export interface AfterScan {
  /** Does what worktrees give rise to, one list after the other; of several that wait only the last is looked at. */
  take(worktrees: readonly Worktree[]): void;
  dispose(): Promise<void>;
}

/** How long to wait for a worktree that git is still making, milliseconds; git tells nobody when it has finished. */
const UNREADY_MS = 500;

/** Provisions new workspaces and closes archived ones whenever worktrees were looked at, for as long as the app lives. */
export function createAfterScan(options: {
  readonly automation: Pick<Automation, 'provisioner' | 'archive'>;
  /** When to look again at a worktree that is gone, milliseconds. */
  readonly goneForMs: number;
  /** Shows what was written. */
  readonly changed: () => Promise<void>;
  readonly log: (message: string) => void;
}): AfterScan {
  const provisioner = options.automation.provisioner('app');
  let latest: readonly Worktree[] | null = null;
  let running: Promise<void> | null = null;
  let timer: NodeJS.Timeout | undefined;
  const stop = new AbortController();

  const again = (worktrees: readonly Worktree[], afterMs: number): void => {
    clearTimeout(timer);
    timer = setTimeout(() => take(worktrees), afterMs);
    timer.unref();
  };

  const work = async (worktrees: readonly Worktree[]): Promise<void> => {
    const { closed, waiting } = await options.automation.archive.check(worktrees);
    const outcomes = await provisioner.provision(worktrees);
    if (stop.signal.aborted) return;
    if (!outcomes.ok) options.log(`Rules were not asked: ${outcomes.failure.message}`);
    const states = new Set(outcomes.ok ? outcomes.value.map((one) => one.state) : []);
    if (closed > 0 || states.has('provisioned') || states.has('failed')) await options.changed();
    if (states.has('unready')) again(latest ?? worktrees, UNREADY_MS);
    else if (waiting > 0) again(latest ?? worktrees, options.goneForMs + UNREADY_MS);
  };

  const loop = async (): Promise<void> => {
    while (latest !== null && !stop.signal.aborted) {
      const worktrees = latest;
      latest = null;
      try {
        await work(worktrees);
      } catch (error) {
        options.log(`After a scan: ${error instanceof Error ? error.message : String(error)}`);
      }
    }
    running = null;
  };

  const take = (worktrees: readonly Worktree[]): void => {
    if (stop.signal.aborted) return;
    latest = worktrees;
    running ??= loop();
  };

  return {
    take,
    dispose: async () => {
      stop.abort();
      clearTimeout(timer);
      await running;
    },
  };
}
