import { type BrowserWindow, screen } from 'electron';

import type { EventPayload } from '../../shared/contract/index.ts';
import type { HostMemory } from '../../shared/domain/host-memory.ts';
import { createCrashCounter } from '../windows/crash-policy.ts';
import { restoreBounds } from '../windows/window-bounds.ts';
import { WINDOW_LIMITS, windowOptions } from '../windows/window-options.ts';
import { makeViewWindow, type ViewPorts, type ViewWindow } from './view-window.ts';

export interface WindowHost {
  show(): void;
  /** Shows it at a page. */
  open(place: EventPayload<'view.open'>): void;
  exists(): boolean;
  dispose(): void;
}

/** How long the window has to lie still before its place is kept, milliseconds. */
const SETTLED_MS = 500;

/**
 * The window for what needs room. It is made when it is asked for, at its last place as far as that is on a display now,
 * and goes when it is closed.
 */
export function createWindowHost(options: {
  readonly ports: ViewPorts;
  readonly bounds: {
    get(): HostMemory['windowBounds'];
    keep(bounds: NonNullable<HostMemory['windowBounds']>): void;
  };
}): WindowHost {
  const { ports, bounds } = options;
  const crashes = createCrashCounter(() => performance.now());
  let view: ViewWindow | null = null;

  function make(): ViewWindow {
    const place = restoreBounds(bounds.get(), screen.getAllDisplays(), WINDOW_LIMITS);
    const made = makeViewWindow({
      view: 'window',
      settings: { ...windowOptions(ports), ...place },
      ports,
      crashes,
      onGone: (again) => {
        if (again) show();
      },
    });
    const { window, link } = made;
    keepPlace(window, bounds.keep);
    window.once('ready-to-show', () => window.show());
    window.on('show', () => link.send('view.visible', { visible: true }));
    window.on('restore', () => link.send('view.visible', { visible: true }));
    for (const event of ['hide', 'minimize'] as const) {
      // Each event has its own overload.
      (window as NodeJS.EventEmitter).on(event, () =>
        link.send('view.visible', { visible: false }),
      );
    }
    window.once('closed', () => {
      if (view === made) view = null;
    });
    return made;
  }

  function show(): void {
    if (view === null) {
      view = make();
      return;
    }
    if (view.window.isMinimized()) view.window.restore();
    view.window.show();
  }

  return {
    show,
    open: (place) => {
      show();
      view?.link.send('view.open', place);
    },
    exists: () => view !== null,
    dispose: () => view?.window.destroy(),
  };
}

function keepPlace(
  window: BrowserWindow,
  keep: (bounds: NonNullable<HostMemory['windowBounds']>) => void,
): void {
  let settling: NodeJS.Timeout | undefined;
  const settle = (): void => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      if (!window.isDestroyed()) keep(window.getNormalBounds());
    }, SETTLED_MS);
    settling.unref();
  };
  window.on('resize', settle);
  window.on('move', settle);
  window.once('close', () => keep(window.getNormalBounds()));
}
