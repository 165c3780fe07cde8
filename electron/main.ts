import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { app, dialog, Menu, session } from 'electron';

import { readRendererFiles } from './ipc/renderer-files.ts';
import { findRelease, readReleaseSource } from './release-source.ts';
import { setAppMenu } from './shell/app-menu.ts';
import { registerAppScheme, serveRenderer } from './shell/app-protocol.ts';
import { loadUpdater } from './shell/auto-updater.ts';
import { createDiagnostics } from './shell/diagnostics.ts';
import { hardenContents, hardenSession } from './shell/hardening.ts';
import { createMemory } from './shell/memory.ts';
import { createNotices } from './shell/notices.ts';
import { createOpenedLinks } from './shell/opened-links.ts';
import { createShellParts } from './shell/parts.ts';
import { disposeOnQuit } from './shell/quit.ts';
import { startShell } from './shell/start-shell.ts';
import { PARTITION } from './windows/window-options.ts';

const demo = process.argv.includes('--demo');
/** Starts, shows the popover, prints how long that took as one line of JSON, and ends. */
const measuring = process.argv.includes('--measure');
// Whatever the demo keeps, Chromium's files too, is in a folder that goes with it.
const folder = demo || measuring ? mkdtempSync(path.join(tmpdir(), 'switchyard-demo-')) : null;
// Chromium's own files (and the lock of a single instance) lie apart from Switchyard's, with the home that was chosen.
const home =
  folder ?? (process.env['SWITCHYARD_HOME'] || path.join(app.getPath('appData'), 'Switchyard'));
const userData = path.resolve(home, 'Electron');
mkdirSync(userData, { recursive: true });
app.setPath('userData', userData);
app.enableSandbox();
registerAppScheme();
hardenContents();
// Electron's default menu is never needed; building it costs start-up time.
Menu.setApplicationMenu(null);
// A menu-bar app lives on when its windows are closed. It ends by Quit only.
app.on('window-all-closed', () => {});

const notices = createNotices();
const diagnostics = createDiagnostics({ onFault: () => notices.say('fault') });
const links = createOpenedLinks();

/** Shows the popover; before there is one it waits. */
let openApp = (): void => {
  wanted = true;
};
let wanted = false;
// Starting the app again always shows the popover: the icon can be hidden by the system.
app.on('second-instance', (_event, argv) => {
  if (!links.fromArguments(argv)) openApp();
});

if (app.requestSingleInstanceLock()) start().catch(giveUp);
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  diagnostics.mark('ready');
  // No Dock icon; the packaged app says the same in its Info.plist.
  app.setActivationPolicy?.('accessory');
  const memory = createMemory(path.join(userData, 'host.json'));
  const version = app.getVersion();
  const { repository, signed } = readReleaseSource(app.getAppPath());
  const parts = createShellParts({
    version,
    memory,
    notices,
    diagnostics,
    findRelease: repository === null ? null : () => findRelease({ repository, version }),
    loadUpdater: signed ? loadUpdater : null,
  });
  const files = await readRendererFiles(path.join(import.meta.dirname, 'renderer'));
  const own = session.fromPartition(PARTITION);
  await hardenSession(own);
  serveRenderer(own, files);
  setAppMenu();
  // The icon is there by now; what the app is made of is larger and comes behind it.
  const { composeForElectron } = await import('./main-app.ts');
  const host = await composeForElectron({
    parts,
    version,
    packaged: app.isPackaged,
    demoFolder: demo ? folder : null,
    home: measuring ? folder : null,
  });
  diagnostics.logTo(host.log);
  diagnostics.mark('composed');
  const preload = path.join(import.meta.dirname, 'preload.cjs');
  const shell = startShell({ host, preload, parts, memory, notices, links, onPopover: shown });
  openApp = shell.showPopover;
  // Not before: macOS activates an app that it opens at login, too.
  app.on('activate', (_event, hasVisibleWindows) => {
    if (!hasVisibleWindows) shell.showPopover();
  });
  disposeOnQuit({
    windows: shell.dispose,
    rest: async () => {
      parts.dispose();
      await host.dispose();
      if (measuring && folder !== null) rmSync(folder, { recursive: true, force: true });
    },
    log: host.log,
  });
  if (measuring || wanted) shell.showPopover();
}

function shown(): void {
  diagnostics.mark('popover');
  if (!measuring) return;
  console.log(
    JSON.stringify({
      switchyard: 'measure',
      version: app.getVersion(),
      marks: diagnostics.marks(),
    }),
  );
  app.quit();
}

function giveUp(error: unknown): void {
  const reason = error instanceof Error ? error.message : 'The reason is not known.';
  dialog.showErrorBox('Switchyard could not start', reason);
  app.exit(1);
}
