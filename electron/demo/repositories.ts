import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';

import { failure, failureError } from '../../shared/domain/failure.ts';
import type { Sandbox } from './sandbox.ts';
import { REPOSITORIES, type SampleRepository } from './world/cast.ts';

/** Whose commits they are, and when; so that they look the same in every demo. */
const AUTHOR = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.invalid',
  GIT_AUTHOR_DATE: '2026-01-05T09:00:00Z',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.invalid',
  GIT_COMMITTER_DATE: '2026-01-05T09:00:00Z',
} as const;

/** Said by flags, since a configuration file that could say otherwise may still be compiled in. */
const PLAIN = [
  '-c',
  'core.hooksPath=/dev/null',
  '-c',
  'core.fsmonitor=false',
  '-c',
  'commit.gpgSign=false',
  '-c',
  'gc.auto=0',
  '-c',
  'maintenance.auto=false',
];

function git(sandbox: Sandbox, cwd: string, args: readonly string[]): Promise<void> {
  const env = { ...sandbox.env, ...AUTHOR, GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C' };
  return new Promise((resolve, reject) => {
    execFile('git', [...PLAIN, ...args], { cwd, env, timeout: 30_000 }, (error, _out, stderr) => {
      if (error === null) return resolve();
      const why = stderr.trim().split('\n')[0] || error.message;
      reject(
        failureError(
          failure('worktree.missing', {
            message: `The demo’s sample repositories could not be made: ${why}`,
            hint: 'Check that git is installed and works, then start the demo again.',
          }),
        ),
      );
    });
  });
}

async function makeRepository(sandbox: Sandbox, repository: SampleRepository): Promise<void> {
  const { name, about, worktrees } = repository;
  const conductor = path.join(sandbox.personHome, 'conductor');
  const main = path.join(conductor, 'repos', name);
  await fs.mkdir(main, { recursive: true });
  await fs.mkdir(path.join(conductor, 'workspaces', name), { recursive: true });
  await fs.writeFile(path.join(main, 'README.md'), `# ${name}\n\n${about}\n`);
  await fs.writeFile(path.join(main, '.gitignore'), '.claude/settings.local.json\n');
  await git(sandbox, main, ['init', '-q', '-b', 'main', '--template=']);
  await git(sandbox, main, ['add', '.']);
  await git(sandbox, main, ['commit', '-q', '-m', 'Begin']);
  for (const { name: city, branch } of worktrees) {
    const folder = path.join(conductor, 'workspaces', name, city);
    await git(sandbox, main, ['worktree', 'add', '-q', '-b', branch, folder]);
  }
}

/**
 * Makes the sample repositories where Conductor has its own (conductor-claude.md §A1): `conductor/repos/<repo>` and
 * `conductor/workspaces/<repo>/<city>` below the sandbox's home.
 *
 * @throws an error that carries `worktree.missing` when git cannot be run or refuses
 */
export async function makeRepositories(sandbox: Sandbox): Promise<void> {
  await Promise.all(REPOSITORIES.map((repository) => makeRepository(sandbox, repository)));
}
