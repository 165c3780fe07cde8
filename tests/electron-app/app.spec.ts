import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { _electron, type ElectronApplication, expect, type Page, test } from '@playwright/test';

import { electronBinary } from '../../build/electron-binary.ts';

/**
 * The app in the real Electron, unpackaged, with keys in memory. These run where Electron's binary is: on a Mac, on GitHub's
 * runners. Elsewhere they say that they did not run.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');
const BINARY = electronBinary(ROOT);
const NEEDS = '[needs Electron binary]';
const KEY = 'pk-live-abcdef1234567890SECRET';

test.describe.configure({ mode: 'serial' });
test.skip(BINARY === null, 'Electron’s binary is not here');

let home: string;
let app: ElectronApplication;

interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
}

test.beforeEach(async () => {
  home = realpathSync(mkdtempSync(path.join(tmpdir(), 'switchyard-electron-')));
  const repository = path.join(home, 'web');
  mkdirSync(path.join(home, 'conductor/workspaces/web'), { recursive: true });
  const git = (folder: string, ...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid', ...args], {
      cwd: folder,
      stdio: 'ignore',
    });
  git(home, 'init', '-q', '-b', 'main', 'web');
  git(repository, 'commit', '-q', '--allow-empty', '-m', 'one');
  git(
    repository,
    'worktree',
    'add',
    '-q',
    '-b',
    'try',
    path.join(home, 'conductor/workspaces/web/lisbon'),
  );
  app = await _electron.launch({
    executablePath: BINARY ?? '',
    args: [ROOT],
    // Otherwise Playwright takes it for light, whatever the system says.
    colorScheme: null,
    env: {
      ...process.env,
      HOME: home,
      SWITCHYARD_HOME: path.join(home, 'switchyard'),
      SWITCHYARD_SECRETS: 'memory',
    },
  });
});

test.afterEach(async () => {
  if (app.process().exitCode === null) await app.close();
  rmSync(home, { recursive: true, force: true, maxRetries: 3 });
});

/** Opens the popover as starting the app a second time does; a tray cannot be clicked from outside. */
async function popover(): Promise<Page> {
  const opened = app.waitForEvent('window');
  await expect
    .poll(() => app.evaluate(({ app: electron }) => electron.listenerCount('activate')))
    .toBeGreaterThan(0);
  await app.evaluate(({ app: electron }) => void electron.emit('activate', {}, false));
  return opened;
}

function ask(page: Page, name: string, input: unknown): Promise<Answer> {
  return page.evaluate(
    ([asked, given]) => {
      const { switchyard } = window as unknown as {
        switchyard: { request(name: unknown, input: unknown): Promise<Answer> };
      };
      return switchyard.request(asked, given);
    },
    [name, input] as const,
  );
}

test(`opens its popover at its own address and answers it ${NEEDS}`, async () => {
  const page = await popover();
  expect(page.url()).toBe('app://switchyard/index.html?view=popover');
  await expect(page.getByLabel('Portkey key')).toBeVisible();
  expect(await ask(page, 'snapshot.get', {})).toMatchObject({ ok: true });
});

test(`gives its page nothing of Node and no way past the contract ${NEEDS}`, async () => {
  const page = await popover();
  const found = await page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', '__dirname'].filter((name) => name in window),
  );
  expect(found).toEqual([]);
  expect(await ask(page, 'snapshot.get', { more: 1 })).toMatchObject({ ok: false });
  const inside = await page.evaluate(async () => {
    const frame = document.createElement('iframe');
    frame.src = '/index.html';
    document.body.append(frame);
    await new Promise((resolve) => setTimeout(resolve, 200));
    return frame.contentWindow !== null && 'switchyard' in frame.contentWindow;
  });
  expect(inside).toBe(false);
});

test(`stays at its address whatever its page tries ${NEEDS}`, async () => {
  const page = await popover();
  await app.evaluate(({ shell }) => {
    const opened: string[] = [];
    Object.assign(globalThis, { opened });
    shell.openExternal = (url) => Promise.resolve(void opened.push(url));
  });
  await page.evaluate(() => {
    window.open('https://example.com/');
    const link = document.createElement('a');
    link.href = 'https://example.com/';
    document.body.append(link);
    link.click();
    location.href = 'https://example.com/';
  });
  expect(await ask(page, 'snapshot.get', {})).toMatchObject({ ok: true });
  expect(page.url()).toBe('app://switchyard/index.html?view=popover');
  expect(await app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened)).toEqual(
    [],
  );
});

test(`takes what is typed into the popover, and gives no key back ${NEEDS}`, async () => {
  const page = await popover();
  await page.getByLabel('Portkey key').pressSequentially('pk');
  await expect(page.getByLabel('Portkey key')).toHaveValue('pk');
  expect(
    await ask(page, 'accounts.save', { id: 'work', gatewayUrl: 'http://127.0.0.1:9', secret: KEY }),
  ).toMatchObject({ ok: true });
  expect(JSON.stringify(await ask(page, 'snapshot.get', {}))).not.toContain(KEY);
});

test(`applies a preset to a real worktree ${NEEDS}`, async () => {
  const page = await popover();
  await ask(page, 'accounts.save', { id: 'work', gatewayUrl: 'http://127.0.0.1:9', secret: KEY });
  await ask(page, 'presets.save', {
    preset: { id: 'a', name: 'A', provider: '@a', models: { model: 'm' } },
  });
  const worktree = path.join(home, 'conductor/workspaces/web/lisbon');
  expect(
    await ask(page, 'assignments.apply', { worktree, preset: 'a', exclude: true }),
  ).toMatchObject({ ok: true });
  expect(readFileSync(path.join(worktree, '.claude/settings.local.json'), 'utf8')).toContain(
    'x-portkey-provider: @a',
  );
});

test(`opens the window from the popover ${NEEDS}`, async () => {
  const page = await popover();
  const opened = app.waitForEvent('window');
  await page.evaluate(() => void window.open('/index.html?view=window'));
  const second = await opened;
  await expect(second).toHaveTitle('Switchyard');
  expect(second.url()).toBe('app://switchyard/index.html');
});

test(`goes on when its windows are closed ${NEEDS}`, async () => {
  const page = await popover();
  await page.evaluate(() => window.close());
  await expect
    .poll(() =>
      app.evaluate(({ BrowserWindow }) =>
        BrowserWindow.getAllWindows().some((one) => one.isVisible()),
      ),
    )
    .toBe(false);
  expect(await app.evaluate(({ app: electron }) => electron.isReady())).toBe(true);
});

test(`leaves no process and no lock when it quits ${NEEDS}`, async () => {
  await popover();
  const { pid } = app.process();
  const ended = new Promise((resolve) => {
    app.process().once('exit', resolve);
  });
  await app.evaluate(({ app: electron }) => electron.quit());
  expect(await ended).toBe(0);
  expect(pid).toBeDefined();
  expect(existsSync(path.join(home, 'switchyard/Electron/SingletonLock'))).toBe(false);
});
