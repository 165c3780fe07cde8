import type { Failure } from '../../../shared/domain/failure.ts';
import type { AccountState, Trouble } from './account-state.ts';
import type { SpendHistory } from './history.ts';
import type { Item } from './item.ts';
import { isWarming, planRefresh } from './plan.ts';

export interface RefreshOutcome {
  /** How many things were asked for, and how many of them answered. */
  readonly asked: number;
  readonly read: number;
  readonly failures: readonly Failure[];
  /** Whether today's numbers were asked for, and not only what is read on the slower beat. */
  readonly fast: boolean;
}

/** Reads one account's numbers, a few things at a time, and keeps the last good answer of each. */
export interface AccountReader {
  state(): AccountState;
  /** Asks for what is due: at most three things. A failure leaves what was known as it is. */
  refresh(signal: AbortSignal): Promise<RefreshOutcome>;
  /** Whether something has never been asked for that is not part of every refresh. */
  warming(): boolean;
}

/**
 * @param options.initial what is known from before
 * @param options.items what can be asked for, given what is known; in the order in which it matters
 * @param options.fastMs how young the fast things must be to be left out of a refresh that only catches up
 */
export function createAccountReader(options: {
  readonly initial: AccountState;
  readonly items: (state: AccountState) => readonly Item[];
  readonly history: Pick<SpendHistory, 'save'>;
  readonly now: () => Date;
  readonly fastMs: number;
}): AccountReader {
  const { history, now } = options;
  let state = options.initial;
  const tried = new Map<string, number>();

  const due = () =>
    options.items(state).map((item) => ({ ...item, triedAt: tried.get(item.id) ?? null }));

  /** Only for things that can still be asked for, in their order. */
  const settle = (changes: ReadonlyMap<string, Failure | null>): void => {
    const at = now().toISOString();
    const ids = options.items(state).map((item) => item.id);
    const troubles = new Map<string, Trouble>();
    for (const id of ids) {
      const before = state.troubles.get(id);
      const failure = changes.get(id);
      if (failure === undefined) {
        if (before !== undefined) troubles.set(id, before);
      } else if (failure !== null) troubles.set(id, { failure, since: before?.since ?? at });
    }
    for (const id of tried.keys()) if (!ids.includes(id)) tried.delete(id);
    state = { ...state, troubles };
  };

  return {
    state: () => state,
    warming: () => isWarming(due()),
    refresh: async (signal) => {
      const items = due();
      const planned = new Set(planRefresh(items, now().getTime(), options.fastMs));
      const asked = items.filter((item) => planned.has(item.id));
      const changes = new Map<string, Failure | null>();
      const failures: Failure[] = [];
      await Promise.all(
        asked.map(async (item) => {
          tried.set(item.id, now().getTime());
          const answer = await item.read(signal);
          if (!answer.ok) {
            if (answer.failure.code === 'cancelled') tried.delete(item.id);
            else changes.set(item.id, answer.failure);
            failures.push(answer.failure);
            return;
          }
          changes.set(item.id, null);
          const { patch, slices = [] } = answer.value;
          if (patch !== null) state = patch(state);
          for (const slice of slices) await history.save(slice);
        }),
      );
      settle(changes);
      const fast = asked.length === 0 || asked.some((item) => item.every === 'fast');
      return { asked: asked.length, read: asked.length - failures.length, failures, fast };
    },
  };
}
