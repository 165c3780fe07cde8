import { cpSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import type { WorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import type { Worktree, WorktreeScan } from '../../../shared/domain/worktree.ts';
import { asListed, createSandbox } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

let box: Sandbox;
let scanner: WorktreeScanner;
beforeEach(() => {
  box = createSandbox();
  scanner = createWorktreeScanner({ home: box.at('home') });
});
afterEach(() => box.dispose());

const paths = (scan: WorktreeScan): string[] =>
  scan.worktrees.map(({ path }) => path.slice(box.root.length + 1));
const named = (scan: WorktreeScan, name: string): Worktree | undefined =>
  scan.worktrees.find((each) => each.name === name);

describe('where a scan looks', () => {
  it('finds Conductor’s clones and workspaces without any root, and says which Conductor made', async () => {
    box.init('home/conductor/repos/app');
    box.git(
      'home/conductor/repos/app',
      'worktree',
      'add',
      '-q',
      '-b',
      'me/fix',
      '../../workspaces/app/lisbon',
    );
    box.init('code/local');
    box.git(
      'code/local',
      'worktree',
      'add',
      '-q',
      '-b',
      'me/new',
      box.at('home/conductor/workspaces/local/oslo'),
    );
    box.git('code/local', 'worktree', 'add', '-q', '-b', 'old', '.conductor/rome');
    box.git('code/local', 'worktree', 'add', '-q', '-b', 'own', '../mine');
    const scan = await scanner.scan([]);
    expect(scan.problems).toEqual([]);
    expect(
      scan.worktrees.map(({ repo, name, conductor, main }) => [repo, name, conductor, main]),
    ).toEqual([
      ['app', 'app', false, true],
      ['app', 'lisbon', true, false],
      ['local', 'local', false, true],
      ['local', 'rome', true, false],
      ['local', 'mine', false, false],
      ['local', 'oslo', true, false],
    ]);
  });

  it('follows a Conductor folder that was put elsewhere', async () => {
    box.init('big/c/repos/app');
    box.git('big/c/repos/app', 'worktree', 'add', '-q', '-b', 'x', '../../workspaces/app/lima');
    symlinkSync(box.at('big'), box.at('alias'));
    const moved = createWorktreeScanner({
      home: box.at('home'),
      conductorRoots: [box.at('alias/c')],
    });
    const scan = await moved.scan([]);
    expect(scan.worktrees.map(({ name, conductor }) => [name, conductor])).toEqual([
      ['app', false],
      ['lima', true],
    ]);
    expect((await scanner.scan([])).worktrees).toEqual([]);
  });

  it('finds a whole repository from one linked worktree as a root', async () => {
    box.init('far/app');
    box.git('far/app', 'worktree', 'add', '-q', '../../near/w1');
    box.git('far/app', 'worktree', 'add', '-q', '../../near/w2');
    const scan = await scanner.scan([box.at('near/w1')]);
    expect(paths(scan)).toEqual(['far/app', 'near/w1', 'near/w2']);
    expect(scan.worktrees.every(({ mainPath }) => mainPath === box.at('far/app'))).toBe(true);
  });

  it('keeps to four levels and out of node_modules, dot-folders, Library and other checkouts', async () => {
    for (const folder of [
      'r/a/b/c/in',
      'r/a/b/c/d/out',
      'r/node_modules/out',
      'r/.hidden/out',
      'r/top',
      'r/top/nested/out',
    ]) {
      box.init(folder);
    }
    box.init('home/Library/out');
    box.init('home/code/in2');
    expect(paths(await scanner.scan([box.at('r'), box.at('home')]))).toEqual([
      'r/a/b/c/in',
      'home/code/in2',
      'r/top',
    ]);
    expect(paths(await scanner.scan([box.at('r/top/nested')]))).toEqual(['r/top/nested/out']);
  });

  it('finds worktrees whose names hold blanks, line breaks and other scripts', async () => {
    box.init('my repo');
    for (const [index, name] of ['two words', 'line\nbreak', '東京', 'São "Paulo"'].entries()) {
      box.git('my repo', 'worktree', 'add', '-q', '-b', `b${index}`, `../${name}`);
    }
    const scan = await scanner.scan([box.root]);
    expect(asListed(scan.worktrees)).toEqual(box.list('my repo'));
    expect(scan.problems).toEqual([]);
  });
});

describe('worktrees that were not left as git made them', () => {
  it('lists a worktree that was moved by hand where it is, with its id, and with git’s opinion', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '../w1');
    const before = named(await scanner.scan([box.root]), 'w1');
    renameSync(box.at('w1'), box.at('w9'));
    const after = await scanner.scan([box.root]);
    expect(after.worktrees[1]).toEqual({
      ...before,
      path: box.at('w9'),
      name: 'w9',
      prunable: 'gitdir file points to non-existent location',
    });
    expect((await scanner.scan([box.at('app')])).worktrees[1]).toMatchObject({
      path: box.at('w1'),
      missing: true,
    });
  });

  it('reports a copied worktree and does not list it', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '../w1');
    cpSync(box.at('w1'), box.at('w2'), { recursive: true });
    const scan = await scanner.scan([box.root]);
    expect(paths(scan)).toEqual(['app', 'w1']);
    expect(scan.problems).toEqual([
      {
        path: box.at('w2'),
        message: `This folder is a copy of the worktree ${box.at('w1')}; git does not list it.`,
      },
    ]);
  });

  it('marks a worktree as missing when another repository took its folder', async () => {
    box.init('a');
    box.init('b');
    box.git('a', 'worktree', 'add', '-q', '../w');
    rmSync(box.at('w'), { recursive: true });
    box.git('b', 'worktree', 'add', '-q', '../w');
    const scan = await scanner.scan([box.root]);
    const both = scan.worktrees.filter(({ name }) => name === 'w');
    expect(both.map(({ repo, missing }) => [repo, missing])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect(await scanner.findWorktree(box.at('w'))).toEqual({ ok: true, value: both[1] });
  });

  it('finds the repository that took a folder, even when it lies elsewhere', async () => {
    box.init('r/a');
    box.init('far/b');
    box.git('r/a', 'worktree', 'add', '-q', '../w');
    rmSync(box.at('r/w'), { recursive: true });
    box.git('far/b', 'worktree', 'add', '-q', '../../r/w');
    const scan = await scanner.scan([box.at('r')]);
    expect(scan.worktrees.map(({ repo, name, missing }) => [repo, name, missing])).toEqual([
      ['a', 'a', false],
      ['a', 'w', true],
      ['b', 'b', false],
      ['b', 'w', false],
    ]);
  });

  it('gives the real path of a worktree that was put away behind a link', async () => {
    box.init('app');
    for (const name of ['w1', 'w2', 'w3', 'w4']) {
      box.git('app', 'worktree', 'add', '-q', `../trees/${name}`);
    }
    renameSync(box.at('trees/w4'), box.at('stored'));
    symlinkSync(box.at('stored'), box.at('trees/w4'));
    const scan = await scanner.scan([box.root]);
    expect(asListed(scan.worktrees)).toEqual(box.list('app'));
    expect(paths(scan)).toContain('stored');
    expect(scan.problems).toEqual([]);
  });

  it('reads relative links (worktree.useRelativePaths) in both directions', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '../deep/w1');
    const absolute = await scanner.scan([box.root]);
    box.write('app/.git/worktrees/w1/gitdir', '../../../../deep/w1/.git\n');
    box.write('deep/w1/.git', 'gitdir: ../../app/.git/worktrees/w1\n');
    expect(await scanner.scan([box.at('app')])).toEqual(absolute);
    expect(await scanner.scan([box.at('deep/w1')])).toEqual(absolute);
  });

  it('gives no branch for a reftable repository, and says why', async () => {
    box.init('app');
    box.write('app/.git/HEAD', 'ref: refs/heads/.invalid\n');
    box.write('app/.git/config', '[core]\n\tbare = false\n[extensions]\n\trefStorage = reftable\n');
    const scan = await scanner.scan([box.root]);
    expect(scan.worktrees).toMatchObject([{ branch: null, detachedAt: null, missing: false }]);
    expect(scan.problems[0]?.message).toContain('reftable');
  });

  it('leaves out a main checkout that is recorded nowhere, and reports it', async () => {
    box.init('sep', `--separate-git-dir=${box.at('store.git')}`);
    box.git('sep', 'worktree', 'add', '-q', '../w1');
    const unknown = await scanner.scan([box.at('w1')]);
    expect(unknown.worktrees).toMatchObject([{ name: 'w1', repo: 'store', mainPath: null }]);
    expect(unknown.problems.map(({ path }) => path)).toEqual([box.at('store.git')]);
    box.git('sep', 'config', 'core.worktree', box.at('sep'));
    expect(paths(await scanner.scan([box.at('w1')]))).toEqual(['sep', 'w1']);
  });
});
