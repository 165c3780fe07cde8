import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { type Core, createCore } from '../../electron/core.ts';
import type { SettingsService } from '../../electron/services/claude-settings/settings-service.ts';
import { createMemorySecretStore } from '../../electron/services/secrets/secret-store.ts';
import { createWorktreeScanner } from '../../electron/services/worktrees/scan.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';

/* One repository with many linked worktrees, and the services over a home of their own. */

export const BENCH_KEY = 'pk-bench-0123456789abcdef';
export const BENCH_ACCOUNT: Account = {
  id: 'bench',
  gatewayUrl: 'https://api.portkey.ai',
  adminUrl: 'https://api.portkey.ai/v1',
  delivery: 'token',
  selfHosted: false,
  key: null,
};

/** Makes a repository below `root`, by real git. @returns its linked worktrees */
export async function makeWorktrees(root: string, count: number): Promise<readonly Worktree[]> {
  const main = path.join(root, 'main');
  const git = (...args: string[]): void => {
    const identity = ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid'];
    execFileSync('git', [...identity, ...args], { stdio: 'ignore' });
  };
  git('init', '-q', '--initial-branch=main', main);
  fs.writeFileSync(path.join(main, 'README.md'), '# Bench\n');
  git('-C', main, 'add', '.');
  git('-C', main, 'commit', '-q', '-m', 'one');
  for (let tree = 0; tree < count; tree += 1) {
    git('-C', main, 'worktree', 'add', '-q', '-b', `b-${tree}`, path.join(root, `tree-${tree}`));
  }
  const scan = await createWorktreeScanner({ home: root }).scan([root]);
  return scan.worktrees.filter((worktree) => !worktree.main);
}

/** Runs work with the services over `home`; secrets stay in memory. */
export async function withSettings<T>(
  home: string,
  work: (service: SettingsService, core: Core) => Promise<T>,
): Promise<T> {
  const core = createCore({
    home,
    env: {},
    platform: process.platform,
    version: 'bench',
    secrets: createMemorySecretStore(),
  });
  try {
    const service = await core.settings('cli');
    if (!service.ok) throw new Error(service.failure.message);
    return await work(service.value, core);
  } finally {
    await core.dispose();
  }
}
