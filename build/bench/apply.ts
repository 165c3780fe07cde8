import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { ApplyTarget } from '../../electron/services/claude-settings/context.ts';
import type { SettingsService } from '../../electron/services/claude-settings/settings-service.ts';
import type { Preset } from '../../shared/domain/preset.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { type BenchLine, judge, millisecondsOf, ratios } from './measure.ts';
import { BENCH_ACCOUNT, BENCH_KEY, makeWorktrees, withSettings } from './worktrees.ts';

/*
 * Apply beside the least that any program must do to leave the same bytes behind safely: write a temporary file, fsync it,
 * rename it. Real git, a real state database, on the same disk, in turns.
 */

const WORKTREES = 200;
const ROUNDS = 7;
/** One worktree at a time is quick, so its median can be taken over many. */
const SINGLES = 60;
const FILE = 'settings.local.json';

const PRESETS: readonly Preset[] = [
  { id: 'one', name: 'One', provider: '@anthropic-one', models: { sonnet: 'sonnet-one' } },
  { id: 'two', name: 'Two', provider: '@bedrock-two', models: { sonnet: 'sonnet-two' } },
];

interface Setup {
  readonly root: string;
  readonly worktrees: readonly Worktree[];
}

/** Builds one repository with 200 linked worktrees, times first applies, re-applies and single ones, and removes it. */
export async function benchApply(): Promise<BenchLine[]> {
  const root = fs.realpathSync(fs.mkdtempSync(path.join(tmpdir(), 'switchyard-bench-')));
  try {
    const setup = { root, worktrees: await makeWorktrees(root, WORKTREES) };
    // Twice before the clock starts: the app is a process that lives on, and its code is compiled by then.
    await firstThenAgain(setup);
    await firstThenAgain(setup);
    const first: [number, number][] = [];
    const again: [number, number][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const times = await firstThenAgain(setup);
      first.push(times.first);
      again.push(times.again);
    }
    const single = await oneByOne(setup);
    return [
      judge(`apply, ${WORKTREES} worktrees, first`, ratios(first), '≤', 2),
      judge(`apply, ${WORKTREES} worktrees, again`, ratios(again), '≤', 2),
      judge('apply, one worktree', ratios(single), '≤', 6),
    ];
  } finally {
    fs.rmSync(root, { recursive: true, force: true });
  }
}

function targetsOf({ worktrees }: Setup, preset: Preset): ApplyTarget[] {
  return worktrees.map((worktree) => ({
    worktree,
    siblings: worktrees,
    account: BENCH_ACCOUNT,
    key: BENCH_KEY,
    preset,
    exclude: true,
  }));
}

async function applyTo(service: SettingsService, targets: readonly ApplyTarget[]): Promise<void> {
  const failed = (await service.applyAll(targets)).find((result) => !result.ok);
  if (failed?.ok === false) throw new Error(failed.failure.message);
}

/** A state that knows nothing and worktrees without settings; then both again with files that are there. */
async function firstThenAgain(
  setup: Setup,
): Promise<{ first: [number, number]; again: [number, number] }> {
  const { root, worktrees } = setup;
  const home = path.join(root, 'home');
  fs.rmSync(home, { recursive: true, force: true });
  for (const { path: folder } of worktrees) {
    fs.rmSync(path.join(folder, '.claude'), { recursive: true, force: true });
    fs.rmSync(path.join(folder, '.raw'), { recursive: true, force: true });
  }
  const [one, two] = PRESETS.map((preset) => targetsOf(setup, preset));
  return withSettings(home, async (service) => {
    const first = await millisecondsOf(() => applyTo(service, one ?? []));
    const bytes = written(setup);
    const firstRaw = await millisecondsOf(() => rawAll(setup, bytes));
    const again = await millisecondsOf(() => applyTo(service, two ?? []));
    const againRaw = await millisecondsOf(() => rawAll(setup, written(setup)));
    return { first: [first, firstRaw], again: [again, againRaw] };
  });
}

/** One worktree after the other, each beside its raw write. */
async function oneByOne(setup: Setup): Promise<[number, number][]> {
  return withSettings(path.join(setup.root, 'home'), async (service) => {
    const pairs: [number, number][] = [];
    for (let turn = 0; turn < SINGLES; turn += 1) {
      const preset = PRESETS[turn % 2];
      const worktree = setup.worktrees[0];
      if (preset === undefined || worktree === undefined) throw new Error('Nothing to apply.');
      const [target] = targetsOf({ ...setup, worktrees: [worktree] }, preset);
      if (target === undefined) throw new Error('Nothing to apply.');
      const ours = await millisecondsOf(() => applyTo(service, [target]));
      const bytes = fs.readFileSync(path.join(worktree.path, '.claude', FILE));
      const raw = await millisecondsOf(() => rawWrite(worktree.path, bytes));
      pairs.push([ours, raw]);
    }
    return pairs;
  });
}

function written({ worktrees }: Setup): Buffer[] {
  return worktrees.map((worktree) => fs.readFileSync(path.join(worktree.path, '.claude', FILE)));
}

function rawAll({ worktrees }: Setup, bytes: readonly Buffer[]): void {
  for (const [index, worktree] of worktrees.entries()) {
    rawWrite(worktree.path, bytes[index] ?? Buffer.alloc(0));
  }
}

function rawWrite(worktree: string, bytes: Buffer): void {
  const folder = path.join(worktree, '.raw');
  fs.mkdirSync(folder, { recursive: true });
  const temp = path.join(folder, `.${FILE}.tmp`);
  const descriptor = fs.openSync(temp, 'wx', 0o600);
  fs.writeSync(descriptor, bytes);
  fs.fsyncSync(descriptor);
  fs.closeSync(descriptor);
  fs.renameSync(temp, path.join(folder, FILE));
}
