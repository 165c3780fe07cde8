import fs from 'node:fs';
import path from 'node:path';

import type { Places } from './places.ts';

/**
 * Notices that another process of ours changed accounts, presets, settings or state. Without a watch (too many, or a file
 * system that has none) views are a little late: their own actions still show at once.
 */
export function watchHome(
  places: Places,
  onChange: () => void,
  quietMs = 150,
): { dispose(): void } {
  const names = new Set(
    [
      places.accounts,
      places.presets,
      places.settings,
      places.rules,
      places.budgets,
      places.alerts,
      places.profiles,
      places.state,
      `${places.state}-wal`,
    ].map((file) => path.basename(file)),
  );
  let timer: NodeJS.Timeout | undefined;
  let watcher: fs.FSWatcher | null = null;
  try {
    fs.mkdirSync(places.home, { recursive: true, mode: 0o700 });
    watcher = fs.watch(places.home, { persistent: false }, (_, name) => {
      if (name !== null && !names.has(name)) return;
      clearTimeout(timer);
      timer = setTimeout(onChange, quietMs);
      timer.unref();
    });
    watcher.on('error', () => watcher?.close());
  } catch {
    watcher = null;
  }
  return {
    dispose: () => {
      clearTimeout(timer);
      watcher?.close();
    },
  };
}
