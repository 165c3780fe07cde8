import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Worktree } from '../../../shared/domain/worktree.ts';

/** What `git worktree list` says of one worktree; what ours must equal. */
export interface Listed {
  readonly path: string;
  readonly branch: string | null;
  readonly detached: boolean;
  readonly bare: boolean;
  readonly locked: string | null;
  readonly prunable: string | null;
}

export interface Sandbox {
  /** A temporary folder without symbolic links in its path. */
  readonly root: string;
  /** Runs real git in a folder below the root, with no configuration but its own. */
  git(folder: string, ...args: string[]): string;
  /** Makes a repository with one commit. */
  init(folder: string, ...args: string[]): string;
  list(folder: string): Listed[];
  write(file: string, text: string): string;
  at(...parts: string[]): string;
  dispose(): void;
}

export function createSandbox(): Sandbox {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'switchyard-worktrees-')));
  const env = {
    PATH: process.env['PATH'],
    HOME: root,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_AUTHOR_NAME: 'A',
    GIT_AUTHOR_EMAIL: 'a@example.invalid',
    GIT_COMMITTER_NAME: 'A',
    GIT_COMMITTER_EMAIL: 'a@example.invalid',
  };
  const at = (...parts: string[]): string => join(root, ...parts);
  const git = (folder: string, ...args: string[]): string =>
    execFileSync(
      'git',
      ['-c', 'init.defaultBranch=main', '-c', 'protocol.file.allow=always', ...args],
      {
        cwd: at(folder),
        env,
        encoding: 'utf8',
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
  return {
    root,
    at,
    git,
    init: (folder, ...args) => {
      mkdirSync(at(folder), { recursive: true });
      git('.', 'init', '-q', ...args, folder);
      git(folder, 'commit', '-q', '--allow-empty', '-m', 'one');
      return at(folder);
    },
    list: (folder) => parsePorcelain(git(folder, 'worktree', 'list', '--porcelain', '-z')),
    write: (file, text) => {
      mkdirSync(dirname(at(file)), { recursive: true });
      writeFileSync(at(file), text);
      return at(file);
    },
    dispose: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Reads `git worktree list --porcelain -z`: lines end in NUL, records in an empty line. */
export function parsePorcelain(text: string): Listed[] {
  return text
    .split('\0\0')
    .filter((record) => record !== '')
    .map((record) => {
      const field = (name: string): string | null => {
        const line = record
          .split('\0')
          .find((each) => each === name || each.startsWith(`${name} `));
        return line === undefined ? null : line.slice(name.length + 1);
      };
      return {
        path: real(field('worktree') ?? ''),
        branch: field('branch')?.replace(/^refs\/heads\//, '') ?? null,
        detached: field('detached') !== null,
        bare: field('bare') !== null,
        locked: field('locked'),
        prunable: field('prunable'),
      };
    })
    .sort(byPath);
}

/** Our answer in git's terms. */
export function asListed(worktrees: readonly Worktree[]): Listed[] {
  return worktrees
    .map(({ path, branch, detachedAt, bare, locked, prunable }) => ({
      path,
      branch,
      detached: detachedAt !== null,
      bare,
      locked,
      prunable,
    }))
    .sort(byPath);
}

function byPath(a: Listed, b: Listed): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

/** Git prints a worktree's path as it was registered; links are resolved as far as the path exists. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path === dirname(path) ? path : join(real(dirname(path)), basename(path));
  }
}
