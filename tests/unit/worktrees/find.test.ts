import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import type { WorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import { createSandbox } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

let box: Sandbox;
let scanner: WorktreeScanner;
beforeEach(() => {
  box = createSandbox();
  scanner = createWorktreeScanner({ home: box.at('home') });
});
afterEach(() => box.dispose());

/** The path found, or the code of the failure. */
async function find(...parts: string[]): Promise<string> {
  const found = await scanner.findWorktree(box.at(...parts));
  return found.ok ? found.value.path.slice(box.root.length + 1) : found.failure.code;
}

describe('finding the worktree that a path is in', () => {
  it('answers as the scan does, from the top, from below, from a file and through a link', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '-b', 'in', 'inner');
    box.write('app/src/deep/file.ts', '');
    box.write('app/inner/src/file.ts', '');
    symlinkSync(box.at('app/inner/src'), box.at('alias'));
    const scan = await scanner.scan([box.root]);
    for (const worktree of scan.worktrees) {
      expect(await scanner.findWorktree(worktree.path)).toEqual({ ok: true, value: worktree });
    }
    expect(await find('app/src/deep/file.ts')).toBe('app');
    expect(await find('app/inner/src')).toBe('app/inner');
    expect(await find('alias/file.ts')).toBe('app/inner');
  });

  it('finds separate git directories, hand-moved worktrees and bare repositories', async () => {
    box.init('sep', `--separate-git-dir=${box.at('store.git')}`);
    box.git('sep', 'worktree', 'add', '-q', '../w1');
    renameSync(box.at('w1'), box.at('w2'));
    box.git('.', 'clone', '-q', '--bare', 'sep', 'hub/.bare');
    box.write('hub/.git', 'gitdir: ./.bare\n');
    box.git('.', 'clone', '-q', '--bare', 'sep', 'plain.git');
    expect(await find('sep')).toBe('sep');
    expect(await find('w2')).toBe('w2');
    expect(await find('hub')).toBe('hub/.bare');
    expect(await find('plain.git/refs')).toBe('plain.git');
  });

  it('says what is wrong with a path that is in no worktree', async () => {
    box.init('app');
    box.init('lib');
    box.git('app', 'submodule', '--quiet', 'add', box.at('lib'), 'vendor/lib');
    box.git('app', 'worktree', 'add', '-q', '-b', 'b', '../w1');
    cpSync(box.at('w1'), box.at('copy'), { recursive: true });
    mkdirSync(box.at('plain'));
    box.write('broken/.git', 'gitdir: /nowhere/at/all\n');
    expect(await find('gone')).toBe('worktree.missing');
    for (const path of [
      'plain',
      'app/vendor/lib',
      'app/.git',
      'app/.git/worktrees/w1',
      'copy',
      'broken',
    ]) {
      expect([path, await find(path)]).toEqual([path, 'worktree.unknown']);
    }
    const broken = await scanner.findWorktree(box.at('broken'));
    expect(broken).toMatchObject({
      failure: { message: expect.stringContaining('/nowhere/at/all') },
    });
  });

  it('passes over a .git folder that is no git directory, as git does', async () => {
    box.init('app');
    mkdirSync(box.at('app/sub/.git'), { recursive: true });
    expect(await find('app/sub')).toBe('app');
    expect(box.git('app/sub', 'rev-parse', '--show-toplevel').trim()).toBe(box.at('app'));
  });
});

describe('listing one repository', () => {
  it('gives what a scan gives', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '../w1');
    box.git('app', 'worktree', 'add', '-q', '../w2');
    rmSync(box.at('w2'), { recursive: true });
    const scan = await scanner.scan([box.at('app')]);
    expect(await scanner.listRepositoryWorktrees(box.at('app/.git'))).toEqual({
      ok: true,
      value: scan,
    });
  });

  it('refuses a folder that is no git directory', async () => {
    box.init('app');
    expect(await scanner.listRepositoryWorktrees(box.at('app'))).toMatchObject({
      failure: { code: 'worktree.unknown' },
    });
  });
});

describe('ids', () => {
  it('stay through renamed branches and moves, and differ even where every name is equal', async () => {
    box.init('main');
    box.git('main', 'worktree', 'add', '-q', '-b', 'x', '../trees/main');
    box.init('other/main');
    const before = await scanner.scan([box.root]);
    const ids = before.worktrees.map(({ id }) => id);
    expect(new Set(ids).size).toBe(3);
    for (const id of ids) expect(id).toMatch(/^main-[0-9a-f]{8}$/);
    box.git('trees/main', 'branch', '-m', 'y');
    box.git('main', 'worktree', 'move', '../trees/main', '../elsewhere');
    const after = await scanner.scan([box.root]);
    expect(after.worktrees.map(({ id }) => id).sort()).toEqual(ids.sort());
  });
});
