import fs from 'node:fs';

import { expect } from 'vitest';

import { hashOf } from '../../electron/services/claude-settings/file/commit.ts';
import { leaksLogin, type State, type States, stateOf } from './expected.ts';
import type { Sandbox } from './sandbox.ts';
import { type Services, settingsFile, worktreeAt } from './services.ts';

export function statesAt(states: readonly States[], index: number): States {
  const found = states[index];
  if (found === undefined) throw new Error(`No states for ${index}.`);
  return found;
}

/** What must hold of a file at every instant: nobody's login goes to the gateway, and nobody else may read it. */
export function checkSafe(sandbox: Sandbox, index: number, what: string): void {
  const worktree = worktreeAt(sandbox.worktrees, index);
  const state = stateOf(worktree);
  expect(leaksLogin(state), what).toBe(false);
  if (state === null) return;
  expect(fs.statSync(settingsFile(worktree)).mode & 0o777, what).toBe(0o600);
}

/** What must hold once the next run has settled what a killed one left, and written no settings file for it. */
export function checkSettled(
  sandbox: Sandbox,
  services: Services,
  states: readonly States[],
  known: readonly State[],
): void {
  const { journal, assignments } = services.context;
  expect(journal.pending()).toEqual([]);
  expect(sandbox.strays()).toEqual([]);
  for (const [index, worktree] of sandbox.worktrees.entries()) {
    const state = stateOf(worktree);
    expect(state, 'settling writes no settings file').toBe(known[index]);
    const last = journal.chain(settingsFile(worktree), 0).at(-1);
    if (last !== undefined) expect(last.afterHash, `worktree ${index}`).toBe(hashOf(state));
    const preset = assignments.assignment(worktree.id)?.presetId;
    const { a, b, original } = statesAt(states, index);
    if (state === a) expect(preset).toBe('a');
    else if (state === b) expect(preset).toBe('b');
    else if (state === original) expect(preset).toBeUndefined();
    // Between the steps of a clear: still assigned, so that it can be cleared again.
    else expect(preset).toBeDefined();
  }
}
