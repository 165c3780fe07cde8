import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { hashOf } from '../../electron/services/claude-settings/file/commit.ts';
import { bundlePeer } from './bundle.ts';
import { checkSafe, checkSettled, statesAt } from './checks.ts';
import { isBlank, learnStates, mayLeave, type State, type States, stateOf } from './expected.ts';
import type { Operation } from './operations.ts';
import { makeSandbox, type Sandbox } from './sandbox.ts';
import { openServices, type Services, settingsFile, worktreeAt } from './services.ts';
import { keepVictims, killNow, type Victims } from './victims.ts';

/** Kills in all. `SWITCHYARD_KILLS` asks for more, for a night. */
const KILLS = Number(process.env['SWITCHYARD_KILLS'] ?? 500);
/** A kill comes somewhere in the first few operations, the opening of the database included. */
const LONGEST_LIFE = 60;

const ORIGINALS = [
  null,
  '{\r\n\t"permissions": { "allow": ["Bash(ls:*)"] }\r\n}\r\n',
  '{"env":{"MINE":"1","ANTHROPIC_BASE_URL":"https://other.example.invalid","ANTHROPIC_AUTH_TOKEN":"sk-theirs-123456"}}',
];

interface Killed {
  readonly operation: Operation;
  readonly index: number;
}

let sandbox: Sandbox;
let program: string;
let victims: Victims;
let log: string;
let states: States[];
/** What each worktree's file was when it was last quiet. */
let known: State[];

beforeAll(async () => {
  [sandbox, program] = await Promise.all([makeSandbox(ORIGINALS), bundlePeer('apply-loop')]);
  log = path.join(sandbox.root, 'log');
  const services = await open();
  states = await learnStates(services, sandbox.worktrees);
  services.dispose();
  known = sandbox.worktrees.map(stateOf);
  victims = await keepVictims(program, [sandbox.brief, log], { root: sandbox.root, spare: 3 });
});

afterAll(async () => {
  victims.dispose();
  fs.rmSync(program, { force: true });
  await sandbox.dispose();
});

function open(): Promise<Services> {
  return openServices({ root: sandbox.root, worktrees: sandbox.worktrees, swap: true });
}

/** Lets a process work for a while and kills it. @returns what it was in the middle of, and how much it had finished */
async function killOne(): Promise<{ killed: Killed | null; finished: number }> {
  fs.writeFileSync(log, '');
  const victim = await victims.next();
  victim.send('begin');
  await sleep(Math.random() * LONGEST_LIFE);
  await killNow(victim);
  const lines = fs
    .readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => line !== '');
  const [what = '', operation = '', index = ''] = lines.at(-1)?.split(' ') ?? [];
  replay(lines);
  return {
    killed: what === 'start' ? { operation: operation as Operation, index: Number(index) } : null,
    finished: lines.filter((line) => line.startsWith('done')).length,
  };
}

/** What finished before the kill has left a known state. */
function replay(lines: readonly string[]): void {
  for (const line of lines) {
    const [what, operation, number, ...rest] = line.split(' ');
    if (what !== 'done') continue;
    const index = Number(number);
    const outcome = JSON.parse(rest.join(' ')) as { code: string; state: State };
    const here = statesAt(states, index);
    const { original, a, b } = here;
    if (outcome.code === 'ok') {
      const allowed =
        operation === 'apply-a'
          ? outcome.state === a
          : operation === 'apply-b'
            ? outcome.state === b
            : outcome.state === original;
      // Undoing a clear of a worktree that was stopped half way leads back there.
      const back = [original, a, b].includes(outcome.state) || isBlank(outcome.state, here);
      expect(operation === 'undo' || operation === 'redo' ? back : allowed, line).toBe(true);
    } else {
      expect(['journal.empty', 'journal.drifted'], line).toContain(outcome.code);
      expect(outcome.state, line).toBe(known[index]);
    }
    known[index] = outcome.state;
  }
}

/** What must hold right after a kill, before anybody has settled anything. @returns whether it fell between two steps */
function checkFiles(killed: Killed | null): boolean {
  let between = false;
  for (const [index, worktree] of sandbox.worktrees.entries()) {
    const state = stateOf(worktree);
    const before = known[index] ?? null;
    const what = `worktree ${index} after a kill in ${killed?.operation ?? 'nothing'} ${killed?.index ?? ''}: ${state ?? 'no file'} (was ${before ?? 'no file'})`;
    const allowed =
      killed?.index === index
        ? mayLeave(killed.operation, state, before, statesAt(states, index))
        : state === before;
    expect(allowed, what).toBe(true);
    checkSafe(sandbox, index, what);
    const { original, a, b } = statesAt(states, index);
    between ||= ![original, a, b, before].includes(state);
  }
  return between;
}

describe(`killed ${KILLS} times`, () => {
  it(
    'leaves every settings file whole, and the next run finds its way',
    { timeout: 600_000 },
    async () => {
      const hits = new Map<string, number>();
      for (let kill = 0; kill < KILLS; kill += 1) {
        const { killed, finished } = await killOne();
        const hit = (what: string) => hits.set(what, (hits.get(what) ?? 0) + 1);
        hit(killed?.operation ?? (finished === 0 ? 'opening' : 'nothing'));
        if (checkFiles(killed)) hit('the middle of two steps');
        known = sandbox.worktrees.map(stateOf);
        const services = await open();
        checkSettled(sandbox, services, states, known);
        if (kill % 5 === 4) await takeOneBack(services);
        services.dispose();
      }
      console.log(
        `${KILLS} kills: ${[...hits].map(([name, count]) => `${count} in ${name}`).join(', ')}`,
      );
      expect([...hits.keys()]).toEqual(
        expect.arrayContaining(['apply-a', 'apply-b', 'clear', 'undo', 'redo']),
      );
      await clearAll();
    },
  );
});

/** Undo after a kill gives back exactly the bytes before the write, or refuses and changes nothing. */
async function takeOneBack(services: Services): Promise<void> {
  const entry = services.context.journal.latestUndoable();
  if (entry === null) return;
  const index = sandbox.worktrees.findIndex((one) => settingsFile(one) === entry.file);
  if (index < 0) return;
  const worktree = worktreeAt(sandbox.worktrees, index);
  const undone = await services.service.undo(entry.id);
  const state = stateOf(worktree);
  if (undone.ok) expect(hashOf(state)).toBe(entry.beforeHash);
  else {
    expect(undone.failure.code).toBe('journal.drifted');
    expect(state).toBe(known[index]);
  }
  known[index] = state;
}

/** In the end everything can be cleared, back to the first bytes. */
async function clearAll(): Promise<void> {
  const services = await open();
  for (const [index, worktree] of sandbox.worktrees.entries()) {
    const cleared = await services.service.clear(worktree);
    if (!cleared.ok) expect(cleared.failure.code).toBe('journal.empty');
    expect(stateOf(worktree), `worktree ${index}`).toBe(ORIGINALS[index]);
  }
  services.dispose();
}
