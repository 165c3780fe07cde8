import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { afterEach, expect, it } from 'vitest';

import { compose } from '../../../electron/compose.ts';
import type { Desktop } from '../../../electron/ipc/desktop.ts';
import type { AppHost } from '../../../electron/ipc/handlers.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import { fail, ok } from '../../../shared/domain/failure.ts';
import type { MenuBarSettings } from '../../../shared/domain/menu-bar.ts';

let folder: string;
let app: AppHost;
afterEach(async () => {
  await app.dispose();
  fs.rmSync(folder, { recursive: true, force: true });
});

it('has the host follow what the person chose, from the first call on and after each change', async () => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-desktop-'));
  const home = path.join(folder, 'home');
  fs.mkdirSync(home);
  const chosen = { amount: true, shortcut: 'Alt+Command+S', dock: false, updates: false };
  const settings = { version: 1, roots: [], menuBar: chosen };
  fs.writeFileSync(path.join(home, 'settings.json'), JSON.stringify(settings));
  const followed: MenuBarSettings[] = [];
  const refuse = () => Promise.resolve(fail('host.unsupported'));
  const desktop: Desktop = {
    state: () => ({ loginItem: null, shortcut: 'off', update: { state: 'none' }, notices: [] }),
    subscribe: () => () => undefined,
    follow: (one) => void followed.push(one),
    setLoginItem: refuse,
    openMenuBarSettings: refuse,
    restartToUpdate: refuse,
    dismissNotice: () => undefined,
    saveText: refuse,
  };
  app = await compose({
    home,
    personHome: folder,
    env: {},
    platform: 'linux',
    version: '1.0.0',
    secrets: createMemorySecretStore(),
    watch: false,
    poll: false,
    desktop,
  });
  expect(followed).toEqual([chosen]);
  expect(app.snapshots.get().desktop).toEqual(desktop.state());

  const context = { face: 'app', signal: new AbortController().signal } as const;
  const saved = await app.handlers['settings.save']({ menuBar: { updates: true } }, context);
  expect(saved).toEqual(ok(null));
  expect(followed).toEqual([chosen, { ...chosen, updates: true }]);
});
