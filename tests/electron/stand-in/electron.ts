import { EventEmitter } from 'node:events';
import path from 'node:path';
import { setImmediate } from 'node:timers/promises';

import type * as Electron from 'electron';
import type { App, CustomScheme, Dock } from 'electron';
import { type Browser, chromium } from 'playwright';

import { CHROMIUM_FLAGS, findChromium } from '../../../build/test/chromium.ts';
import { listen } from './drive.ts';
import type { Like } from './like.ts';
import { preventable } from './page-wiring.ts';
import { createSession, type StandInSession } from './sessions.ts';
import { createSingleInstance } from './single-instance.ts';
import { strict } from './strict.ts';
import { createSystem } from './system.ts';
import { createWindowClass } from './windows.ts';

/**
 * Stands in for Electron's module while the built app runs under plain Node. Windows are pages of a real Chromium; the rest
 * of the system is kept in mind. Members carry the types of Electron's own declarations.
 */
const FLAGS = [
  ...CHROMIUM_FLAGS,
  // No name leads anywhere, whatever gets past the routes. The tests listen on this one address to see what does.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];

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
      ...FLAGS,
      `--webrtc-ip-handling-policy=${webRtc}`,
      `--force-webrtc-ip-handling-policy=${webRtc}`,
    ],
    // The host ends it itself, in its own order.
    handleSIGTERM: false,
    ...(executablePath === null ? {} : { executablePath }),
  });
};

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

type UsedOfApp =
  | 'isPackaged'
  | 'whenReady'
  | 'getVersion'
  | 'getAppPath'
  | 'getPath'
  | 'setPath'
  | 'enableSandbox'
  | 'requestSingleInstanceLock'
  | 'setActivationPolicy'
  | 'dock'
  | 'getLoginItemSettings'
  | 'setLoginItemSettings'
  | 'exit'
  | 'quit';

const paths = new Map<string, string>([
  ['appData', path.join(process.env['HOME'] ?? '', 'appData')],
]);
const state = { loginItem: false, dock: false, sandboxed: false, quitting: false };

const singleInstance = createSingleInstance({
  folder: () => app.getPath('userData'),
  onSecond: ({ argv, cwd }) => void app.emit('second-instance', {}, argv, cwd, null),
});

async function exit(code = 0): Promise<void> {
  singleInstance.release();
  await (await browser?.opened)?.close();
  process.exit(code);
}

const app = strict(
  'app',
  Object.assign(new EventEmitter(), {
    isPackaged: false,
    whenReady: () => setImmediate(),
    getVersion: () => process.env['npm_package_version'] ?? '0.0.0',
    getAppPath: () => path.resolve(import.meta.dirname, '../../..'),
    getPath: (name: string) => paths.get(name) ?? '',
    setPath: (name, value) => void paths.set(name, value),
    enableSandbox: () => void (state.sandboxed = true),
    requestSingleInstanceLock: () => singleInstance.request(),
    setActivationPolicy: () => undefined,
    dock: strict('app.dock', {
      show: () => Promise.resolve(void (state.dock = true)),
      hide: () => void (state.dock = false),
    } satisfies Like<Dock, 'show' | 'hide'>),
    getLoginItemSettings: () => ({
      openAtLogin: state.loginItem,
      wasOpenedAtLogin: false,
      executableWillLaunchAtLogin: state.loginItem,
      launchItems: [],
      status: state.loginItem ? 'enabled' : 'not-registered',
    }),
    setLoginItemSettings: ({ openAtLogin = false }) => void (state.loginItem = openAtLogin),
    exit: (code) => void exit(code),
    quit: () => {
      if (state.quitting) return;
      const before = preventable({});
      app.emit('before-quit', before.event);
      if (before.prevented()) return;
      for (const window of windows.BrowserWindow.getAllWindows()) window.close();
      // A window that refuses to close calls the quit off.
      if (windows.all.size > 0) return;
      const will = preventable({});
      app.emit('will-quit', will.event);
      if (!will.prevented()) void exit(0);
    },
  } satisfies Like<App, UsedOfApp>),
);

const session = strict('session', {
  fromPartition: (name) => sessionOf(name).session,
} satisfies Like<typeof Electron.session, 'fromPartition'>);
const schemes: CustomScheme[] = [];
const protocol = strict('protocol', {
  registerSchemesAsPrivileged: (given) => void schemes.push(...given),
} satisfies Like<typeof Electron.protocol, 'registerSchemesAsPrivileged'>);
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
  schemes,
  /** The Chromium of the pages; undefined before the first. */
  browser: () => browser?.opened,
  /** Ends the process and Chromium without asking the app. */
  end: exit,
};
export type World = typeof world;
listen(world);
