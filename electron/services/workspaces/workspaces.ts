import fs from 'node:fs';
import path from 'node:path';

import type { Root } from '../../../shared/domain/app-snapshot.ts';
import type { Result } from '../../../shared/domain/failure.ts';
import type { ScanProblem, Worktree, WorktreeScan } from '../../../shared/domain/worktree.ts';
import type { AssignmentRecord } from '../journal/records.ts';
import type { SnapshotStore } from '../state/snapshot-store.ts';
import type { WorktreeScanner } from '../worktrees/scan.ts';
import type { WorktreeWatch, WorktreeWatcher } from '../worktrees/watch.ts';
import { type SettingsReader, viewsOf } from './views.ts';

export interface Workspaces {
  /** Looks for worktrees anew and shows what was found. One scan at a time; a second call waits for a scan of its own. */
  rescan(): Promise<void>;
  /** Shows assignments and settings files anew, for the worktrees of the last scan. */
  refresh(): Promise<void>;
  /** From now on changes on the disk are noticed. */
  watch(): Promise<void>;
  /** Settles once nothing of it runs any more. */
  dispose(): Promise<void>;
}

/** Folders that are searched: the person's, and Conductor's own. */
export function rootsOf(chosen: readonly string[], personHome: string): Root[] {
  const conductor = ['workspaces', 'repos'].map((name) => path.join(personHome, 'conductor', name));
  return [
    ...chosen.map((folder) => ({
      path: folder,
      source: 'person' as const,
      exists: fs.existsSync(folder),
    })),
    ...conductor
      .filter((folder) => fs.existsSync(folder))
      .map((folder) => ({ path: folder, source: 'conductor' as const, exists: true })),
  ];
}

/** Keeps the snapshot's worktrees in step with the disk and with what is assigned. */
export function createWorkspaces(options: {
  readonly scanner: WorktreeScanner;
  readonly watcher: WorktreeWatcher;
  readonly store: SnapshotStore;
  readonly personHome: string;
  readonly chosenRoots: () => Promise<Result<readonly string[]>>;
  readonly records: () => Promise<ReadonlyMap<string, AssignmentRecord>>;
  readonly reader: () => Promise<SettingsReader>;
  /** Told of the worktrees whenever they are shown: after a scan, and when something was written. */
  readonly onShown?: ((worktrees: readonly Worktree[]) => void) | undefined;
  readonly now: () => Date;
  readonly log: (message: string) => void;
}): Workspaces {
  const { scanner, watcher, store } = options;
  const abort = new AbortController();
  let worktrees: readonly Worktree[] = [];
  let watching: { readonly roots: string; readonly watch: WorktreeWatch } | null = null;
  let queue: Promise<void> = Promise.resolve();

  /** A settings file that cannot be read must not keep Conductor's own workspaces from being shown. */
  const chosenRoots = async (): Promise<{
    roots: readonly string[];
    problems: readonly ScanProblem[];
  }> => {
    const chosen = await options.chosenRoots();
    return chosen.ok
      ? { roots: chosen.value, problems: [] }
      : { roots: [], problems: [{ path: 'settings.json', message: chosen.failure.message }] };
  };

  const show = async (found: readonly ScanProblem[] | null): Promise<void> => {
    const records = await options.records();
    const views = viewsOf(worktrees, records, records.size === 0 ? null : await options.reader());
    const { roots, problems } = await chosenRoots();
    if (abort.signal.aborted) return;
    const at = options.now().toISOString();
    store.update(() => ({
      worktrees: views,
      roots: rootsOf(roots, options.personHome),
      ...(found === null
        ? {}
        : { scan: { running: false, at, problems: [...problems, ...found] } }),
    }));
    options.onShown?.(worktrees);
  };

  const take = (scan: WorktreeScan): Promise<void> => {
    worktrees = scan.worktrees;
    return show(scan.problems);
  };

  const startWatch = async (): Promise<void> => {
    const { roots } = await chosenRoots();
    const key = JSON.stringify(roots);
    if (watching?.roots === key || abort.signal.aborted) return;
    watching?.watch.dispose();
    const watch = watcher.watch(roots, (scan) => {
      take(scan).catch((error: unknown) => {
        options.log(`Worktrees could not be shown: ${String(error)}`);
      });
    });
    watching = { roots: key, watch };
    await take(await watch.ready);
  };

  const scanOnce = async (): Promise<void> => {
    store.update((current) => ({ scan: { ...current.scan, running: true } }));
    try {
      const { roots } = await chosenRoots();
      await take(await scanner.scan(roots, { signal: abort.signal }));
      if (watching !== null) await startWatch();
    } finally {
      store.update((current) => ({ scan: { ...current.scan, running: false } }));
    }
  };

  /** What ends because the app is closing has not failed. */
  const unlessClosing = async (work: () => Promise<void>): Promise<void> => {
    if (abort.signal.aborted) return;
    try {
      await work();
    } catch (error) {
      if (!abort.signal.aborted) throw error;
    }
  };

  /** One piece of work after the other, whatever became of the one before. */
  const enqueue = (work: () => Promise<void>): Promise<void> => {
    const done = queue.then(() => unlessClosing(work));
    queue = done.catch(() => {});
    return done;
  };

  return {
    rescan: () => enqueue(scanOnce),
    refresh: async () => {
      await show(null);
      const { roots } = await chosenRoots();
      // Another process of ours has added or removed a folder.
      if (watching !== null && watching.roots !== JSON.stringify(roots)) await enqueue(scanOnce);
    },
    watch: () => enqueue(startWatch),
    dispose: async () => {
      abort.abort();
      watching?.watch.dispose();
      await queue;
    },
  };
}
