import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface TestRepo {
  /** The temporary folder that holds everything, symlinks resolved. */
  readonly root: string;
  /** The main checkout. */
  readonly main: string;
  /** The linked worktrees, in the order of their names. */
  readonly worktrees: readonly string[];
  /** Runs git in a folder, with the person's configuration left out. @returns what it printed */
  git(cwd: string, ...args: string[]): Promise<string>;
  dispose(): Promise<void>;
}

/**
 * Makes a git repository with one commit and linked worktrees. The person's git configuration is not read.
 *
 * @param options.worktrees how many (`work-1`, `work-2`, …, on branches of the same names), or their folders' names; then
 *   the branches are `person/<name>` with dashes for blanks
 */
export async function makeRepo(options: {
  worktrees: number | readonly string[];
}): Promise<TestRepo> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'switchyard-repo-')));
  const main = join(root, 'main');
  const git = async (...args: string[]): Promise<string> => {
    const { stdout } = await run('git', args, {
      env: {
        PATH: process.env['PATH'],
        HOME: root,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_CONFIG_SYSTEM: '/dev/null',
        GIT_AUTHOR_NAME: 'Test',
        GIT_AUTHOR_EMAIL: 'test@example.invalid',
        GIT_COMMITTER_NAME: 'Test',
        GIT_COMMITTER_EMAIL: 'test@example.invalid',
      },
    });
    return stdout;
  };
  await git('init', '--quiet', '--initial-branch=main', main);
  await writeFile(join(main, 'README.md'), '# Sample\n');
  await git('-C', main, 'add', '.');
  await git('-C', main, 'commit', '--quiet', '-m', 'Start');
  const { worktrees: wanted } = options;
  const named =
    typeof wanted === 'number'
      ? Array.from({ length: wanted }, (_, index) => [`work-${index + 1}`, `work-${index + 1}`])
      : wanted.map((name) => [name, `person/${name.replaceAll(/\s+/g, '-')}`]);
  const worktrees: string[] = [];
  for (const [name = '', branch = ''] of named) {
    const path = join(root, name);
    await git('-C', main, 'worktree', 'add', '--quiet', '-b', branch, path);
    worktrees.push(path);
  }
  return {
    root,
    main,
    worktrees,
    git: (cwd, ...args) => git('-C', cwd, ...args),
    dispose: () => rm(root, { recursive: true, force: true }),
  };
}

/** The file that Switchyard writes in a worktree. */
export function localSettingsPath(worktree: string): string {
  return join(worktree, '.claude', 'settings.local.json');
}

/** Replaces a file in one step (temporary sibling, then rename), as the product does; mode 0600. */
export async function replaceFile(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const temporary = `${path}.tmp-${process.pid}-${Date.now()}`;
  await writeFile(temporary, text, { mode: 0o600 });
  await rename(temporary, path);
}

/** Writes settings by hand into a worktree's `settings.local.json`. */
export async function writeLocalSettings(worktree: string, settings: unknown): Promise<void> {
  await replaceFile(localSettingsPath(worktree), `${JSON.stringify(settings, null, 2)}\n`);
}

/** The bytes of a worktree's `settings.local.json`; throws when there is none. */
export function readLocalSettings(worktree: string): Promise<string> {
  return readFile(localSettingsPath(worktree), 'utf8');
}
