import fs from 'node:fs';
import path from 'node:path';

export interface SettingsWatch {
  /** Watches the settings files of these worktrees (absolute paths), and no others any more. */
  follow(worktrees: readonly string[]): void;
  dispose(): void;
}

interface Armed {
  readonly inode: number;
  readonly close: () => void;
}

const NAME = 'settings.local.json';

/**
 * Notices that the settings file of a worktree was changed. Where the system has no more watches to give, a change shows at
 * the next look instead. Watches never keep a process alive.
 * @param options.quietMs how long to wait for more of the same, milliseconds
 */
export function createSettingsWatch(options: {
  readonly onChange: () => void;
  readonly quietMs?: number | undefined;
}): SettingsWatch {
  const armed = new Map<string, Armed>();
  let timer: NodeJS.Timeout | undefined;

  const notice = (): void => {
    clearTimeout(timer);
    timer = setTimeout(options.onChange, options.quietMs ?? 250);
    timer.unref();
  };

  const inodeOf = (folder: string): number | null => {
    try {
      return fs.statSync(folder, { throwIfNoEntry: false })?.ino ?? null;
    } catch {
      return null;
    }
  };

  const arm = (folder: string): void => {
    const inode = inodeOf(folder);
    const standing = armed.get(folder);
    if (standing?.inode === inode) return;
    standing?.close();
    armed.delete(folder);
    if (inode === null) return;
    try {
      const watcher = fs.watch(folder, { persistent: false }, (_, name) => {
        // A folder that is removed reports itself by its own name.
        if (name === null || name === NAME || name === path.basename(folder)) notice();
      });
      watcher.on('error', () => watcher.close());
      armed.set(folder, { inode, close: () => watcher.close() });
    } catch {
      // No watch to be had: see above.
    }
  };

  return {
    follow: (worktrees) => {
      const wanted = new Set(worktrees.map((one) => path.join(one, '.claude')));
      for (const [folder, { close }] of armed) {
        if (wanted.has(folder)) continue;
        close();
        armed.delete(folder);
      }
      for (const folder of wanted) arm(folder);
    },
    dispose: () => {
      clearTimeout(timer);
      for (const { close } of armed.values()) close();
      armed.clear();
    },
  };
}
