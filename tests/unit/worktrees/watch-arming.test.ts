import { execFileSync } from 'node:child_process';
import { mkdirSync, watch } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createWorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import type { FolderEvents, WatcherOptions } from '../../../electron/services/worktrees/watch.ts';
import { createSandbox } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import { has, startWatching } from './watching.ts';
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

async function watching(roots: string[], options: Partial<WatcherOptions>): Promise<Watching> {
  const watching = await startWatching(box, roots, options);
  started.push(watching);
  return watching;
}

function watchReally(folder: string, { onEvent }: FolderEvents): { close: () => void } {
  const watcher = watch(folder, { persistent: false }, onEvent);
  return { close: () => watcher.close() };
}

/** Real watches, with a promise for the next one on a folder. */
function observed(): {
  readonly watchFolder: typeof watchReally;
  readonly next: (folder: string) => Promise<FolderEvents>;
} {
  const waiting = new Map<string, (events: FolderEvents) => void>();
  return {
    watchFolder: (folder, events) => {
      const watcher = watchReally(folder, events);
      waiting.get(folder)?.(events);
      waiting.delete(folder);
      return watcher;
    },
    next: (folder) => new Promise((resolve) => void waiting.set(folder, resolve)),
  };
}

describe('where the watches stand', () => {
  it('misses nothing that happens between the first scan and the first watch', async () => {
    box.init('app');
    const real = createWorktreeScanner({ home: box.at('home') });
    let scans = 0;
    const { first } = await watching([box.at('app')], {
      scanner: {
        scanInDetail: async (roots, options) => {
          const detail = await real.scanInDetail(roots, options);
          scans += 1;
          if (scans === 1) box.git('app', 'checkout', '-q', '-b', 'meanwhile');
          return detail;
        },
      },
    });
    expect(first.worktrees).toMatchObject([{ branch: 'meanwhile' }]);
    expect(scans).toBe(2);
  });

  it('sees a slow clone to its end: a new plain folder in a root is watched too', async () => {
    mkdirSync(box.at('code'));
    const { watchFolder, next } = observed();
    const { after } = await watching([box.at('code')], { watchFolder });
    const watched = next(box.at('code/new'));
    mkdirSync(box.at('code/new'));
    await watched;
    const scan = await after(() => box.init('code/new'), has('new'));
    expect(scan.worktrees).toHaveLength(1);
  });

  it('renews a watch whose folder reports its own end, even when it looks the same', async () => {
    box.init('app');
    const { watchFolder, next } = observed();
    const before = next(box.at('app/.git'));
    const { after } = await watching([box.at('app')], { watchFolder });
    const { onEvent } = await before;
    const renewed = next(box.at('app/.git'));
    onEvent('rename', '.git');
    await renewed;
    const scan = await after(() => box.git('app', 'checkout', '-q', '-b', 'b'), has('app', 'b'));
    expect(scan.problems).toEqual([]);
  });

  it('drops a watch that fails, and sets it up again', async () => {
    box.init('app');
    const { watchFolder, next } = observed();
    const before = next(box.at('app/.git'));
    const { after } = await watching([box.at('app')], { watchFolder });
    const { onError } = await before;
    const renewed = next(box.at('app/.git'));
    onError('EPERM');
    await renewed;
    const scan = await after(() => box.git('app', 'checkout', '-q', '-b', 'b'), has('app', 'b'));
    expect(scan.problems).toEqual([]);
  });

  it('goes on with the watches it has when the system gives no more, and says so once', async () => {
    box.init('app');
    box.git('app', 'worktree', 'add', '-q', '../w1');
    const problems: string[] = [];
    let given = 0;
    const { after } = await watching([box.at('app')], {
      onProblem: ({ message }) => problems.push(message),
      watchFolder: (folder, events) => {
        if (given === 3) throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
        given += 1;
        return watchReally(folder, events);
      },
    });
    await after(() => box.git('app', 'checkout', '-q', '-b', 'next'), has('app', 'next'));
    await after(() => box.git('app', 'worktree', 'add', '-q', '../w2'), has('w2'));
    expect(given).toBe(3);
    expect(problems).toEqual([
      'The system has no more file watches to give, so some changes show only after a rescan.',
    ]);
  });

  it('does not keep a process alive', () => {
    box.init('app');
    const url = (name: string): string =>
      JSON.stringify(new URL(`../../../electron/services/worktrees/${name}`, import.meta.url).href);
    const script = `
      import { createWorktreeScanner } from ${url('scan.ts')};
      import { createWorktreeWatcher } from ${url('watch.ts')};
      const scanner = createWorktreeScanner({ home: '/nonexistent' });
      const watch = createWorktreeWatcher({ scanner }).watch([${JSON.stringify(box.root)}], () => undefined);
      console.log((await watch.ready).worktrees.length);`;
    const out = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
      timeout: 10_000,
    });
    expect(out.trim()).toBe('1');
  });
});
