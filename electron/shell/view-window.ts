import { BrowserWindow, shell, type WebContents } from 'electron';

import { APP_ORIGIN, isWindowLink } from '../ipc/sender-policy.ts';
import { type CrashCounter } from '../windows/crash-policy.ts';
import { pageOf, type View } from '../windows/window-options.ts';
import type { ViewLink } from './ipc-host.ts';

/** What every window of ours needs of the app. */
export interface ViewPorts {
  /** Absolute path of the built preload. */
  readonly preload: string;
  readonly packaged: boolean;
  /** Is called once for each window, before its page is loaded. */
  readonly connect: (contents: WebContents) => ViewLink;
  /** Where a link of a page may lead outside of the app; null: nowhere. */
  readonly target: (address: string) => string | null;
  readonly showWindow: () => void;
  /** Told of a page that crashed. `stopped`: too often, so it was not made anew. */
  readonly onCrash: (view: View, stopped: boolean) => void;
  readonly log: (line: string) => void;
}

/** A window with its page. */
export interface ViewWindow {
  readonly window: BrowserWindow;
  readonly link: ViewLink;
}

/**
 * Makes one window, connects it and loads its page. Links that ask for the window open it, links that may be opened go to
 * the browser, everything else is refused.
 *
 * @param options.crashes counts the crashes of this view over all of its windows
 * @param options.onGone the page crashed and the window is destroyed; `again` says whether it may be made anew
 */
export function makeViewWindow(options: {
  readonly view: View;
  readonly settings: Electron.BrowserWindowConstructorOptions;
  readonly ports: ViewPorts;
  readonly crashes: CrashCounter;
  readonly onGone: (again: boolean) => void;
}): ViewWindow {
  const { view, ports, crashes, onGone } = options;
  const window = new BrowserWindow(options.settings);
  const { webContents } = window;
  const link = ports.connect(webContents);
  webContents.setWindowOpenHandler(({ url }) => {
    const target = ports.target(url);
    if (isWindowLink(url)) ports.showWindow();
    else if (target === null) ports.log('a link to a place that is not allowed was refused');
    else void shell.openExternal(target);
    return { action: 'deny' };
  });
  webContents.once('render-process-gone', (_event, details) => {
    // Ended on purpose, with the app.
    if (details.reason === 'clean-exit') return;
    ports.log(`the page of the ${view} ended: ${details.reason} (${details.exitCode})`);
    const again = crashes.add() === 'recreate';
    window.destroy();
    ports.onCrash(view, !again);
    onGone(again);
  });
  void window.loadURL(APP_ORIGIN + pageOf(view)).catch((error: unknown) => {
    // Loading also ends this way when the window goes before its page has come.
    if (!window.isDestroyed())
      ports.log(`the page of the ${view} could not be loaded: ${String(error)}`);
  });
  return { window, link };
}
