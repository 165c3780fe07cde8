import { mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import { asListed, createSandbox } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

let box: Sandbox;
beforeEach(() => {
  box = createSandbox();
});
afterEach(() => box.dispose());

const scanBox = (): ReturnType<ReturnType<typeof createWorktreeScanner>['scan']> =>
  createWorktreeScanner({ home: box.at('home') }).scan([box.root]);

describe('a scan beside “git worktree list --porcelain -z”', () => {
  it('agrees on a main checkout alone, with and without a commit', async () => {
    box.git('.', 'init', '-q', 'fresh');
    box.init('used');
    const { worktrees, problems } = await scanBox();
    expect(asListed(worktrees)).toEqual([...box.list('fresh'), ...box.list('used')]);
    expect(problems).toEqual([]);
  });

  it('agrees on branches, detached heads, unborn branches and odd refs, packed or not', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '-b', 'feature/deep/näme', '../w1');
    box.git('app', 'worktree', 'add', '-q', '--detach', '../w2');
    box.git('app', 'worktree', 'add', '-q', '-b', 'gone', '../w3');
    box.git('w3', 'symbolic-ref', 'HEAD', 'refs/heads/unborn');
    box.git('app', 'worktree', 'add', '-q', '-b', 'gone2', '../w4');
    box.git('w4', 'symbolic-ref', 'HEAD', 'refs/remotes/origin/main');
    box.git('app', 'pack-refs', '--all');
    const { worktrees } = await scanBox();
    expect(asListed(worktrees)).toEqual(box.list('app'));
    expect(worktrees.find(({ name }) => name === 'w2')?.detachedAt).toBe(
      box.git('w2', 'rev-parse', 'HEAD').trim(),
    );
    expect(worktrees.map(({ branch }) => branch)).toContain('refs/remotes/origin/main');
  });

  it('agrees when HEAD is a symbolic link, broken, or of a SHA-256 repository', async () => {
    box.init('linked');
    box.git(
      'linked',
      '-c',
      'core.preferSymlinkRefs=true',
      'symbolic-ref',
      'HEAD',
      'refs/heads/main',
    );
    box.git('linked', 'worktree', 'add', '-q', '-b', 'b', '../w1');
    box.git('linked', '-c', 'core.preferSymlinkRefs=true', 'checkout', '-q', '--orphan', 'unborn');
    box.git('linked', 'worktree', 'add', '-q', '-b', 'c', '../w2', 'main');
    box.write('linked/.git/worktrees/w2/HEAD', 'no such thing\n');
    box.init('long', '--object-format=sha256');
    box.git('long', 'worktree', 'add', '-q', '--detach', '../w3');
    const { worktrees } = await scanBox();
    expect(asListed(worktrees)).toEqual(
      [...box.list('linked'), ...box.list('long')].sort((a, b) => (a.path < b.path ? -1 : 1)),
    );
    expect(worktrees.find(({ name }) => name === 'w3')?.detachedAt).toHaveLength(64);
  });

  it('agrees on locks, with no reason, one line and several', async () => {
    box.init('app');
    for (const name of ['w1', 'w2', 'w3', 'w4', 'w5'])
      box.git('app', 'worktree', 'add', '-q', `../${name}`);
    box.git('app', 'worktree', 'lock', '../w1');
    box.git('app', 'worktree', 'lock', '--reason', 'on a stick', '../w2');
    box.git('app', 'worktree', 'lock', '--reason', '\n  first\nsecond „line“\t\n\n', '../w3');
    box.git('app', 'worktree', 'lock', '--reason', 'gone but kept', '../w4');
    rmSync(box.at('w4'), { recursive: true });
    const { worktrees } = await scanBox();
    expect(asListed(worktrees)).toEqual(box.list('app'));
    const byName = Object.fromEntries(worktrees.map((worktree) => [worktree.name, worktree]));
    expect(byName['w1']?.locked).toBe('');
    expect(byName['w3']?.locked).toBe('first\nsecond „line“');
    expect(byName['w4']).toMatchObject({ missing: true, prunable: null });
    expect(byName['w5']?.locked).toBeNull();
  });

  it('agrees on missing folders, folders without .git, and broken registrations', async () => {
    box.init('app');
    for (const name of ['w1', 'w2', 'w3', 'w4', 'w5', 'w6'])
      box.git('app', 'worktree', 'add', '-q', `../${name}`);
    rmSync(box.at('w1'), { recursive: true });
    rmSync(box.at('w2/.git'));
    rmSync(box.at('app/.git/worktrees/w3/gitdir'));
    box.write('app/.git/worktrees/w4/gitdir', '');
    box.write('w5/.git', `gitdir: ${box.at('nowhere')}\n`);
    rmSync(box.at('w6/.git'));
    mkdirSync(box.at('w6/.git'));
    box.write('app/.git/worktrees/a-stray-file', 'x');
    const { worktrees, problems } = await scanBox();
    expect(asListed(worktrees)).toEqual(box.list('app'));
    expect(worktrees.filter(({ missing }) => missing).map(({ name }) => name)).toEqual([
      'w1',
      'w2',
      'w5',
      'w6',
    ]);
    expect(problems.map(({ path }) => path)).toEqual(
      ['app/.git/worktrees/w3', 'app/.git/worktrees/w4', 'w3', 'w4', 'w5', 'w6'].map((path) =>
        box.at(path),
      ),
    );
  });

  it('agrees on worktrees that git moved, and keeps their ids', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '../w1');
    const before = await scanBox();
    box.git('app', 'worktree', 'move', '../w1', '../else where');
    box.git('else where', 'branch', '-m', 'renamed');
    const after = await scanBox();
    expect(asListed(after.worktrees)).toEqual(box.list('app'));
    expect(after.worktrees.map(({ id }) => id)).toEqual(before.worktrees.map(({ id }) => id));
    expect(after.worktrees[1]).toMatchObject({
      name: 'else where',
      branch: 'renamed',
      missing: false,
    });
  });

  it('agrees on bare repositories, plain, as .git, and hidden behind a .git file', async () => {
    box.init('seed');
    box.git('.', 'clone', '-q', '--bare', 'seed', 'plain.git');
    box.git('plain.git', 'worktree', 'add', '-q', '-b', 'p', '../p');
    box.git('.', 'clone', '-q', '--bare', 'seed', 'hub/.git');
    box.git('hub', 'worktree', 'add', '-q', '-b', 'h', 'h');
    box.git('.', 'clone', '-q', '--bare', 'seed', 'hidden/.bare');
    box.write('hidden/.git', 'gitdir: ./.bare\n');
    box.git('hidden', 'worktree', 'add', '-q', '-b', 'x', 'x');
    const { worktrees, problems } = await scanBox();
    for (const [folder, name, bareAt] of [
      ['plain.git', 'plain', 'plain.git'],
      ['hub', 'hub', 'hub'],
      ['hidden', 'hidden', 'hidden/.bare'],
    ] as const) {
      const ours = worktrees.filter(({ repo }) => repo === name);
      expect(asListed(ours)).toEqual(box.list(folder));
      expect(ours[0]).toMatchObject({
        path: box.at(bareAt),
        bare: true,
        main: true,
        mainPath: null,
        branch: null,
      });
      expect(ours).toHaveLength(2);
    }
    expect(problems).toEqual([]);
  });

  it('agrees when core.bare is in config.worktree (extensions.worktreeConfig)', async () => {
    box.init('app');
    box.git('app', 'config', 'extensions.worktreeConfig', 'true');
    box.git('app', 'worktree', 'add', '-q', '../w1');
    box.git('app', 'config', '--worktree', 'core.bare', 'true');
    box.git('app', 'config', '--unset', 'core.bare');
    const { worktrees } = await scanBox();
    expect(asListed(worktrees)).toEqual(box.list('app'));
    expect(worktrees[0]).toMatchObject({ bare: true, mainPath: null });
  });

  it('agrees on a separate git directory, but for the main checkout, which git does not know', async () => {
    box.init('sep', `--separate-git-dir=${box.at('store.git')}`);
    box.git('sep', 'worktree', 'add', '-q', '../w1');
    const { worktrees } = await scanBox();
    const byGit = box.list('sep');
    expect(byGit.map(({ path }) => path)).toEqual([box.at('store.git'), box.at('w1')]);
    expect(asListed(worktrees)).toEqual([{ ...byGit[0], path: box.at('sep') }, byGit[1]]);
    expect(worktrees[0]).toMatchObject({
      repo: 'sep',
      main: true,
      mainPath: box.at('sep'),
      commonDir: box.at('store.git'),
    });
  });

  it('agrees on nested worktrees and leaves submodules out', async () => {
    box.init('lib');
    box.init('app');
    box.git('app', 'submodule', '--quiet', 'add', box.at('lib'), 'vendor/lib');
    box.git('app', 'commit', '-q', '-m', 'sub');
    box.git('app', 'worktree', 'add', '-q', '-b', 'in', 'inner');
    box.git('app/inner', 'worktree', 'add', '-q', '-b', 'in2', 'inner2');
    box.git('app/inner', 'submodule', '--quiet', 'update', '--init');
    const { worktrees, problems } = await createWorktreeScanner({ home: box.at('home') }).scan([
      box.root,
      box.at('app/vendor/lib'),
      box.at('app/inner/vendor'),
    ]);
    expect(asListed(worktrees)).toEqual([...box.list('app'), ...box.list('lib')]);
    expect(problems).toEqual([]);
  });

  it('lists a worktree once when it is reached through links and overlapping roots', async () => {
    box.init('code/app');
    box.git('code/app', 'worktree', 'add', '-q', '../w1');
    symlinkSync(box.at('code'), box.at('alias'));
    symlinkSync(box.at('code/w1'), box.at('w1-alias'));
    const { worktrees } = await createWorktreeScanner({ home: box.at('home') }).scan([
      box.at('alias'),
      box.at('alias/app'),
      box.at('w1-alias'),
      box.at('code'),
      box.root,
    ]);
    expect(asListed(worktrees)).toEqual(box.list('code/app'));
  });
});
