import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { type BenchLine, judge, median, millisecondsOf, ratios } from './measure.ts';
import { BENCH_ACCOUNT, BENCH_KEY, makeWorktrees, withSettings } from './worktrees.ts';

/*
 * `doctor --all` of 500 worktrees that were applied to, in a fresh process, beside a process that only reads and parses the same
 * settings files. A `git` on the PATH that counts shows that none is started for each worktree.
 */

const WORKTREES = 500;
const ROUNDS = 9;
const LIMIT_MS = 1500;
const LIMIT = 15;
const CLI = path.join(import.meta.dirname, '../../dist/cli.js');

/** What nobody can do without: the process, and the files' bytes as values. */
const READER = `
  const fs = require('node:fs');
  for (const file of JSON.parse(fs.readFileSync(process.argv[1], 'utf8'))) {
    if (fs.existsSync(file)) JSON.parse(fs.readFileSync(file, 'utf8'));
  }`;

export async function benchDoctor(): Promise<BenchLine[]> {
  if (!fs.existsSync(CLI)) throw new Error('There is no dist/cli.js yet: npm run build.');
  const root = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), 'switchyard-bench-')));
  try {
    const home = path.join(root, 'home');
    const worktrees = await makeWorktrees(root, WORKTREES);
    await withSettings(home, async (service, core) => {
      await core.accounts.save({ id: BENCH_ACCOUNT.id }, BENCH_KEY);
      await core.roots.add(root);
      const preset = { id: 'one', name: 'One', provider: '@one', models: { model: 'one' } };
      const targets = worktrees.map((worktree) => ({
        worktree,
        siblings: worktrees,
        account: BENCH_ACCOUNT,
        key: BENCH_KEY,
        preset,
        exclude: true,
      }));
      const failed = (await service.applyAll(targets)).find((result) => !result.ok);
      if (failed?.ok === false) throw new Error(failed.failure.message);
    });
    const { folder, count } = countingGit(root);
    const env = {
      PATH: `${folder}${path.delimiter}${process.env['PATH'] ?? ''}`,
      HOME: root,
      SWITCHYARD_HOME: home,
    };
    const examine = (): number => {
      const args = [CLI, 'doctor', '--all', '--offline', '--json'];
      const done = spawnSync(process.execPath, args, { env, encoding: 'utf8', maxBuffer: 2 ** 26 });
      const answer = JSON.parse(done.stdout) as { worktrees: { findings: unknown[] }[] };
      return answer.worktrees.length;
    };
    const list = path.join(root, 'files.json');
    const files = worktrees.flatMap((worktree) =>
      ['settings.local.json', 'settings.json'].map((name) =>
        path.join(worktree.path, '.claude', name),
      ),
    );
    fs.writeFileSync(list, JSON.stringify(files));
    const read = (): void => {
      const done = spawnSync(process.execPath, ['-e', READER, list], { env });
      if (done.status !== 0) throw new Error(String(done.stderr));
    };

    const examined = examine();
    if (examined < WORKTREES) throw new Error(`Only ${examined} worktrees were examined.`);
    const before = count();
    examine();
    const gits = count() - before;
    const pairs: [number, number][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const ours = await millisecondsOf(examine);
      pairs.push([ours, await millisecondsOf(read)]);
    }
    const cold = median(pairs.map(([ours]) => ours));
    console.log(
      `doctor --all, ${WORKTREES} worktrees: ${cold.toFixed(0)} ms cold (bar ≤ ${LIMIT_MS} ms), ${gits} git processes (bar ≤ 1)`,
    );
    return [
      judge(`doctor --all, ${WORKTREES} worktrees, beside reading`, ratios(pairs), '≤', LIMIT),
      {
        name: `doctor --all, ${WORKTREES} worktrees, of ${LIMIT_MS} ms`,
        ratio: cold / LIMIT_MS,
        bar: '≤ 1×',
        ok: cold <= LIMIT_MS,
      },
      {
        name: `doctor --all, git processes a worktree`,
        ratio: gits / WORKTREES,
        bar: '≤ 0.002×',
        ok: gits <= 1,
      },
    ];
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

/** A `git` that writes a line a call and then does what git does. */
function countingGit(root: string): { folder: string; count: () => number } {
  const folder = path.join(root, 'bin');
  const log = path.join(root, 'git.log');
  const real = spawnSync('sh', ['-c', 'command -v git'], { encoding: 'utf8' }).stdout.trim();
  fs.mkdirSync(folder);
  fs.writeFileSync(log, '');
  fs.writeFileSync(
    path.join(folder, 'git'),
    `#!/bin/sh\necho "$@" >> '${log}'\nexec '${real}' "$@"\n`,
    { mode: 0o755 },
  );
  return {
    folder,
    count: () => fs.readFileSync(log, 'utf8').split('\n').length - 1,
  };
}
