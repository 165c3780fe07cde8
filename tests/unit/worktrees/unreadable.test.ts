import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import type { WorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import type { WorktreeScan } from '../../../shared/domain/worktree.ts';
import { createSandbox } from './sandbox.ts';
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

describe('what cannot be read', () => {
  it('reports roots that do not exist, are files, or are circles of links', async () => {
    box.write('a-file', '');
    symlinkSync('circle', box.at('circle'));
    const scan = await scanner.scan([box.at('nowhere'), box.at('a-file'), box.at('circle')]);
    expect(scan.worktrees).toEqual([]);
    expect(scan.problems).toEqual([
      {
        path: box.at('a-file'),
        message: 'This folder cannot be read: it is not a folder (ENOTDIR).',
      },
      {
        path: box.at('circle'),
        message: 'This folder does not exist, or a folder above it cannot be read.',
      },
      {
        path: box.at('nowhere'),
        message: 'This folder does not exist, or a folder above it cannot be read.',
      },
    ]);
  });

  it('passes over a folder that cannot be listed and finds the rest', async () => {
    box.init('r/app');
    mkdirSync(box.at('r/closed'));
    const failing = createWorktreeScanner({
      home: box.at('home'),
      list: (folder) => {
        if (folder.endsWith('/closed')) throw Object.assign(new Error('refused'), { code: 'EIO' });
        return readdirSync(folder, { withFileTypes: true });
      },
    });
    const scan = await failing.scan([box.at('r')]);
    expect(paths(scan)).toEqual(['r/app']);
    expect(scan.problems).toEqual([
      {
        path: box.at('r/closed'),
        message: 'This folder cannot be read: the disk reported an error (EIO).',
      },
    ]);
  });

  it('reports what the file system refuses to a person without rights', () => {
    box.init('r/app');
    box.init('r/closed/app');
    box.init('r/secret');
    chmodSync(box.root, 0o755);
    chmodSync(box.at('r/closed'), 0);
    chmodSync(box.at('r/secret/.git'), 0);
    // Root may read everything, so the scan runs in a process that gives its rights up after loading the code.
    const script = `
      import { createWorktreeScanner } from ${JSON.stringify(new URL('../../../electron/services/worktrees/scan.ts', import.meta.url).href)};
      if (process.getuid() === 0) { process.setgroups([]); process.setgid(65534); process.setuid(65534); }
      const scan = await createWorktreeScanner({ home: '/nonexistent' }).scan([process.env.ROOT]);
      console.log(JSON.stringify(scan));`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      env: { ROOT: box.at('r') },
      encoding: 'utf8',
    });
    chmodSync(box.at('r/closed'), 0o755);
    chmodSync(box.at('r/secret/.git'), 0o755);
    const scan = JSON.parse(out) as WorktreeScan;
    expect(paths(scan)).toEqual(['r/app']);
    expect(scan.problems).toContainEqual({
      path: box.at('r/closed'),
      message: 'This folder cannot be read: permission denied (EACCES).',
    });
    expect(scan.problems.map(({ path }) => path)).toContain(box.at('r/secret'));
  });

  it('stops when asked to', async () => {
    box.init('app');
    await expect(scanner.scan([box.root], { signal: AbortSignal.abort() })).rejects.toThrow(
      /abort/i,
    );
    const controller = new AbortController();
    const stopping = createWorktreeScanner({
      home: box.at('home'),
      list: (folder) => {
        controller.abort(new Error('enough'));
        return readdirSync(folder, { withFileTypes: true });
      },
    });
    await expect(stopping.scan([box.root], { signal: controller.signal })).rejects.toThrow(
      'enough',
    );
  });
});
