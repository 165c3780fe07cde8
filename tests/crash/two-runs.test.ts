import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import path from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { hashOf } from '../../electron/services/claude-settings/file/commit.ts';
import { type State, stateOf } from './expected.ts';
import type { RaceOrder, RaceReport } from './peers/apply-race.ts';
import { makeSandbox, type Sandbox } from './sandbox.ts';
import { openServices, type Services, settingsFile, worktreeAt } from './services.ts';

const ORIGINALS: readonly State[] = [null, '{"permissions":{"allow":["Read"]}}', '{}\n'];
const LINE = '/.claude/settings.local.json';
const APPLIES = 500;
const ROUNDS = 30;

let sandbox: Sandbox;
let runs: ChildProcess[] = [];

beforeEach(async () => {
  sandbox = await makeSandbox(ORIGINALS);
});

afterEach(async () => {
  for (const run of runs) run.kill('SIGKILL');
  await sandbox.dispose();
});

async function start(swap: boolean): Promise<void> {
  const program = path.join(import.meta.dirname, 'peers/apply-race.ts');
  runs = [1, 2].map(() => fork(program, [sandbox.brief, swap ? 'swap' : 'none']));
  await Promise.all(runs.map((run) => once(run, 'message')));
}

/** Gives each run its order at the same time. */
function together(orders: readonly RaceOrder[]): Promise<RaceReport[]> {
  return Promise.all(
    runs.map(async (run, index) => {
      const report = once(run, 'message') as Promise<[RaceReport]>;
      run.send(orders[index] ?? { applies: [] });
      return (await report)[0];
    }),
  );
}

function open(): Promise<Services> {
  return openServices({ root: sandbox.root, worktrees: sandbox.worktrees, swap: true });
}

function excludeFile(): string {
  return path.join(worktreeAt(sandbox.worktrees, 0).commonDir, 'info/exclude');
}

/** Entries of a file follow each other without a gap and lead to what is there now. */
function checkChain(services: Services, file: string, content: string | null): number {
  const chain = services.context.journal.chain(file, 0);
  for (const [index, entry] of chain.entries()) {
    const next = chain[index + 1]?.beforeHash ?? hashOf(content);
    expect(entry.afterHash, `entry ${entry.id} of ${file}`).toBe(next);
  }
  return chain.length;
}

describe('two runs of ours at the same time', () => {
  it.each([
    ['with the system’s exchange', true],
    ['without it', false],
  ])('lose no write and no journal entry, %s', async (_, swap) => {
    await start(swap);
    const order = (shift: number): RaceOrder => ({
      applies: Array.from({ length: APPLIES }, (_unused, turn) => ({
        index: Math.floor(Math.random() * ORIGINALS.length),
        preset: (turn + shift) % 2 === 0 ? 'a' : 'b',
      })),
    });
    const reports = await together([order(0), order(1)]);
    const outcomes = reports.flatMap((report) => report.outcomes);
    const count = (what: string) => outcomes.filter((one) => one === what).length;
    console.log(
      `two runs ${swap ? 'with' : 'without'} exchange: ${count('ok')} written, ${count('same')} there already, ${count('settings.conflict')} conflicts`,
    );
    expect(count('ok') + count('same')).toBe(2 * APPLIES);

    const services = await open();
    expect(services.context.journal.pending()).toEqual([]);
    expect(sandbox.strays()).toEqual([]);
    let entries = 0;
    for (const [index, worktree] of sandbox.worktrees.entries()) {
      const state = stateOf(worktree);
      entries += checkChain(services, settingsFile(worktree), state);
      const assigned = services.context.assignments.assignment(worktree.id)?.presetId;
      expect(state).toContain(`pk-${assigned}-`);
      expect((await services.service.clear(worktree)).ok).toBe(true);
      expect(stateOf(worktree), `worktree ${index} cleared`).toBe(ORIGINALS[index]);
    }
    expect(entries).toBe(count('ok'));
    services.dispose();
  });

  it('add the line to info/exclude once and lose none of the lines there', async () => {
    await start(true);
    const services = await open();
    for (let round = 0; round < ROUNDS; round += 1) {
      fs.writeFileSync(excludeFile(), `# round ${round}\n*.log\n`);
      const reports = await together([
        { applies: [{ index: 0, preset: round % 2 === 0 ? 'a' : 'b' }] },
        { applies: [{ index: 1, preset: round % 2 === 0 ? 'a' : 'b' }] },
      ]);
      expect(reports.map((report) => report.outcomes)).toEqual([['ok'], ['ok']]);
      expect(fs.readFileSync(excludeFile(), 'utf8')).toBe(`# round ${round}\n*.log\n${LINE}\n`);
      expect(services.context.journal.chain(excludeFile(), 0)).toHaveLength(round + 1);
    }
    expect(sandbox.strays()).toEqual([]);
    services.dispose();
  });

  it('give a trace ID to one worktree only', async () => {
    await start(true);
    for (let round = 0; round < ROUNDS; round += 1) {
      const trace = `shared-${round}`;
      const reports = await together([
        { applies: [{ index: 0, preset: 'a', trace }] },
        { applies: [{ index: 1, preset: 'a', trace }] },
      ]);
      expect(reports.flatMap((report) => report.outcomes).toSorted()).toEqual([
        'ok',
        'trace.taken',
      ]);
    }
  });
});
