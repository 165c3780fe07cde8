import { execFile } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import type { Worktree } from '../../../../shared/domain/worktree.ts';
import { SETTINGS_PATH, type SettingsLocation } from '../file/locate-file.ts';
import { excludeLine, indexMayTrack, isSurelyIgnored } from './git-index.ts';

/** Runs git in a folder. @returns its exit code and what it printed */
export type RunGit = (
  cwd: string,
  args: readonly string[],
) => Promise<{ code: number; stdout: string; stderr: string }>;

/**
 * Real git in an environment. Variables that point it at another repository are taken out, and it neither waits for an
 * editor or a password nor takes locks of its own.
 */
export const gitWith =
  (variables: NodeJS.ProcessEnv): RunGit =>
  (cwd, args) =>
    new Promise((resolve) => {
      const env = Object.fromEntries(
        Object.entries(variables).filter(
          ([name]) =>
            !/^GIT_(DIR|WORK_TREE|INDEX_FILE|COMMON_DIR|NAMESPACE|CEILING_DIRECTORIES)$/.test(name),
        ),
      );
      execFile(
        'git',
        ['-C', cwd, ...args],
        {
          env: { ...env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' },
          timeout: 15_000,
        },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
          resolve({
            code,
            stdout,
            stderr: stderr === '' && error !== null ? error.message : stderr,
          });
        },
      );
    });

export interface IgnoreState {
  readonly ignored: boolean;
  /** The file that the line would go into. */
  readonly excludeFile: string;
  readonly line: string;
}

function read(file: string): string | null {
  // Most of these do not exist, and an exception costs more than all the rest.
  if (!fs.existsSync(file)) return null;
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

/** The worktree's own git folder, from its `.git` folder or file. */
function gitDirOf(worktree: Pick<Worktree, 'path'>): string {
  const dotGit = path.join(worktree.path, '.git');
  const pointer = read(dotGit);
  const target = pointer === null ? null : /^gitdir: ([^\0]*?)\r?\n?$/.exec(pointer)?.[1];
  return target === null || target === undefined ? dotGit : path.resolve(worktree.path, target);
}

/**
 * Index files that surely do not track a path, as they were then: the index of a large repository takes longer to read than
 * all the rest of an apply. Git never changes one in its place, it puts a new one there.
 */
const harmless = new Map<string, string>();

function identityOf(file: string): string {
  const { dev, ino, size, mtimeNs } = fs.statSync(file, { bigint: true });
  return [dev, ino, size, mtimeNs].join(' ');
}

/** Whether git tracks any of these files of a worktree. At most one `git` process, and none where the index alone says no. */
export async function isTracked(
  worktree: Pick<Worktree, 'path'>,
  paths: readonly string[],
  git: RunGit,
): Promise<Result<boolean>> {
  try {
    const file = path.join(gitDirOf(worktree), 'index');
    const key = [file, ...paths].join('\0');
    const identity = identityOf(file);
    if (harmless.get(key) === identity) return ok(false);
    const index = fs.readFileSync(file);
    if (paths.every((one) => indexMayTrack(index, one) === 'no')) {
      harmless.set(key, identity);
      return ok(false);
    }
  } catch (error) {
    // No index: nothing was ever added. One that may not be read is git's to judge.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ok(false);
  }
  const listed = await git(worktree.path, [
    '--literal-pathspecs',
    'ls-files',
    '-z',
    '--',
    ...paths,
  ]);
  if (listed.code !== 0) return gitFailed(listed.stderr);
  return ok(listed.stdout !== '');
}

function gitFailed(stderr: string): Result<never> {
  return fail('settings.not_ignored', {
    message: `Git could not say whether it ignores the settings file: ${stderr.trim().split('\n')[0] ?? ''}`,
    hint: 'Check that git works in this worktree, then apply again.',
  });
}

/**
 * Refuses a worktree whose settings file git tracks (a key would be committed), and says whether git ignores it. Reads
 * git's files where they decide the matter; else one `git` process. Of a link inside the worktree, the file that it leads
 * to is what has to be ignored.
 * @returns the state, or `settings.tracked`, `settings.not_ignored` when git cannot answer
 */
export async function checkIgnored(
  worktree: Pick<Worktree, 'path' | 'commonDir'>,
  location: SettingsLocation,
  git: RunGit,
): Promise<Result<IgnoreState>> {
  const file = location.inside;
  const tracked = await isTracked(worktree, [...new Set([SETTINGS_PATH, file])], git);
  if (!tracked.ok) return tracked;
  if (tracked.value) {
    return fail('settings.tracked', {
      message: `Git tracks ${file} in ${worktree.path}; writing would commit a key.`,
      ...(file === SETTINGS_PATH ? {} : { hint: `Untrack it: git rm --cached ${file}.` }),
    });
  }
  const excludeFile = path.join(worktree.commonDir, 'info', 'exclude');
  const state = (ignored: boolean) => ok({ ignored, excludeFile, line: excludeLine(file) });
  const ignoreFiles = ['.gitignore', '.claude/.gitignore'].map(
    (name) => read(path.join(worktree.path, name)) ?? '',
  );
  if (file === SETTINGS_PATH && isSurelyIgnored(read(excludeFile), ignoreFiles)) return state(true);
  // Takes names, not patterns, and refuses `--literal-pathspecs` (measured, git 2.39); “./” keeps a leading “:” plain.
  const answer = await git(worktree.path, ['check-ignore', '-q', '--', `./${file}`]);
  if (answer.code === 0) return state(true);
  return answer.code === 1 ? state(false) : gitFailed(answer.stderr);
}
