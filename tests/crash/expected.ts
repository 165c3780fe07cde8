import fs from 'node:fs';

import { OWNED_VARIABLES } from '../../shared/domain/env-block.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import type { Operation } from './operations.ts';
import { type PresetId, type Services, settingsFile, worktreeAt } from './services.ts';

/** A settings file's text; null when there is none. */
export type State = string | null;

export function stateOf(worktree: Worktree): State {
  try {
    return fs.readFileSync(settingsFile(worktree), 'utf8');
  } catch {
    return null;
  }
}

/** Every state that a finished operation can leave in a worktree. */
export interface States {
  readonly original: State;
  readonly a: State;
  readonly b: State;
}

/** Finds the states by carrying each operation out once, undisturbed. */
export async function learnStates(
  services: Services,
  worktrees: readonly Worktree[],
): Promise<States[]> {
  const all: States[] = [];
  for (const [index, worktree] of worktrees.entries()) {
    const original = stateOf(worktree);
    const learn = async (preset: PresetId): Promise<State> => {
      const done = await services.service.apply(services.target(index, preset));
      if (!done.ok) throw new Error(done.failure.message);
      return stateOf(worktree);
    };
    const a = await learn('a');
    const b = await learn('b');
    const cleared = await services.service.clear(worktreeAt(worktrees, index));
    if (!cleared.ok || stateOf(worktree) !== original) throw new Error('Clear is not exact.');
    all.push({ original, a, b });
  }
  return all;
}

interface Parsed {
  readonly owned: Readonly<Record<string, string>>;
  readonly rest: string;
}

function parse(text: State): Parsed {
  const value = JSON.parse(text === null || text === '' ? '{}' : text) as {
    env?: Record<string, string>;
  };
  const env = value.env ?? {};
  const isOwned = (name: string) => OWNED_VARIABLES.some((one) => one === name);
  const pick = (owned: boolean) =>
    Object.fromEntries(Object.entries(env).filter(([name]) => isOwned(name) === owned));
  return { owned: pick(true), rest: JSON.stringify({ ...value, env: pick(false) }) };
}

/** Whether a state is the step between: what goes is "" already, what comes back may be there, all else is the same. */
export function isBlankStep(state: State, from: State, to: readonly State[]): boolean {
  if (state === null || from === null) return false;
  const now = parse(state);
  const was = parse(from);
  return (
    now.rest === was.rest &&
    Object.keys(now.owned).join() === Object.keys(was.owned).join() &&
    to.some((goal) =>
      Object.entries(now.owned).every(([name, value]) =>
        [parse(goal).owned[name] ?? '', ''].includes(value),
      ),
    )
  );
}

/** Whether a worktree is where a clear or undo was stopped half way. */
export function isBlank(state: State, { original, a, b }: States): boolean {
  return isBlankStep(state, a, [original]) || isBlankStep(state, b, [original]);
}

/** True when Claude Code would send the person's own credentials to the gateway. */
export function leaksLogin(state: State): boolean {
  const { owned } = parse(state);
  return (owned['ANTHROPIC_BASE_URL'] ?? '') !== '' && (owned['ANTHROPIC_AUTH_TOKEN'] ?? '') === '';
}

/** Whether a killed operation may have left this state. */
export function mayLeave(
  operation: Operation,
  state: State,
  before: State,
  states: States,
): boolean {
  if (state === before) return true;
  const { original, a, b } = states;
  switch (operation) {
    case 'apply-a':
      return state === a;
    case 'apply-b':
      return state === b;
    case 'clear':
      return state === original || isBlankStep(state, before, [original]);
    case 'undo':
    case 'redo':
      return (
        [original, a, b].includes(state) ||
        isBlankStep(state, before, [original, a, b]) ||
        isBlank(state, states)
      );
  }
}
