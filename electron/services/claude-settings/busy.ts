import { fail, type Result } from '../../../shared/domain/failure.ts';

/** What a write comes to that has to wait for another one of ours: nothing was written, and it is to be tried anew. */
export const BUSY = fail('settings.conflict', {
  message: 'Another run of Switchyard is writing to the same file, so nothing was written.',
  hint: 'Try again in a moment.',
});

/** Told apart by what it is, not by what it says. */
export function isBusy(result: Result<unknown>): boolean {
  return !result.ok && result.failure === BUSY.failure;
}
