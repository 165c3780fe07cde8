import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import type { Result } from '../../../shared/domain/failure.ts';
import { compose } from '../../../electron/compose.ts';
import type { AppHost } from '../../../electron/ipc/handlers.ts';
import { createRouter } from '../../../electron/ipc/router.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import { type GitRepo, makeGitRepo } from '../support/git-repo.ts';
import { ANTHROPIC, KEY } from '../support/settings-bench.ts';

let repo: GitRepo;
let home: string;
let app: AppHost | null;
const context = { face: 'app', signal: new AbortController().signal } as const;

beforeEach(async () => {
  repo = await makeGitRepo(['lisbon']);
  home = path.join(repo.root, 'switchyard');
  process.env['HOME'] = repo.root;
  process.env['CLAUDE_CONFIG_DIR'] = path.join(repo.root, '.claude');
  app = null;
});
afterEach(async () => {
  await app?.dispose();
  repo.dispose();
});

async function start(watch = true): Promise<AppHost> {
  app = await compose({
    home,
    env: process.env,
    platform: 'linux',
    version: '1.2.3',
    secrets: createMemorySecretStore(),
    poll: false,
    watch,
  });
  return app;
}

/** The first snapshot that a condition holds for. */
function until(host: AppHost, holds: (snapshot: AppSnapshot) => boolean): Promise<AppSnapshot> {
  return vi.waitFor(
    () => {
      const snapshot = host.snapshots.get();
      if (!holds(snapshot)) throw new Error(`not yet: ${JSON.stringify(snapshot.scan)}`);
      return snapshot;
    },
    { timeout: 8_000, interval: 20 },
  );
}

/** Asks as a view does, with outputs held against the contract. */
async function ask(host: AppHost, name: string, input: unknown) {
  const router = createRouter({
    handlers: host.handlers,
    log: (line) => {
      throw new Error(line);
    },
    verifyOutputs: true,
  });
  return router.dispatch(name, input, context);
}

async function asked(host: AppHost, name: string, input: unknown): Promise<unknown> {
  const result = await ask(host, name, input);
  if (!result.ok) throw new Error(`${name}: ${result.failure.message}`);
  return result.value;
}

function codeOf(result: Result<unknown>): string {
  return result.ok ? 'done' : result.failure.code;
}

const lisbon = (snapshot: AppSnapshot) => snapshot.worktrees.find((one) => one.name === 'lisbon');

describe('the composed app', () => {
  it('starts empty, writes nothing by itself, and shows the workspaces of a folder that is added', async () => {
    const host = await start();
    expect(host.snapshots.get()).toMatchObject({
      version: '1.2.3',
      accounts: [],
      presets: [],
      worktrees: [],
      undo: null,
    });
    await until(host, (snapshot) => snapshot.scan.at !== null && !snapshot.scan.running);
    expect(fs.existsSync(path.join(home, 'state.db'))).toBe(false);
    await asked(host, 'roots.add', { path: repo.root });
    const snapshot = await until(host, (one) => one.worktrees.length === 2);
    expect(snapshot.roots).toEqual([{ path: repo.root, source: 'person', exists: true }]);
    expect(lisbon(snapshot)).toMatchObject({ assignment: null, drifted: false, shadowedBy: [] });
    expect(fs.existsSync(path.join(repo.linked[0]?.path ?? '', '.claude'))).toBe(false);
  });

  it('shows what an apply, a drift, a clear and an undo do', async () => {
    const host = await start();
    await asked(host, 'roots.add', { path: repo.root });
    await asked(host, 'accounts.save', { id: 'work', secret: KEY });
    await asked(host, 'presets.save', { preset: ANTHROPIC });
    const worktree = repo.linked[0]?.path ?? '';
    const input = { worktree, preset: 'anthropic', exclude: true };
    const preview = await asked(host, 'assignments.preview', input);
    expect(JSON.stringify(preview)).not.toContain(KEY);
    await asked(host, 'assignments.apply', input);
    const applied = host.snapshots.get();
    expect(lisbon(applied)).toMatchObject({
      drifted: false,
      assignment: { presetId: 'anthropic', accountId: 'work' },
    });
    expect(applied.undo?.summary).toContain('lisbon');
    expect(JSON.stringify(applied)).not.toContain(KEY);

    const trace = await asked(host, 'assignments.setTrace', { worktree, trace: 'mine' });
    expect(trace).toMatchObject({ trace: 'mine' });
    expect(await asked(host, 'assignments.traceHistory', { worktree })).toHaveLength(2);
    const text = await asked(host, 'assignments.environment', { worktree, format: 'conductor' });
    expect(JSON.stringify(text)).toContain('mine');
    expect(JSON.stringify(text)).not.toContain(KEY);
    expect(JSON.stringify(await asked(host, 'journal.list', {}))).not.toContain(KEY);

    const file = path.join(worktree, '.claude/settings.local.json');
    fs.writeFileSync(file, fs.readFileSync(file, 'utf8').replace('claude-opus-4-8', 'x'));
    await asked(host, 'worktrees.rescan', {});
    expect(lisbon(host.snapshots.get())?.drifted).toBe(true);
  });

  it('refuses to lose what a workspace needs, and lets it go once that is gone', async () => {
    const host = await start(false);
    await asked(host, 'roots.add', { path: repo.root });
    await asked(host, 'accounts.save', { id: 'work', secret: KEY });
    await asked(host, 'presets.save', { preset: ANTHROPIC });
    const worktree = repo.linked[0]?.path ?? '';
    const early = await ask(host, 'assignments.setTrace', { worktree, trace: 'x' });
    expect(codeOf(early)).toBe('journal.empty');
    await asked(host, 'assignments.apply', { worktree, preset: 'anthropic', exclude: true });
    for (const [name, input, code] of [
      ['presets.remove', { id: 'anthropic' }, 'preset.in_use'],
      [
        'presets.save',
        { preset: { ...ANTHROPIC, id: 'b' }, replaces: 'anthropic' },
        'preset.in_use',
      ],
      ['accounts.remove', { id: 'work' }, 'request.invalid'],
      ['accounts.rename', { id: 'work', to: 'home' }, 'request.invalid'],
    ] as const) {
      const refused = await ask(host, name, input);
      expect([name, codeOf(refused)]).toEqual([name, code]);
    }
    await asked(host, 'presets.save', { preset: { ...ANTHROPIC, name: 'New name' } });
    repo.git('web', 'worktree', 'remove', '--force', worktree);
    await asked(host, 'presets.remove', { id: 'anthropic' });
    await asked(host, 'accounts.remove', { id: 'work' });
    expect(host.snapshots.get()).toMatchObject({ presets: [], accounts: [] });
  });

  it('notices what another process changes in its files', async () => {
    const host = await start();
    await until(host, (snapshot) => snapshot.scan.at !== null && !snapshot.scan.running);
    const write = (name: string, value: unknown) =>
      fs.writeFileSync(path.join(home, name), JSON.stringify(value));
    write('presets.json', { version: 1, presets: [ANTHROPIC] });
    await until(host, (snapshot) => snapshot.presets.length === 1);
    write('settings.json', { version: 1, roots: [repo.root] });
    await until(host, (snapshot) => snapshot.worktrees.length === 2);
    repo.git(
      'web',
      'worktree',
      'add',
      '-q',
      '-b',
      'third',
      path.join(repo.root, 'workspaces/web/third'),
    );
    await until(host, (snapshot) => snapshot.worktrees.length === 3);
  });

  it('keeps showing what it knew when a file of its own breaks, and says so', async () => {
    fs.mkdirSync(home);
    fs.writeFileSync(path.join(home, 'settings.json'), '{ broken');
    const host = await start(false);
    const snapshot = await until(host, (one) => one.scan.at !== null && !one.scan.running);
    expect(snapshot.scan.problems.map((one) => one.message).join()).toContain(
      'settings.json is not JSON',
    );
    const refused = await ask(host, 'roots.add', { path: repo.root });
    expect(codeOf(refused)).toBe('state.unreadable');
    expect(fs.readFileSync(path.join(home, 'settings.json'), 'utf8')).toBe('{ broken');
  });

  it('says why it does not start when its state is of a newer version', async () => {
    const { openStateDatabase } = await import('../../../electron/services/state/database.ts');
    const opened = await openStateDatabase(home);
    if (opened.ok) {
      opened.value.transaction((sql) => sql.prepare('PRAGMA user_version = 999').run());
      opened.value.dispose();
    }
    await expect(start(false)).rejects.toThrow('newer Switchyard');
  });

  it('leaves nothing running when it is disposed, wherever it is', async () => {
    const script = `
      import { compose } from '${path.resolve('electron/compose.ts')}';
      import { createMemorySecretStore } from '${path.resolve('electron/services/secrets/secret-store.ts')}';
      const app = await compose({ home: ${JSON.stringify(home)}, env: process.env, platform: 'linux',
        version: '1', secrets: createMemorySecretStore(), watch: true, poll: false });
      const context = { face: 'app', signal: new AbortController().signal };
      await app.handlers['roots.add']({ path: ${JSON.stringify(repo.root)} }, context);
      if (process.argv[1] === 'busy') void app.handlers['worktrees.rescan']({}, context);
      await app.dispose();
      process.on('exit', (code) => console.log('ended', code));`;
    for (const mode of ['quiet', 'busy']) {
      const child = spawn(process.execPath, ['--input-type=module', '-e', script, mode], {
        env: process.env,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      let output = '';
      child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
      const killer = setTimeout(() => child.kill(), 10_000);
      const code = await new Promise((resolve) => {
        child.on('close', resolve);
      });
      clearTimeout(killer);
      expect([mode, code, output.trim()]).toEqual([mode, 0, 'ended 0']);
    }
    expect(fs.existsSync(path.join(home, 'switchyard.log'))).toBe(false);
  }, 25_000);
});

describe('the home folder', () => {
  it('of the person who runs the tests is not looked at', () => {
    expect(os.homedir()).toBe(repo.root);
  });
});
