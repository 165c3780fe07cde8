/**
 * Where a key can be found after a day's work with the built product: in the settings files of worktrees whose account
 * writes it there, and nowhere else.
 */
import { chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { KEYS, makeProduct } from './peers/product.ts';
import type { Product } from './peers/product.ts';
import { localSettingsPath } from './peers/repo.ts';
import { filesHolding, spellings } from './peers/search.ts';

// On a Mac `security` would ask in a dialog whether it may read the key of the keyless account.
const mac = process.platform === 'darwin';
if (mac) console.warn('Skipped: macOS asks in a dialog before another program may read a key.');
const OWN_TOKEN = 'sk-ant-the-persons-own-1d2c3b';

describe.skipIf(mac)('the keys, after accounts, applies, switches, clears and undos', () => {
  let product: Product;
  let spied: string;
  const names = ['token', 'keyless', 'cleared', 'had its own', 'undone'];
  beforeAll(async () => {
    product = await makeProduct({ claude: '', worktrees: names });
    spied = await spyOnPrograms();
    const own = localSettingsPath(worktree('had its own'));
    await mkdir(join(own, '..'));
    await writeFile(own, JSON.stringify({ env: { ANTHROPIC_AUTH_TOKEN: OWN_TOKEN } }));
    await chmod(own, 0o644);
    for (const name of names) {
      for (const preset of ['prod', 'dev']) await spy('apply', worktree(name), '--preset', preset);
    }
    await spy('apply', worktree('keyless'), '--preset', 'prod', '--account', 'keyless');
    await spy('apply', worktree('token'), '--preset', 'balanced', '--dry-run');
    await spy('trace', worktree('token'), '--new');
    await spy('clear', worktree('cleared'));
    await spy('undo');
    await spy('clear', worktree('cleared'));
    await spy('apply', worktree('undone'), '--preset', 'everything');
    await spy('undo');
    await spy('redo');
    await spy('undo');
    for (const listing of [
      ['accounts', 'list'],
      ['presets', 'list'],
      ['undo', '--list'],
      ['history', '--show', '1'],
      ['history', '--original', worktree('had its own')],
    ]) {
      await spy(...listing);
    }
    await spy('presets', 'export', 'prod');
    await spy('worktrees', '--root', product.repo.root);
    await spy('accounts', 'test', 'work');
    for (const format of ['conductor', 'dotenv', 'json']) {
      await spy('env', worktree('token'), '--format', format);
    }
  });
  afterAll(() => product.dispose());

  const worktree = (name: string): string => product.repo.worktrees[names.indexOf(name)] ?? '';
  const settings = (...of: string[]) => of.map((name) => localSettingsPath(worktree(name))).sort();

  /** Puts a program of each name in front of the real one that writes down how it is called. @returns the folder */
  async function spyOnPrograms(): Promise<string> {
    const folder = join(product.repo.root, 'spies');
    await mkdir(folder);
    for (const name of ['git', 'secret-tool', 'dbus-send']) {
      const script = [
        '#!/bin/sh',
        `{ echo "${name} $*"; env; } >> '${folder}/calls'`,
        `PATH=\${PATH#*:} exec ${name} "$@"`,
      ];
      await writeFile(join(folder, name), `${script.join('\n')}\n`, { mode: 0o755 });
    }
    return folder;
  }
  async function spy(...args: string[]): Promise<void> {
    const run = await product.switchyard.run(args, {
      env: { PATH: `${spied}:${process.env['PATH']}` },
    });
    expect(run).toMatchObject({ code: 0 });
  }

  it('are in the settings files of the worktrees that use them, and in no other file', async () => {
    const { home, keyring, repo, switchyard } = product;
    const folders = [repo.root, switchyard.home, home.home, keyring.folder ?? repo.root];
    expect(await filesHolding(KEYS.work, folders)).toEqual(
      settings('token', 'had its own', 'undone'),
    );
    expect(await filesHolding(KEYS.keyless, folders)).toEqual([]);
    expect(await filesHolding(OWN_TOKEN, folders)).toEqual([]);
  });

  it('are printed by no command, and given to no program that is run', async () => {
    const printed = Buffer.from(JSON.stringify(product.switchyard.runs));
    const calls = await readFile(join(spied, 'calls'));
    expect(calls.toString()).toMatch(/^git -C /m);
    expect(calls.toString()).toMatch(/^secret-tool lookup service Switchyard/m);
    for (const secret of [...Object.values(KEYS), OWN_TOKEN]) {
      for (const spelling of spellings(secret)) {
        expect(printed.includes(spelling)).toBe(false);
        expect(calls.includes(spelling)).toBe(false);
      }
    }
  });

  it('can be read by their owner only, also in a file that everybody could read before', async () => {
    for (const file of settings('token', 'keyless', 'had its own', 'undone')) {
      expect([(await stat(file)).mode & 0o777, file]).toEqual([0o600, file]);
    }
  });

  it('are shown with all but the last four characters masked, and whole only when asked for', async () => {
    const env = async (...args: string[]) =>
      (await product.switchyard.run(['env', worktree('token'), ...args])).stdout;
    expect(await env()).toContain(`ANTHROPIC_AUTH_TOKEN="••••${KEYS.work.slice(-4)}"`);
    const revealed = await env('--reveal');
    expect(revealed).toContain(`ANTHROPIC_AUTH_TOKEN="${KEYS.work}"`);
    expect(revealed).toContain(`x-portkey-api-key: ${KEYS.work}\n`);
  });

  it('come back out of the keychain when the file’s own token is put back', async () => {
    await product.switchyard.ask(['clear', worktree('had its own')]);
    const text = await readFile(localSettingsPath(worktree('had its own')), 'utf8');
    expect(JSON.parse(text)).toEqual({ env: { ANTHROPIC_AUTH_TOKEN: OWN_TOKEN } });
  });
});
