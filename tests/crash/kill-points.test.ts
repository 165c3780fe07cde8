import { once } from 'node:events';
import fs from 'node:fs';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { bundlePeer } from './bundle.ts';
import { carryOut } from './carry-out.ts';
import { checkSafe, checkSettled, statesAt } from './checks.ts';
import { learnStates, mayLeave, type States, stateOf } from './expected.ts';
import type { Operation } from './operations.ts';
import type { StepOrder } from './peers/step-killer.ts';
import { makeSandbox, type Sandbox } from './sandbox.ts';
import { openServices, type Services, settingsFile, worktreeAt } from './services.ts';
import { keepVictims, type Victims } from './victims.ts';

const ORIGINALS = [null, '{\n  "permissions": { "allow": ["Read"] }\n}\n'];
const ALLOWED = '"Bash(theirs)"';

let sandbox: Sandbox;
let program: string;
let victims: Victims;
let states: States[];
let kills = 0;

beforeAll(async () => {
  [sandbox, program] = await Promise.all([makeSandbox(ORIGINALS), bundlePeer('step-killer')]);
  const services = await open();
  states = await learnStates(services, sandbox.worktrees);
  services.dispose();
  victims = await keepVictims(program, [sandbox.brief], { root: sandbox.root, spare: 3 });
});

afterAll(async () => {
  console.log(`${kills} kills, each before another step`);
  victims.dispose();
  fs.rmSync(program, { force: true });
  await sandbox.dispose();
});

function open(): Promise<Services> {
  return openServices({ root: sandbox.root, worktrees: sandbox.worktrees, swap: true });
}

/** @returns how it ended: killed, or what it said when it came to its end before its n-th step */
async function killAt(order: StepOrder): Promise<string> {
  const victim = await victims.next();
  const said = once(victim, 'message').then(([message]) => String(message));
  const ended = once(victim, 'exit').then(() => 'killed');
  victim.send(order);
  const outcome = await Promise.race([said, ended]);
  if (outcome === 'killed') kills += 1;
  else {
    victim.disconnect();
    await ended;
  }
  return outcome;
}

/** Brings a worktree to where an operation starts from. */
async function lead(index: number, before: readonly Operation[]): Promise<void> {
  const services = await open();
  for (const operation of before) {
    const done = await carryOut(operation, index, services, sandbox.worktrees);
    expect(done.ok, operation).toBe(true);
  }
  services.dispose();
}

/** Clears, whatever has happened, and expects the first bytes. */
async function clearExactly(index: number): Promise<void> {
  const services = await open();
  const worktree = worktreeAt(sandbox.worktrees, index);
  const cleared = await services.service.clear(worktree);
  if (!cleared.ok) expect(cleared.failure.code).toBe('journal.empty');
  expect(stateOf(worktree)).toBe(ORIGINALS[index]);
  services.dispose();
}

const CASES: readonly [Operation, readonly Operation[]][] = [
  ['apply-a', []],
  ['apply-b', ['apply-a']],
  ['clear', ['apply-a', 'apply-b']],
  ['undo', ['apply-a']],
  ['undo', ['apply-a', 'apply-b']],
  ['undo', ['apply-a', 'clear']],
  ['redo', ['apply-a', 'undo']],
  ['redo', ['apply-a', 'clear', 'undo']],
];

describe('killed before every single step', () => {
  it.each(CASES.map(([operation, before], number) => ({ operation, before, index: number % 2 })))(
    'of $operation after $before, worktree $index',
    async ({ operation, before, index }) => {
      const worktree = worktreeAt(sandbox.worktrees, index);
      let step = 0;
      for (let outcome = 'killed'; outcome === 'killed';) {
        step += 1;
        await lead(index, before);
        const start = stateOf(worktree);
        outcome = await killAt({ operation, index, step, foreign: null });
        const state = stateOf(worktree);
        const what = `${operation}, step ${step}: ${state ?? 'no file'}`;
        expect(mayLeave(operation, state, start, statesAt(states, index)), what).toBe(true);
        checkSafe(sandbox, index, what);
        const known = sandbox.worktrees.map(stateOf);
        const services = await open();
        checkSettled(sandbox, services, states, known);
        services.dispose();
        await clearExactly(index);
        if (outcome !== 'killed') expect(outcome).toBe('ok');
      }
      // The count itself may change; that every kind of step was met may not.
      expect(step).toBeGreaterThan(8);
    },
  );
});

describe('killed while another program writes the same file', () => {
  it.each([
    ['apply-b', ['apply-a']],
    ['clear', ['apply-a']],
  ] as const)(
    'before every step of %s, loses nothing of what that wrote',
    async (operation, before) => {
      const index = 1;
      const worktree = worktreeAt(sandbox.worktrees, index);
      let killed = 0;
      for (let outcome = 'killed'; outcome === 'killed'; killed += 1) {
        await lead(index, before);
        const theirs = stateOf(worktree)?.replace('"Read"', `"Read", ${ALLOWED}`) ?? '';
        outcome = await killAt({ operation, index, step: killed + 1, foreign: theirs });
        const services = await open();
        expect(services.context.journal.pending()).toEqual([]);
        expect(sandbox.strays()).toEqual([]);
        const met = outcome !== 'killed' || stateOf(worktree)?.includes(ALLOWED) === true;
        // Before its first exchange the other program has not written yet.
        if (!met) expect(stateOf(worktree)).toBe(statesAt(states, index).a);
        const cleared = await services.service.clear(worktree);
        if (!cleared.ok) expect(cleared.failure.code).toBe('journal.empty');
        if (met) expect(stateOf(worktree)).toContain(ALLOWED);
        services.dispose();
        fs.writeFileSync(settingsFile(worktree), ORIGINALS[index] ?? '', { mode: 0o600 });
      }
      expect(killed).toBeGreaterThan(12);
    },
  );
});
