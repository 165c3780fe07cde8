import fs from 'node:fs';
import path from 'node:path';

import type { Root } from '../../../shared/domain/app-snapshot.ts';
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
  dispose(): void;
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
  readonly chosenRoots: () => Promise<readonly string[]>;
  readonly records: () => Promise<ReadonlyMap<string, AssignmentRecord>>;
  readonly reader: () => Promise<SettingsReader>;
  readonly now: () => Date;
  readonly log: (message: string) => void;
}): Workspaces {
  const { scanner, watcher, store } = options;
  const abort = new AbortController();
  let found: readonly Worktree[] = [];
  let watching: { readonly roots: string; readonly watch: WorktreeWatch } | null = null;
  let queue: Promise<void> = Promise.resolve();

  const show = async (problems?: readonly ScanProblem[]): Promise<void> => {
    const records = await options.records();
    const views = viewsOf(found, records, records.size === 0 ? null : await options.reader());
    const roots = rootsOf(await options.chosenRoots(), options.personHome);
    store.update(() => ({
      worktrees: views,
      roots,
      ...(problems === undefined
        ? {}
        : {
            scan: { running: false, at: options.now().toISOString(), problems: [...problems] },
          }),
    }));
  };

  const take = (scan: WorktreeScan): Promise<void> => {
    found = scan.worktrees;
    return show(scan.problems);
  };

  const startWatch = async (): Promise<void> => {
    const roots = await options.chosenRoots();
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
      await take(await scanner.scan(await options.chosenRoots(), { signal: abort.signal }));
      if (watching !== null) await startWatch();
    } finally {
      store.update((current) => ({ scan: { ...current.scan, running: false } }));
    }
  };

  return {
    rescan: () => {
      queue = queue.catch(() => undefined).then(scanOnce);
      return queue;
    },
    refresh: () => show(),
    watch: startWatch,
    dispose: () => {
      abort.abort();
      watching?.watch.dispose();
    },
  };
}
