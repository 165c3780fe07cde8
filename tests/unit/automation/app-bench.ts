import { execFile } from 'node:child_process';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';

import { afterEach, beforeEach, vi } from 'vitest';

import { compose } from '../../../electron/compose.ts';
import type { AppHost } from '../../../electron/ipc/handlers.ts';
import { createRouter } from '../../../electron/ipc/router.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import { type GitRepo, makeGitRepo } from '../support/git-repo.ts';
import { ANTHROPIC, KEY, must } from '../support/settings-bench.ts';

export const run = promisify(execFile);
const secrets = createMemorySecretStore();

/** The repository of the test that runs, and the apps that it has started. */
export let repo: GitRepo;
export let hosts: AppHost[];
const context = { face: 'app', signal: new AbortController().signal } as const;

/** Gives every test of the file a repository of its own. */
export function eachOnItsOwn(): void {
  beforeEach(async () => {
    repo = await makeGitRepo(['lisbon']);
    hosts = [];
  });
  afterEach(async () => {
    await endAll();
    repo.dispose();
  });
}

/** Ends the apps that were started, as a restart does. */
export async function endAll(): Promise<void> {
  await Promise.all(hosts.map((host) => host.dispose()));
  hosts = [];
}

export const options = () => ({
  home: path.join(repo.root, 'switchyard'),
  personHome: repo.root,
  env: { ...process.env, HOME: repo.root, CLAUDE_CONFIG_DIR: path.join(repo.root, '.claude') },
  platform: 'linux' as const,
  version: '1.2.3',
  secrets,
});

export async function start(goneForMs = 60_000): Promise<AppHost> {
  const host = await compose({ ...options(), poll: false, watch: true, goneForMs });
  hosts.push(host);
  return host;
}

export async function ask(host: AppHost, name: string, input: unknown): Promise<unknown> {
  const log = (line: string) => {
    throw new Error(line);
  };
  const router = createRouter({ handlers: host.handlers, log, verifyOutputs: true });
  return must(await router.dispatch(name, input, context));
}

export function until(
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
export async function ready(goneForMs?: number): Promise<AppHost> {
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

export const folder = (name: string) => path.join(repo.root, 'workspaces/web', name);
export const file = (name: string) => path.join(folder(name), '.claude/settings.local.json');
export const add = (name: string) =>
  run('git', ['worktree', 'add', '-q', '-b', `new/${name}`, folder(name)], {
    cwd: path.join(repo.root, 'web'),
  });
export const remove = (name: string) =>
  run('git', ['worktree', 'remove', '--force', folder(name)], { cwd: path.join(repo.root, 'web') });
export const assigned = (snapshot: AppSnapshot, name: string) =>
  snapshot.worktrees.find((one) => one.name === name)?.assignment ?? null;

export async function journalOf(host: AppHost) {
  const list = (await ask(host, 'journal.list', { limit: 500 })) as {
    action: string;
    worktreePath: string;
  }[];
  return list.filter((one) => one.action === 'apply').map((one) => one.worktreePath);
}
