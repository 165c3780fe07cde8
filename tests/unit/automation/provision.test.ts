import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createAutomation } from '../../../electron/automation/automation.ts';
import { compose } from '../../../electron/compose.ts';
import { createCore } from '../../../electron/core.ts';
import type { AppHost } from '../../../electron/ipc/handlers.ts';
import { createRouter } from '../../../electron/ipc/router.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import { type GitRepo, makeGitRepo } from '../support/git-repo.ts';
import { ANTHROPIC, KEY, must } from '../support/settings-bench.ts';

const run = promisify(execFile);
const secrets = createMemorySecretStore();

let repo: GitRepo;
let hosts: AppHost[];
const context = { face: 'app', signal: new AbortController().signal } as const;

beforeEach(async () => {
  repo = await makeGitRepo(['lisbon']);
  hosts = [];
});
afterEach(async () => {
  await Promise.all(hosts.map((host) => host.dispose()));
  repo.dispose();
});

const options = () => ({
  home: path.join(repo.root, 'switchyard'),
  personHome: repo.root,
  env: { ...process.env, HOME: repo.root, CLAUDE_CONFIG_DIR: path.join(repo.root, '.claude') },
  platform: 'linux' as const,
  version: '1.2.3',
  secrets,
});

async function start(goneForMs = 60_000): Promise<AppHost> {
  const host = await compose({ ...options(), poll: false, watch: true, goneForMs });
  hosts.push(host);
  return host;
}

async function ask(host: AppHost, name: string, input: unknown): Promise<unknown> {
  const log = (line: string) => {
    throw new Error(line);
  };
  const router = createRouter({ handlers: host.handlers, log, verifyOutputs: true });
  return must(await router.dispatch(name, input, context));
}

function until(
  host: AppHost,
  holds: (snapshot: AppSnapshot) => boolean,
  timeout = 10_000,
): Promise<AppSnapshot> {
  return vi.waitFor(
    () => {
      const snapshot = host.snapshots.get();
      if (!holds(snapshot)) throw new Error(JSON.stringify(snapshot.provisioned.slice(0, 2)));
      return snapshot;
    },
    { timeout, interval: 20 },
  );
}

/** An account, a preset, a watched folder, and a rule for the repository. */
async function ready(goneForMs?: number): Promise<AppHost> {
  const host = await start(goneForMs);
  await ask(host, 'roots.add', { path: repo.root });
  await ask(host, 'accounts.save', { id: 'work', secret: KEY });
  await ask(host, 'presets.save', { preset: ANTHROPIC });
  await until(host, (snapshot) => snapshot.worktrees.length === 2 && !snapshot.scan.running);
  await ask(host, 'rules.save', { repo: 'web', preset: 'anthropic', metadata: { team: 'web' } });
  // The clock of the file system runs a few milliseconds behind.
  await pause(30);
  return host;
}

const folder = (name: string) => path.join(repo.root, 'workspaces/web', name);
const file = (name: string) => path.join(folder(name), '.claude/settings.local.json');
const add = (name: string) =>
  run('git', ['worktree', 'add', '-q', '-b', `new/${name}`, folder(name)], {
    cwd: path.join(repo.root, 'web'),
  });
const remove = (name: string) =>
  run('git', ['worktree', 'remove', '--force', folder(name)], { cwd: path.join(repo.root, 'web') });
const assigned = (snapshot: AppSnapshot, name: string) =>
  snapshot.worktrees.find((one) => one.name === name)?.assignment ?? null;

async function journalOf(host: AppHost) {
  const list = (await ask(host, 'journal.list', { limit: 500 })) as {
    action: string;
    worktreePath: string;
  }[];
  return list.filter((one) => one.action === 'apply').map((one) => one.worktreePath);
}

describe('a rule for new workspaces', () => {
  it('touches what comes after it, and nothing that was there', async () => {
    const host = await ready();
    await add('porto');
    const snapshot = await until(host, (one) => one.provisioned.length === 1);
    expect(snapshot.provisioned[0]).toMatchObject({
      worktree: folder('porto'),
      name: 'porto',
      preset: 'anthropic',
      rule: 'r1',
      failure: null,
    });
    expect(assigned(snapshot, 'porto')).toMatchObject({
      presetId: 'anthropic',
      metadata: { team: 'web' },
    });
    expect(fs.existsSync(file('lisbon'))).toBe(false);
    expect(fs.existsSync(path.join(repo.root, 'web/.claude'))).toBe(false);

    await ask(host, 'journal.undo', { id: snapshot.provisioned[0]?.journalId });
    const undone = await until(host, (one) => one.provisioned.length === 0);
    expect(assigned(undone, 'porto')).toBeNull();
    expect(fs.existsSync(file('porto'))).toBe(false);
    await ask(host, 'worktrees.rescan', {});
    await pause(400);
    expect(fs.existsSync(file('porto'))).toBe(false);
  });

  it('does not apply again what was cleared by hand, also after a restart', async () => {
    const host = await ready();
    await add('porto');
    await until(host, (one) => one.provisioned.length === 1);
    await ask(host, 'assignments.clear', { worktree: folder('porto') });
    await host.dispose();
    hosts = [];
    const again = await start();
    await until(again, (one) => one.worktrees.length === 3 && !one.scan.running);
    await pause(400);
    expect(fs.existsSync(file('porto'))).toBe(false);
  });

  it('tells a failure once and does not try again', async () => {
    const host = await ready();
    await ask(host, 'rules.save', { id: 'r1', repo: 'web', preset: 'anthropic' });
    fs.rmSync(path.join(repo.root, 'switchyard/presets.json'));
    await add('porto');
    const snapshot = await until(host, (one) => one.provisioned.length === 1);
    expect(snapshot.provisioned[0]?.failure).toContain('no preset');
    await ask(host, 'presets.save', { preset: ANTHROPIC });
    await ask(host, 'worktrees.rescan', {});
    await pause(400);
    expect(fs.existsSync(file('porto'))).toBe(false);
    await ask(host, 'automation.dismiss', {});
    expect(host.snapshots.get().provisioned).toEqual([]);
  });

  it('says which worktrees it would be about, and writes nothing for that', async () => {
    const host = await ready();
    const tried = await ask(host, 'rules.test', { path: 'web/l*' });
    expect(tried).toEqual({
      matches: [{ worktree: folder('lisbon'), name: 'lisbon', repo: 'web', rule: null }],
    });
    expect(await ask(host, 'rules.test', {})).toMatchObject({ matches: [{ rule: 'r1' }] });
    expect(await ask(host, 'rules.test', { repo: 'api' })).toEqual({ matches: [] });
    await ask(host, 'rules.remove', { id: 'r1' });
    await add('porto');
    await until(host, (one) => one.worktrees.length === 3);
    await pause(300);
    expect(fs.existsSync(file('porto'))).toBe(false);
  });

  it('is carried out once by two runs at the same time', async () => {
    await ready();
    const cores = [createCore(options()), createCore(options())];
    for (const name of ['porto', 'faro', 'braga']) await add(name);
    const all = await repo.all();
    const results = await Promise.all(
      cores.map((core) => createAutomation(core).provisioner('cli').provision(all)),
    );
    await Promise.all(cores.map((core) => core.dispose()));
    const host = hosts[0];
    if (host === undefined) throw new Error('no host');
    await until(host, (one) => one.provisioned.length === 3);
    expect((await journalOf(host)).toSorted()).toEqual([
      folder('braga'),
      folder('faro'),
      folder('porto'),
    ]);
    for (const result of results)
      expect(must(result).some((one) => one.state === 'failed')).toBe(false);
  });
});

describe('fifty workspaces that come and go', () => {
  it('are each provisioned once, and closed afterwards', { timeout: 120_000 }, async () => {
    const host = await ready(1500);
    const names = Array.from({ length: 50 }, (_, index) => `city-${index}`);
    for (const name of names) await add(name);
    const done = await until(
      host,
      (one) => names.every((name) => assigned(one, name) !== null),
      40_000,
    );
    expect(done.provisioned).toHaveLength(20);
    const traces = new Set(names.map((name) => assigned(done, name)?.trace));
    expect(traces.size).toBe(50);
    expect((await journalOf(host)).toSorted()).toEqual(names.map(folder).toSorted());

    for (const name of names) await remove(name);
    await until(host, (one) => one.worktrees.length === 2, 20_000);
    const core = createCore(options());
    await vi.waitFor(async () => expect((await core.records()).size).toBe(0), {
      timeout: 20_000,
      interval: 100,
    });
    const store = await core.assignments();
    expect(
      store.traceHistory(done.worktrees.find((one) => one.name === 'city-7')?.id ?? ''),
    ).toEqual([expect.objectContaining({ until: expect.any(String) as string })]);
    await core.dispose();
    expect(await journalOf(host)).toHaveLength(50);

    await run('git', ['branch', '-D', 'new/city-7'], { cwd: path.join(repo.root, 'web') });
    await add('city-7');
    const back = await until(host, (one) => assigned(one, 'city-7') !== null);
    expect(assigned(back, 'city-7')?.trace).not.toBe(assigned(done, 'city-7')?.trace);
  });
});
