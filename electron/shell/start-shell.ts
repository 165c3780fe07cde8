import { app } from 'electron';

import type { AppHost } from '../ipc/handlers.ts';
import { createRouter } from '../ipc/router.ts';
import type { MenuAction } from '../tray/menu-model.ts';
import { setAppMenu } from './app-menu.ts';
import { connectContents } from './ipc-host.ts';
import { createTrayHost } from './tray-host.ts';
import { createWindowHost } from './window-host.ts';

/** How long the app may take to put things away when it quits, milliseconds. */
const QUIT_LIMIT_MS = 3000;

/**
 * Puts icon and windows around the composed app. Has to be called once the app is ready.
 *
 * @param options.preload absolute path of the built preload
 */
export function startShell(options: { readonly host: AppHost; readonly preload: string }): void {
  const { host, preload } = options;
  const { handlers, snapshots, log } = host;
  // What is being developed is held to its contract; what is shipped is not slowed down by it.
  const router = createRouter({ handlers, log, verifyOutputs: !app.isPackaged });
  const windows = createWindowHost({
    preload,
    connect: (contents) => connectContents({ contents, router, snapshots, log }),
  });

  const actions: Readonly<Record<MenuAction, () => void>> = {
    open: () => windows.showPopover(),
    window: () => windows.showWindow(),
    rescan: () => {
      const context = { face: 'app', signal: new AbortController().signal } as const;
      void router.dispatch('worktrees.rescan', {}, context);
    },
    quit: () => app.quit(),
  };
  const tray = createTrayHost({
    onClick: (bounds) => windows.togglePopover(bounds),
    onAction: (action) => actions[action](),
  });
  setAppMenu();

  // The icon can be hidden by the system: starting the app again always shows the popover.
  app.on('second-instance', () => windows.showPopover());
  app.on('activate', (_event, hasVisibleWindows) => {
    if (!hasVisibleWindows) windows.showPopover();
  });

  app.on('before-quit', () => windows.dispose());
  app.once('will-quit', (event) => {
    event.preventDefault();
    tray.dispose();
    const limit = setTimeout(() => app.exit(0), QUIT_LIMIT_MS);
    void host
      .dispose()
      .catch(() => log('the app could not put everything away before it quit'))
      .finally(() => {
        clearTimeout(limit);
        app.exit(0);
      });
  });
}
