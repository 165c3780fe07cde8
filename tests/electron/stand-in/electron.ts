import { EventEmitter } from 'node:events';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

import type { App } from 'electron';
import { type Browser, chromium } from 'playwright';

import { CHROMIUM_FLAGS, findChromium } from '../../../build/test/chromium.ts';
import { listen } from './drive.ts';
import { createSession, type StandInSession } from './sessions.ts';
import { strict } from './strict.ts';
import { createSystem } from './system.ts';
import { createWindowClass } from './windows.ts';

/**
 * Stands in for Electron's module while the built app runs under plain Node. Windows are pages of a real Chromium; the rest
 * of the system is kept in mind. Members carry the types of Electron's own declarations.
 */

let browser: { readonly webRtc: string; readonly opened: Promise<Browser> } | null = null;
/** Opened for the first page, because Chromium takes the policy of WebRTC on its command line only: one for all pages. */
const openBrowser = (webRtc: string): Promise<Browser> => {
  browser ??= { webRtc, opened: launch(webRtc) };
  if (browser.webRtc !== webRtc) throw new Error(`A page has the WebRTC policy “${webRtc}”.`);
  return browser.opened;
};
const launch = (webRtc: string): Promise<Browser> => {
  const executablePath = findChromium();
  return chromium.launch({
    // The same flag by its name of today and the one that it had.
    args: [
      ...CHROMIUM_FLAGS,
      `--webrtc-ip-handling-policy=${webRtc}`,
      `--force-webrtc-ip-handling-policy=${webRtc}`,
    ],
    // The host ends it itself, in its own order.
    handleSIGTERM: false,
    ...(executablePath === null ? {} : { executablePath }),
  });
};
const closeBrowser = async (): Promise<void> => (await browser?.opened)?.close();

const sessions = new Map<string, StandInSession>();
const sessionOf = (partition: string): StandInSession => {
  const known = sessions.get(partition) ?? createSession(openBrowser);
  sessions.set(partition, known);
  return known;
};
const system = createSystem();
const { deeds, trays, parts } = system;
const windows = createWindowClass({
  sessionOf,
  onContents: (contents) => void app.emit('web-contents-created', {}, contents),
});

const paths = new Map<string, string>([
  ['appData', path.join(process.env['HOME'] ?? '', 'appData')],
]);
const state = { loginItem: false, dock: false, sandboxed: false, quitting: false };

async function exit(code = 0): Promise<void> {
  await closeBrowser();
  process.exit(code);
}

function preventable(): { event: { preventDefault(): void }; prevented: () => boolean } {
  let prevented = false;
  return { event: { preventDefault: () => (prevented = true) }, prevented: () => prevented };
}

const app = strict(
  'app',
  Object.assign(new EventEmitter(), {
    isPackaged: false,
    whenReady: (): ReturnType<App['whenReady']> => setImmediate(),
    getVersion: (): string => process.env['npm_package_version'] ?? '0.0.0',
    getAppPath: (): string => path.resolve(import.meta.dirname, '../../..'),
    getPath: (name: string): string => paths.get(name) ?? '',
    setPath: (name: string, value: string): void => void paths.set(name, value),
    enableSandbox: (): void => void (state.sandboxed = true),
    requestSingleInstanceLock: (): boolean => true,
    setActivationPolicy: (): void => undefined,
    dock: strict('app.dock', {
      show: (): Promise<void> => Promise.resolve(void (state.dock = true)),
      hide: (): void => void (state.dock = false),
    }),
    getLoginItemSettings: () => ({
      openAtLogin: state.loginItem,
      status: state.loginItem ? 'enabled' : 'not-registered',
    }),
    setLoginItemSettings: ({ openAtLogin = false }: { openAtLogin?: boolean }): void =>
      void (state.loginItem = openAtLogin),
    exit: (code?: number): void => void exit(code),
    quit: (): void => {
      if (state.quitting) return;
      const before = preventable();
      app.emit('before-quit', before.event);
      if (before.prevented()) return;
      for (const window of windows.BrowserWindow.getAllWindows()) window.close();
      // A window that refuses to close calls the quit off.
      if (windows.all.size > 0) return;
      const will = preventable();
      app.emit('will-quit', will.event);
      if (!will.prevented()) void exit(0);
    },
  }),
);

const session = strict('session', { fromPartition: (name: string) => sessionOf(name).session });
const protocol = strict('protocol', {
  schemes: [] as unknown[],
  registerSchemesAsPrivileged: (schemes: readonly unknown[]): void =>
    void protocol.schemes.push(...schemes),
});
const { BrowserWindow } = windows;
const {
  clipboard,
  dialog,
  globalShortcut,
  Menu,
  nativeImage,
  net,
  Notification,
  powerMonitor,
  screen,
  shell,
  Tray,
} = parts;

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  globalShortcut,
  Menu,
  nativeImage,
  net,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  Tray,
};

/** What the tests see of the host process. */
export const world = {
  app,
  windows: windows.all,
  trays,
  deeds,
  sessions,
  state,
  powerMonitor,
  protocol,
  closeBrowser,
};
export type World = typeof world;
listen(world);
