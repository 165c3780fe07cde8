import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createWorktreeScanner } from '../../electron/services/worktrees/scan.ts';
import type { WorktreeScan } from '../../shared/domain/worktree.ts';

/*
 * Discovery beside git: 50 repositories of 10 worktrees and a main checkout each. The answers are compared before anything
 * is timed; the rounds alternate, so that a busy machine weighs on both sides; nothing is kept from one scan to the next.
 * `node build/bench/discovery.ts` prints the figures.
 */

const REPOSITORIES = 50;
const WORKTREES = 10;
const ROUNDS = 9;
/** A scan is short beside the other side, so one that the machine interrupts weighs more; the median wants more of them. */
const SCANS_A_ROUND = 5;
/** Scans before the clock starts: the app is a process that lives on, and its code is compiled by then. */
const WARM_UP = 5;
const LEAST_RATIO = 10;

export interface BenchLine {
  readonly name: string;
  /** How many times as long git took. */
  readonly ratio: number;
  readonly bar: string;
  readonly ok: boolean;
}

/** Builds the set-up in a temporary folder, checks that the answers are equal, times both, prints, and removes it. */
export async function benchDiscovery(): Promise<BenchLine[]> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'switchyard-bench-')));
  try {
    const folders = build(root);
    const scan = (): Promise<WorktreeScan> =>
      createWorktreeScanner({ home: join(root, 'home') }).scan([root]);
    requireEqual(await listByGit(folders, 1), await scan());
    for (let round = 0; round < WARM_UP; round += 1) await scan();

    const times = { scan: [] as number[], sequential: [] as number[], parallel: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (let each = 0; each < SCANS_A_ROUND; each += 1) times.scan.push(await time(scan));
      times.sequential.push(await time(() => listByGit(folders, 1)));
      times.parallel.push(await time(() => listByGit(folders, 2)));
    }
    const [ours, one, two] = [median(times.scan), median(times.sequential), median(times.parallel)];
    const what = `${REPOSITORIES} repositories × ${WORKTREES} worktrees`;
    console.log(
      `discovery: ${what}: scan ${ours.toFixed(1)} ms, git one by one ${one.toFixed(1)} ms, two at a time ${two.toFixed(1)} ms`,
    );
    const lines = [
      {
        name: 'discovery vs git one by one',
        ratio: one / ours,
        bar: `≥ ${LEAST_RATIO}×`,
        ok: one / ours >= LEAST_RATIO,
      },
      {
        name: 'discovery vs git two at a time',
        ratio: two / ours,
        bar: '> 1×',
        ok: two / ours > 1,
      },
    ];
    for (const { name, ratio, bar, ok } of lines) {
      console.log(`discovery: ${name}: ${ratio.toFixed(1)}× (bar ${bar}) ${ok ? 'ok' : 'MISSED'}`);
    }
    return lines;
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

/** One repository is made by git; the others are copies with their two links rewritten, which git accepts as its own. */
function build(root: string): string[] {
  const git = (...args: string[]): void => {
    const identity = [
      '-c',
      'user.name=A',
      '-c',
      'user.email=a@example.invalid',
      '-c',
      'init.defaultBranch=main',
    ];
    execFileSync('git', [...identity, ...args], { stdio: 'ignore' });
  };
  const folders = Array.from({ length: REPOSITORIES }, (_, index) =>
    join(root, 'code', `repo-${index}`),
  );
  const [first = ''] = folders;
  git('init', '-q', first);
  git('-C', first, 'commit', '-q', '--allow-empty', '-m', 'one');
  for (let tree = 0; tree < WORKTREES; tree += 1) {
    git('-C', first, 'worktree', 'add', '-q', join(root, 'trees', '0', `city-${tree}`));
  }
  for (const [index, folder] of folders.entries()) {
    if (index === 0) continue;
    cpSync(first, folder, { recursive: true });
    for (let tree = 0; tree < WORKTREES; tree += 1) {
      const path = join(root, 'trees', `${index}`, `city-${tree}`);
      const admin = join(folder, '.git', 'worktrees', `city-${tree}`);
      mkdirSync(path, { recursive: true });
      writeFileSync(join(path, '.git'), `gitdir: ${admin}\n`);
      writeFileSync(join(admin, 'gitdir'), `${join(path, '.git')}\n`);
    }
  }
  return folders;
}

/** One git process for each repository, so many at a time, without blocking the caller, as an app would have to. */
async function listByGit(folders: readonly string[], atATime: number): Promise<string[]> {
  const run = promisify(execFile);
  const queue = folders.values();
  const listings: string[] = [];
  const worker = async (): Promise<void> => {
    for (const folder of queue) {
      listings.push((await run('git', ['-C', folder, 'worktree', 'list', '--porcelain'])).stdout);
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  return listings;
}

function requireEqual(listings: readonly string[], { worktrees }: WorktreeScan): void {
  const byGit = listings.flatMap((text) =>
    text
      .split('\n\n')
      .filter((record) => record !== '')
      .map((record) => {
        const [, path] = /^worktree (.*)$/m.exec(record) ?? [];
        const [, branch] = /^branch refs\/heads\/(.*)$/m.exec(record) ?? [];
        return `${path} ${branch}`;
      }),
  );
  const ours = worktrees.map(({ path, branch }) => `${path} ${branch}`);
  const expected = REPOSITORIES * (WORKTREES + 1);
  if (ours.length !== expected || byGit.sort().join('\n') !== ours.sort().join('\n')) {
    throw new Error(
      `The scan and git disagree: ${ours.length} worktrees beside ${byGit.length}, ${expected} made.`,
    );
  }
}

async function time(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

if (import.meta.main) await benchDiscovery();
