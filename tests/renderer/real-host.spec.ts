import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type Page, test } from '@playwright/test';

import { expect, row, shoot } from './fixture.ts';

const KEY = 'pk-test-abcdef1234567890';
const SCRIPT = new URL('./support/real-host.ts', import.meta.url).pathname;

let home: string;
let child: ChildProcess;
let address: { link: string; gateway: string };

test.beforeEach(async () => {
  home = realpathSync(mkdtempSync(path.join(tmpdir(), 'switchyard-e2e-')));
  const env = { ...process.env, HOME: home };
  for (const name of ['SWITCHYARD_HOME', 'XDG_DATA_HOME', 'CLAUDE_CONFIG_DIR'])
    Reflect.deleteProperty(env, name);
  child = spawn(process.execPath, [SCRIPT], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  address = await new Promise((resolve, reject) => {
    let text = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(JSON.parse(text) as typeof address);
    });
    child.once('exit', (code) => reject(new Error(`The host ended with ${code}: ${text}`)));
  });
});

test.afterEach(async () => {
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGTERM');
  await ended;
  rmSync(home, { recursive: true, force: true });
});

function workspace(repo: string, name: string): string {
  return path.join(home, 'conductor', 'workspaces', repo, name);
}

function settingsOf(repo: string, name: string): string {
  return path.join(workspace(repo, name), '.claude', 'settings.local.json');
}

async function setUp(page: Page): Promise<void> {
  await page.goto(address.link);
  await page.getByLabel('Portkey key').fill(KEY);
  await page.getByText('Advanced').click();
  await page.getByLabel('Gateway URL').fill(address.gateway);
  await page.getByRole('button', { name: 'Save and test' }).click();
  await page.getByLabel('Provider slug').fill('@anthropic-prod');
  await page.getByRole('button', { name: 'Fill models from catalogue' }).click();
  await expect(page.getByText('Filled in the newest model of each tier.')).toBeVisible();
  await page.getByRole('button', { name: 'Save and continue' }).click();
  for (const name of ['oslo', 'kyoto']) await page.getByRole('checkbox', { name }).uncheck();
  await page.getByRole('button', { name: /^Put \d workspaces on Anthropic$/ }).click();
  await page.getByRole('button', { name: 'Done' }).click();
}

test('a person sets up, switches, undoes and clears, and the files on disk are what the window says', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1040, height: 700 });
  await setUp(page);
  await expect(row(page, 'lisbon').getByText('Routed', { exact: true })).toBeAttached();

  const file = settingsOf('web', 'lisbon');
  const { env } = JSON.parse(readFileSync(file, 'utf8')) as { env: Record<string, string> };
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(env).toMatchObject({
    ANTHROPIC_BASE_URL: address.gateway,
    ANTHROPIC_AUTH_TOKEN: KEY,
    ANTHROPIC_API_KEY: '',
    ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-opus-4-8',
  });
  expect(env['ANTHROPIC_CUSTOM_HEADERS']).toContain('\nx-portkey-provider: @anthropic-prod\n');
  const exclude = path.join(home, 'conductor', 'repos', 'web', '.git', 'info', 'exclude');
  expect(readFileSync(exclude, 'utf8')).toContain('/.claude/settings.local.json\n');
  expect(existsSync(settingsOf('web', 'oslo'))).toBe(false);

  await row(page, 'lisbon').locator('.name').click();
  await expect(page.getByRole('heading', { name: 'lisbon' })).toBeVisible();
  await shoot(page, 'real-window');

  await row(page, 'lisbon')
    .getByRole('button', { name: /Anthropic/ })
    .click();
  await page.getByRole('menuitemradio', { name: 'Not routed' }).click();
  await expect(row(page, 'lisbon').getByText('Not routed').first()).toBeVisible({
    timeout: 10_000,
  });
  await expect.poll(() => existsSync(file), { timeout: 10_000 }).toBe(false);

  await page.getByRole('button', { name: 'Undo' }).first().click();
  await expect.poll(() => existsSync(file), { timeout: 10_000 }).toBe(true);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ env });
  const html = await page.evaluate(() => document.documentElement.outerHTML);
  expect(html).not.toContain(KEY);
});

test('worktrees that come and go show by themselves, and a file that was edited by hand after a rescan', async ({
  page,
}) => {
  await page.setViewportSize({ width: 400, height: 600 });
  await setUp(page);
  const main = path.join(home, 'conductor', 'repos', 'web');
  execFileSync('git', [
    '-C',
    main,
    'worktree',
    'add',
    '-q',
    '-b',
    'task-quito',
    workspace('web', 'quito'),
  ]);
  await expect(row(page, 'quito')).toBeVisible();
  execFileSync('git', ['-C', main, 'worktree', 'remove', '--force', workspace('web', 'quito')]);
  await expect(row(page, 'quito')).toHaveCount(0);

  await expect(row(page, 'lisbon').getByText('Routed', { exact: true })).toBeAttached();
  writeFileSync(
    settingsOf('web', 'lisbon'),
    '{"env":{"ANTHROPIC_BASE_URL":"https://elsewhere.example"}}',
  );
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(row(page, 'lisbon').getByText('Needs attention').first()).toBeAttached();
  await shoot(page, 'real-popover-drifted');
});
