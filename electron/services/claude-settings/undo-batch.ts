import type { BatchItem, BatchOutcome } from '../../../shared/domain/assignment.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { JournalRecord } from '../journal/records.ts';
import type { SettingsContext } from './context.ts';
import { inTurn } from './turns.ts';
import { undo } from './undo.ts';

/** Each file's writes wait for open sessions to follow; so many files wait at the same time. */
const AT_ONCE = 24;

function byFile(entries: readonly JournalRecord[]): JournalRecord[][] {
  return [...Map.groupBy(entries, (entry) => entry.file).values()];
}

/**
 * Takes back every write of a batch that still stands, newest first in each file. One that cannot be taken back stops the
 * earlier ones to the same file only; asking again goes on where this ended. The line in `info/exclude` goes last, once no
 * workspace of the repository needs it.
 * @returns an outcome per write, or `journal.empty` when there is no such batch or nothing of it is left
 */
export async function undoBatch(
  batch: string,
  context: SettingsContext,
): Promise<Result<BatchOutcome>> {
  const entries = context.journal.leftOfBatch(batch);
  if (entries.length === 0) {
    return fail('journal.empty', {
      message: context.journal.isBatch(batch)
        ? `Everything of the batch “${batch}” has been undone already.`
        : `There is no batch “${batch}”.`,
      hint: 'List what was written: switchyard history.',
    });
  }
  const items = new Map<number, BatchItem>();
  const takeBack = async (group: readonly JournalRecord[]): Promise<void> => {
    for (const { id, summary, worktreePath, file } of group) {
      const result = await inTurn(context, () => undo(id, context));
      items.set(id, {
        id,
        summary,
        worktree: worktreePath,
        file,
        failure: result.ok ? null : result.failure,
        notes: result.ok ? [...result.value.notes] : [],
      });
    }
  };
  const groups = byFile(entries.filter((entry) => entry.action !== 'exclude'));
  const next = groups.values();
  const worker = async (): Promise<void> => {
    for (const group of next) await takeBack(group);
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, groups.length) }, worker));
  for (const group of byFile(entries.filter((entry) => entry.action === 'exclude'))) {
    await takeBack(group);
  }
  return ok({ batch, items: entries.flatMap(({ id }) => items.get(id) ?? []) });
}
