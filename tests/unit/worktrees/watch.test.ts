import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSandbox } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import { has, lacks, startWatching } from './watching.ts';
import type { Watching } from './watching.ts';

let box: Sandbox;
let started: Watching[];
beforeEach(() => {
  box = createSandbox();
  started = [];
});
afterEach(() => {
  for (const { dispose } of started) dispose();
  box.dispose();
});

async function watching(roots: readonly string[]): Promise<Watching> {
  const watching = await startWatching(box, roots);
  started.push(watching);
  return watching;
}

describe('watching worktrees', () => {
  it('notices the first worktree of a repository, the next, a move and a removal', async () => {
    box.init('code/app');
    const { first, after } = await watching([box.at('code')]);
    expect(first.worktrees.map(({ name }) => name)).toEqual(['app']);
    await after(
      () => box.git('code/app', 'worktree', 'add', '-q', '../../far/w1'),
      has('w1', 'w1'),
    );
    await after(() => box.git('code/app', 'worktree', 'add', '-q', '../../far/w2'), has('w2'));
    await after(
      () => box.git('code/app', 'worktree', 'move', '../../far/w2', '../../far/w3'),
      has('w3', 'w2'),
    );
    const last = await after(
      () => box.git('code/app', 'worktree', 'remove', '../../far/w1'),
      lacks('w1'),
    );
    expect(last.worktrees.map(({ name }) => name)).toEqual(['app', 'w3']);
  });

  it('notices switched and renamed branches, in the main checkout and in worktrees', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '../w1');
    const { after } = await watching([box.at('app')]);
    await after(() => box.git('app', 'checkout', '-q', '-b', 'next'), has('app', 'next'));
    await after(() => box.git('w1', 'branch', '-m', 'me/better'), has('w1', 'me/better'));
    await after(
      () => box.git('w1', 'checkout', '-q', '--detach'),
      (scan) => scan.worktrees.some(({ detachedAt }) => detachedAt !== null),
    );
    await after(
      () => box.git('app', 'worktree', 'lock', '../w1'),
      (scan) => scan.worktrees.some(({ locked }) => locked === ''),
    );
  });

  it('notices a worktree folder that is deleted or carried away without git', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '../far/w1');
    box.git('app', 'worktree', 'add', '-q', '../far/w2');
    const { after } = await watching([box.at('app')]);
    await after(() => rmSync(box.at('far/w1'), { recursive: true }), lacks('w1'));
    await after(() => renameSync(box.at('far'), box.at('gone')), lacks('w2'));
    await after(() => renameSync(box.at('gone'), box.at('far')), has('w2'));
  });

  it('notices repositories that appear in a root, and a root that appears itself', async () => {
    const { first, after } = await watching([box.at('later/code')]);
    expect(first.problems.map(({ path }) => path)).toEqual([box.at('later/code')]);
    await after(
      () => mkdirSync(box.at('later/code'), { recursive: true }),
      (scan) => scan.problems.length === 0,
    );
    await after(() => box.init('later/code/one'), has('one', 'main'));
    await after(() => box.init('later/code/group/two'), has('two', 'main'));
    await after(() => renameSync(box.at('later'), box.at('elsewhere')), lacks('one'));
    await after(() => renameSync(box.at('elsewhere'), box.at('later')), has('two'));
  });

  it('notices Conductor being used for the first time', async () => {
    box.init('app');
    mkdirSync(box.at('home'));
    const { after } = await watching([]);
    const lisbon = box.at('home/conductor/workspaces/app/lisbon');
    const scan = await after(
      () => box.git('app', 'worktree', 'add', '-q', '-b', 'a', lisbon),
      has('lisbon'),
    );
    expect(scan.worktrees.map(({ name, conductor }) => [name, conductor])).toEqual([
      ['app', false],
      ['lisbon', true],
    ]);
  });

  it('keeps watching a registration that was replaced by one of the same name', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '--detach', '../w1');
    const { after } = await watching([box.at('app')]);
    await after(
      () => {
        box.git('app', 'worktree', 'remove', '../w1');
        box.git('app', 'worktree', 'add', '-q', '-b', 'again', '../w1');
      },
      has('w1', 'again'),
    );
    await after(() => box.git('w1', 'checkout', '-q', '-b', 'third'), has('w1', 'third'));
  });

  it('says nothing when nothing that it lists has changed, nor after it was disposed', async () => {
    box.init('app');
    const { after, calls, dispose } = await watching([box.root]);
    box.write('app/file.txt', 'text');
    box.git('app', 'add', '.');
    box.git('app', 'commit', '-q', '-m', 'two');
    mkdirSync(box.at('plain'));
    await after(() => box.git('app', 'checkout', '-q', '-b', 'next'), has('app', 'next'));
    expect(calls).toHaveLength(1);
    dispose();
    const other = await watching([box.root]);
    await other.after(() => box.git('app', 'checkout', '-q', '-b', 'last'), has('app', 'last'));
    expect(calls).toHaveLength(1);
  });
});
