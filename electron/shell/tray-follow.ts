import { screen } from 'electron';

import type { SnapshotSource } from '../ipc/handlers.ts';
import { trayGauge } from '../tray/gauge-model.ts';
import { watchIcon } from './icon-watch.ts';
import type { Memory } from './memory.ts';
import type { Notices } from './notices.ts';
import type { TrayHost } from './tray-host.ts';

/** How often the icon is looked at anew when nothing changes: what it shows grows old. Milliseconds. */
const AGEING_MS = 60_000;

/**
 * Keeps the icon in step with the snapshot, and says so when macOS hides it.
 *
 * @param options.onDisplays displays have come, gone or changed
 * @returns a function that ends it
 */
export function followWithTray(options: {
  readonly tray: TrayHost;
  readonly snapshots: SnapshotSource;
  readonly memory: Memory;
  readonly notices: Notices;
  readonly onDisplays: () => void;
}): () => void {
  const { tray, snapshots, memory, notices, onDisplays } = options;
  const draw = (): void => tray.show(trayGauge(snapshots.get(), new Date()));
  const undraw = snapshots.subscribe(draw);
  const ageing = setInterval(draw, AGEING_MS).unref();
  draw();
  const unwatch = watchIcon({
    bounds: tray.bounds,
    guidedAt: () => memory.get().guidedAt,
    onHidden: () => {
      memory.keep({ guidedAt: new Date().toISOString() });
      notices.say('icon-hidden');
    },
    onSeen: () => notices.withdraw('icon-hidden'),
  });
  screen.on('display-removed', onDisplays);
  screen.on('display-metrics-changed', onDisplays);
  return () => {
    undraw();
    clearInterval(ageing);
    unwatch();
    screen.off('display-removed', onDisplays);
    screen.off('display-metrics-changed', onDisplays);
  };
}
