import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { app, dialog, Menu, session } from 'electron';

import { compose } from './compose.ts';
import type { AppHost } from './ipc/handlers.ts';
import { readRendererFiles } from './ipc/renderer-files.ts';
import { createKeychainStore } from './services/secrets/keychain-store.ts';
import { registerAppScheme, serveRenderer } from './shell/app-protocol.ts';
import { hardenContents, hardenSession } from './shell/hardening.ts';
import { loadKeytar } from './shell/keychain-keytar.ts';
import { startShell } from './shell/start-shell.ts';
import { PARTITION } from './windows/window-options.ts';

// Whatever the demo keeps, Chromium's files too, is in a folder that goes with it.
const demoFolder = process.argv.includes('--demo')
  ? mkdtempSync(path.join(tmpdir(), 'switchyard-demo-'))
  : null;
// Chromium's own files (and the lock of a single instance) lie apart from Switchyard's, with the home that was chosen.
const home =
  demoFolder || process.env['SWITCHYARD_HOME'] || path.join(app.getPath('appData'), 'Switchyard');
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

if (app.requestSingleInstanceLock()) start().catch(giveUp);
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  // No Dock icon; the packaged app says the same in its Info.plist.
  app.setActivationPolicy?.('accessory');
  const files = await readRendererFiles(path.join(import.meta.dirname, 'renderer'));
  const own = session.fromPartition(PARTITION);
  hardenSession(own);
  serveRenderer(own, files);
  const host = demoFolder === null ? await composeApp() : await composeDemoIn(demoFolder);
  startShell({ host, preload: path.join(import.meta.dirname, 'preload.cjs') });
}

function composeApp(): Promise<AppHost> {
  return compose({
    secrets: createKeychainStore({ load: loadKeytar }),
    env: process.env,
    platform: process.platform,
    watch: true,
    poll: true,
    version: app.getVersion(),
  });
}

async function composeDemoIn(folder: string): Promise<AppHost> {
  const { composeDemo } = await import('./demo-entry.ts');
  const { env, platform } = process;
  return composeDemo({ folder, env, platform, version: app.getVersion() });
}

function giveUp(error: unknown): void {
  const reason = error instanceof Error ? error.message : 'The reason is not known.';
  dialog.showErrorBox('Switchyard could not start', reason);
  app.exit(1);
}
