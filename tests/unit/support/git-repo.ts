import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import type { Worktree } from '../../../shared/domain/worktree.ts';
import { createWorktreeScanner } from '../../../electron/services/worktrees/scan.ts';

// The product runs git with this process's environment; a developer's own configuration must not decide a test.
process.env['GIT_CONFIG_GLOBAL'] = '/dev/null';
process.env['GIT_CONFIG_NOSYSTEM'] = '1';
delete process.env['XDG_CONFIG_HOME'];

export interface GitRepo {
  /** A temporary folder without symbolic links in its path; also the person's home. */
  readonly root: string;
  readonly main: Worktree;
  /** Linked worktrees, in the order of the names asked for. */
  readonly linked: readonly Worktree[];
  /** Runs real git in a folder (absolute, or below the root). */
  git(folder: string, ...args: string[]): string;
  /** The worktree at a path as the scanner finds it now. */
  at(worktreePath: string): Promise<Worktree>;
  /** All worktrees of the repository. */
  all(): Promise<readonly Worktree[]>;
  write(file: string, text: string | Uint8Array): string;
  dispose(): void;
}

/** A repository `web` with one commit, and linked worktrees below `workspaces/web`. */
export async function makeGitRepo(names: readonly string[] = ['lisbon']): Promise<GitRepo> {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-unit-')));
  const git: GitRepo['git'] = (folder, ...args) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid', ...args], {
      cwd: path.resolve(root, folder),
      encoding: 'utf8',
      env: { ...process.env, HOME: root },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  const top = path.join(root, 'web');
  git('.', 'init', '-q', '-b', 'main', 'web');
  git('web', 'commit', '-q', '--allow-empty', '-m', 'one');
  for (const name of names) {
    git(
      'web',
      'worktree',
      'add',
      '-q',
      '-b',
      `try/${name}`,
      path.join(root, 'workspaces/web', name),
    );
  }
  const scanner = createWorktreeScanner({ home: root });
  const at: GitRepo['at'] = async (worktreePath) => {
    const found = await scanner.findWorktree(path.resolve(root, worktreePath));
    if (!found.ok) throw new Error(found.failure.message);
    return found.value;
  };
  const main = await at(top);
  return {
    root,
    main,
    linked: await Promise.all(names.map((name) => at(`workspaces/web/${name}`))),
    git,
    at,
    all: async () => {
      const listed = await scanner.listRepositoryWorktrees(main.commonDir);
      if (!listed.ok) throw new Error(listed.failure.message);
      return listed.value.worktrees;
    },
    write: (file, text) => {
      const target = path.resolve(root, file);
      fs.mkdirSync(path.dirname(target), { recursive: true });
      fs.writeFileSync(target, text);
      return target;
    },
    dispose: () => fs.rmSync(root, { recursive: true, force: true }),
  };
}
