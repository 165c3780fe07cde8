import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { indexMayTrack } from '../../../../electron/services/claude-settings/git/git-index.ts';
import { type GitRepo, makeGitRepo } from '../../support/git-repo.ts';

const FILE = '.claude/settings.local.json';

let repo: GitRepo;
beforeEach(async () => {
  repo = await makeGitRepo([]);
});
afterEach(() => repo.dispose());

const index = () => fs.readFileSync(path.join(repo.main.commonDir, 'index'));
const git = (...args: string[]) => repo.git('web', ...args);
const tracked = () => git('ls-files', '--', FILE).trim() === FILE;
const version = () => index().readUInt32BE(4);

/** What must hold whatever the index looks like: "no" only where git says no as well. */
function expectTrue(): 'no' | 'maybe' {
  const answer = indexMayTrack(index(), FILE);
  if (answer === 'no') expect(tracked()).toBe(false);
  return answer;
}

function seed(): void {
  repo.write('web/.claude/settings.json', '{}');
  repo.write('web/.claude/agents/a.md', 'a');
  repo.write('web/.claude/settings.local.json', '{}');
  for (let n = 0; n < 40; n += 1) repo.write(`web/src/${n % 5}/file-${n}.ts`, `${n}`);
  git('add', 'src', '.claude/settings.json', '.claude/agents');
  git('commit', '-q', '-m', 'files');
}

describe('whether an index can hold the settings file', () => {
  it.each([['2'], ['4']])('agrees with git for version %s', (wanted) => {
    seed();
    git('update-index', '--index-version', wanted);
    const before = expectTrue();
    if (wanted !== '4') expect(before).toBe('no');
    git('add', '-f', FILE);
    expect(tracked()).toBe(true);
    expect(expectTrue()).toBe('maybe');
    git('rm', '-q', '--cached', FILE);
    expectTrue();
  });

  it('agrees with git when the file is only announced, which makes a version 3 index', () => {
    seed();
    git('add', '-N', '-f', FILE);
    expect(version()).toBe(3);
    expect(tracked()).toBe(true);
    expect(expectTrue()).toBe('maybe');
  });

  it('agrees with git for a version 3 index that does not hold it', () => {
    seed();
    repo.write('web/later.ts', '1');
    git('add', '-N', 'later.ts');
    expect(version()).toBe(3);
    expect(expectTrue()).toBe('no');
  });

  it('agrees with git for a split index, whose entries lie in another file', () => {
    seed();
    git('add', '-f', FILE);
    git('update-index', '--split-index');
    expect(tracked()).toBe(true);
    expect(index().includes(FILE)).toBe(false);
    expect(expectTrue()).toBe('maybe');
  });

  it('agrees with git for a sparse index, which folds folders into one entry', () => {
    seed();
    git('add', '-f', FILE);
    git('commit', '-q', '-m', 'tracked');
    git('sparse-checkout', 'init', '--cone', '--sparse-index');
    git('sparse-checkout', 'set', 'src/1');
    expect(index().includes(FILE)).toBe(false);
    expect(expectTrue()).toBe('maybe');
    expect(tracked()).toBe(true);
  });

  it('agrees with git in the middle of a conflict', () => {
    git('commit', '-q', '--allow-empty', '-m', 'base');
    for (const [branch, text] of [
      ['a', '1'],
      ['b', '2'],
    ] as const) {
      git('checkout', '-q', '-b', branch, 'main');
      repo.write(`web/${FILE}`, text);
      git('add', '-f', FILE);
      git('commit', '-q', '-m', branch);
    }
    expect(() => git('merge', '-q', 'a')).toThrow();
    expect(expectTrue()).toBe('maybe');
  });

  it('agrees with git after any sequence of adding and removing', () => {
    seed();
    // A fixed sequence of odd steps; each leaves another index behind.
    const steps: readonly (readonly string[])[] = [
      ['add', '-f', FILE],
      ['update-index', '--index-version', '4'],
      ['rm', '-q', '--cached', FILE],
      ['update-index', '--index-version', '3'],
      ['update-index', '--untracked-cache'],
      ['add', '-N', '-f', FILE],
      ['reset', '-q'],
      ['update-index', '--split-index'],
      ['add', '-f', FILE],
      ['update-index', '--no-split-index'],
      ['rm', '-q', '--cached', FILE],
      ['read-tree', '--empty'],
      ['read-tree', 'HEAD'],
    ];
    for (const step of steps) {
      git(...step);
      expectTrue();
    }
  });

  it('asks git about anything that it does not know', () => {
    for (const bytes of ['', 'DIRC', 'XXXX\0\0\0\u0002\0\0\0\0', 'DIRC\0\0\0\u0005\0\0\0\0']) {
      expect(indexMayTrack(Buffer.from(bytes, 'latin1'), FILE)).toBe('maybe');
    }
  });
});
