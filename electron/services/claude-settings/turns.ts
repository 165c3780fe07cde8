import type { Result } from '../../../shared/domain/failure.ts';
import { FOLLOW_MS } from './blanking.ts';
import { isBusy } from './busy.ts';
import type { SettingsContext } from './context.ts';
import { recover } from './recover.ts';

const TURN_MS = 25;
/** Longer than two clears in a row take, or a bulk apply of hundreds of worktrees. */
export const TURNS = (3 * FOLLOW_MS) / TURN_MS;

/**
 * Does work again for as long as another run of ours is writing to the same file, and settles what that run leaves when it
 * dies meanwhile. Work that is busy has written nothing and holds nothing, so nobody waits for each other.
 * @returns the work's outcome; that it is busy only when the other one did not end
 */
export async function inTurn<T>(
  context: SettingsContext,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  for (let turn = 0; ; turn += 1) {
    const result = await work();
    if (!isBusy(result) || turn >= TURNS) return result;
    await letOthers(context);
  }
}

/** Waits a moment for the others. */
export async function letOthers(context: SettingsContext): Promise<void> {
  recover(context);
  await context.pause(TURN_MS);
}
