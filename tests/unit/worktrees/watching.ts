import { createWorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import { createWorktreeWatcher } from '../../../electron/services/worktrees/watch.ts';
import type { WatcherOptions } from '../../../electron/services/worktrees/watch.ts';
import type { WorktreeScan } from '../../../shared/domain/worktree.ts';
import type { Sandbox } from './sandbox.ts';

export interface Watching {
  readonly first: WorktreeScan;
  /** Does something and waits for the callback whose scan passes. */
  readonly after: (
    act: () => void,
    passes: (scan: WorktreeScan) => boolean,
  ) => Promise<WorktreeScan>;
  readonly calls: readonly WorktreeScan[];
  readonly dispose: () => void;
}

/** Watches folders of a sandbox with a short debounce, once every watch stands. */
export async function startWatching(
  box: Sandbox,
  roots: readonly string[],
  options: Partial<WatcherOptions> = {},
): Promise<Watching> {
  const scanner = createWorktreeScanner({ home: box.at('home') });
  const calls: WorktreeScan[] = [];
  const waiting = new Set<() => void>();
  const onChange = (scan: WorktreeScan): void => {
    calls.push(scan);
    for (const wake of waiting) wake();
  };
  const watcher = createWorktreeWatcher({ scanner, debounceMs: 20, ...options });
  const { ready, dispose } = watcher.watch(roots, onChange);
  return {
    first: await ready,
    calls,
    dispose,
    after: async (act, passes) => {
      const from = calls.length;
      const passed = new Promise<WorktreeScan>((resolve) => {
        const wake = (): void => {
          const scan = calls.slice(from).find(passes);
          if (scan === undefined) return;
          waiting.delete(wake);
          resolve(scan);
        };
        waiting.add(wake);
      });
      act();
      return await passed;
    },
  };
}

/** Passes when a worktree of this name is there (on this branch). */
export function has(name: string, branch?: string): (scan: WorktreeScan) => boolean {
  return ({ worktrees }) =>
    worktrees.some(
      (each) =>
        each.name === name && !each.missing && (branch === undefined || each.branch === branch),
    );
}

/** Passes when no worktree of this name is there. */
export function lacks(name: string): (scan: WorktreeScan) => boolean {
  return (scan) => !has(name)(scan);
}
