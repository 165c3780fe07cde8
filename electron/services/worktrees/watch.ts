import { statSync, watch as watchPath } from 'node:fs';
import { basename } from 'node:path';
import type { ScanProblem, WorktreeScan } from '../../../shared/domain/worktree.ts';
import { codeOf } from './read.ts';
import type { WorktreeScanner } from './scan.ts';
import { matters, watchTargets } from './watch-targets.ts';
import type { Names } from './watch-targets.ts';

export interface FolderEvents {
  readonly onEvent: (event: string, name: string | null) => void;
  /** The watch has ended by itself; `code` is the system's name of the error. */
  readonly onError: (code: string) => void;
}

export interface WatcherOptions {
  readonly scanner: Pick<WorktreeScanner, 'scanInDetail'>;
  /** Milliseconds of quiet before a rescan, 200 when left out. Events that never pause are answered after 5 times that. */
  readonly debounceMs?: number | undefined;
  /** Told when the system has no more watches to give, so that some changes show only at the next scan. */
  readonly onProblem?: ((problem: ScanProblem) => void) | undefined;
  /** Watches one folder, not below it; `fs.watch` unless a test replaces it. Throws the system's error. */
  readonly watchFolder?: ((folder: string, events: FolderEvents) => { close(): void }) | undefined;
}

export interface WorktreeWatch {
  /** The scan that later changes are measured against, once every watch stands. Rejects when disposed before that. */
  readonly ready: Promise<WorktreeScan>;
  readonly dispose: () => void;
}

export interface WorktreeWatcher {
  /**
   * Calls back with a new scan whenever it differs from the last one: worktrees or repositories that came, went or moved,
   * branches that were switched, locks. Nothing is polled and no process is started; watches never keep a process alive.
   */
  watch(roots: readonly string[], onChange: (scan: WorktreeScan) => void): WorktreeWatch;
}

interface Armed {
  names: Names;
  readonly identity: string;
  /** The watched folder itself went away; one of the same name needs a new watch. */
  ended: boolean;
  readonly close: () => void;
}

/** Makes the service that notices changes of what {@link WorktreeScanner.scan} would find. */
export function createWorktreeWatcher(options: WatcherOptions): WorktreeWatcher {
  const { scanner, debounceMs = 200, onProblem, watchFolder = watchWithNode } = options;
  return {
    watch(roots, onChange) {
      const stop = new AbortController();
      const armed = new Map<string, Armed>();
      let timer: NodeJS.Timeout | undefined;
      let waitingSince = 0;
      let running = false;
      let again = false;
      let exhausted = false;
      let last: string | undefined;

      const schedule = (): void => {
        if (stop.signal.aborted) return;
        if (timer === undefined) {
          waitingSince = performance.now();
          timer = setTimeout(() => {
            timer = undefined;
            void refresh();
          }, debounceMs);
          timer.unref();
        } else if (performance.now() - waitingSince < 4 * debounceMs) timer.refresh();
      };

      /** Puts the watches where the last scan wants them; true when one is new, so something may have been missed. */
      const arm = (targets: ReadonlyMap<string, Names>): boolean => {
        let added = false;
        let full = false;
        for (const [folder, watched] of armed) {
          if (targets.has(folder) && !watched.ended && watched.identity === identityOf(folder))
            continue;
          watched.close();
          armed.delete(folder);
        }
        for (const [folder, names] of targets) {
          const standing = armed.get(folder);
          const identity = standing === undefined && !full ? identityOf(folder) : null;
          if (standing !== undefined) standing.names = names;
          if (identity === null) continue;
          try {
            armed.set(folder, start(folder, names, identity));
            added = true;
          } catch (error) {
            full = isExhaustion(codeOf(error));
          }
        }
        if (full && !exhausted) tellExhausted();
        exhausted = full;
        return added;
      };

      const start = (folder: string, names: Names, identity: string): Armed => {
        const watcher = watchFolder(folder, {
          onEvent: (event, name) => {
            const watched = armed.get(folder);
            if (watched === undefined) return;
            // A folder that is removed reports itself by its own name.
            const itself = event === 'rename' && name === basename(folder);
            if (itself) watched.ended = true;
            if (itself || matters(watched.names, event, name)) schedule();
          },
          onError: (code) => {
            armed.get(folder)?.close();
            armed.delete(folder);
            if (!isExhaustion(code)) schedule();
            else if (!exhausted) tellExhausted();
          },
        });
        return { names, identity, ended: false, close: () => watcher.close() };
      };

      const tellExhausted = (): void => {
        exhausted = true;
        onProblem?.({
          path: roots[0] ?? '',
          message:
            'The system has no more file watches to give, so some changes show only after a rescan.',
        });
      };

      const refresh = async (): Promise<WorktreeScan | null> => {
        again = true;
        if (running) return null;
        running = true;
        try {
          let scan: WorktreeScan | null = null;
          while (again) {
            again = false;
            const detail = await scanner.scanInDetail(roots, { signal: stop.signal });
            stop.signal.throwIfAborted();
            again ||= arm(watchTargets(detail));
            scan = detail.scan;
          }
          const text = JSON.stringify(scan);
          const changed = last !== undefined && last !== text;
          last = text;
          if (changed && scan !== null) onChange(scan);
          return scan;
        } catch (error) {
          if (stop.signal.aborted && last !== undefined) return null;
          throw error;
        } finally {
          running = false;
        }
      };

      const ready = refresh().then((scan) => scan ?? { worktrees: [], problems: [] });
      ready.catch(() => undefined); // whoever awaits it is told; nobody has to
      return {
        ready,
        dispose: () => {
          stop.abort();
          clearTimeout(timer);
          for (const { close } of armed.values()) close();
          armed.clear();
        },
      };
    },
  };
}

function watchWithNode(folder: string, { onEvent, onError }: FolderEvents): { close(): void } {
  const watcher = watchPath(folder, { persistent: false }, onEvent);
  watcher.on('error', (error) => onError(codeOf(error)));
  return { close: () => watcher.close() };
}

/** No more watches (ENOSPC on Linux) or open files (EMFILE, ENFILE). */
function isExhaustion(code: string): boolean {
  return code === 'EMFILE' || code === 'ENFILE' || code === 'ENOSPC';
}

/** Tells a folder from another one that took its name; null when there is none. */
function identityOf(folder: string): string | null {
  try {
    const stat = statSync(folder, { bigint: true, throwIfNoEntry: false });
    return stat === undefined ? null : `${stat.dev}:${stat.ino}:${stat.birthtimeNs}`;
  } catch (error) {
    codeOf(error);
    return null;
  }
}
