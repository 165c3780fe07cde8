import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../../shared/domain/preview.ts';
import type { JournalRecord } from '../journal/records.ts';
import type { SettingsContext } from './context.ts';
import { reverse } from './reverse.ts';
import { checkUnused, reverseExclude } from './reverse-exclude.ts';
import { settleRedo, settleUndo } from './settle-reversal.ts';

export interface ReverseOptions {
  /** Put our variables back although somebody else has changed the file since; what they wrote beside them stays. */
  readonly force?: boolean | undefined;
}

/** A later write of ours to the same file that still stands. */
export function laterWrite(entry: JournalRecord, context: SettingsContext): JournalRecord | null {
  const later = context.journal
    .chain(entry.file, entry.id + 1)
    .filter((one) => one.action !== 'undo' && one.action !== 'redo' && one.undoneAt === null);
  return later.at(-1) ?? null;
}

async function undoSettings(
  entry: JournalRecord,
  force: boolean,
  context: SettingsContext,
): Promise<Result<RestoreOutcome & { entry: number | null }>> {
  const later = force ? laterWrite(entry, context) : null;
  if (later !== null) {
    return fail('journal.drifted', {
      message: `${entry.file} was written again after “${entry.summary}” by number ${later.id}, “${later.summary}”.`,
      hint: `Take that one back first: switchyard undo ${later.id}.`,
    });
  }
  return reverse(
    {
      entry,
      subject: entry,
      action: 'undo',
      // Only an apply and a clear change what a worktree is on.
      assignment:
        entry.action === 'apply' || entry.action === 'clear'
          ? entry.assignmentBefore
          : context.assignments.assignment(entry.worktreeId),
      dropFolder: entry.madeFolder,
      force,
    },
    context,
  );
}

/**
 * Takes one write back, or the latest that is left to undo. Refuses when the file is no longer what that write left.
 * @returns what was done, `journal.empty`, `journal.drifted`, or the failure of the write
 */
export async function undo(
  id: number | undefined,
  context: SettingsContext,
  { force = false }: ReverseOptions = {},
): Promise<Result<RestoreOutcome>> {
  const entry = id === undefined ? context.journal.latestUndoable() : context.journal.entry(id);
  if (entry === null) {
    return id === undefined
      ? fail('journal.empty')
      : fail('journal.empty', { message: `There is no write number ${id}.` });
  }
  const isReversal = entry.action === 'undo' || entry.action === 'redo';
  if (entry.status !== 'done' || entry.undoneAt !== null || isReversal) {
    return fail('journal.empty', {
      message: `Write number ${entry.id} ${isReversal ? `is itself ${entry.action === 'undo' ? 'an undo' : 'a redo'}` : 'has been undone already'}.`,
      hint: 'List what can be undone: switchyard history.',
    });
  }
  if (entry.action === 'exclude') {
    const unused = await checkUnused(entry.file, context);
    if (!unused.ok) return unused;
  }
  const done =
    entry.action === 'exclude'
      ? reverseExclude({ entry, subject: entry, action: 'undo' }, context)
      : await undoSettings(entry, force, context);
  if (!done.ok) return done;
  const { entry: undoId, ...outcome } = done.value;
  settleUndo(entry, undoId, context);
  return ok(outcome);
}

/** The undo that a number means: its own, or that of the write which it took back. */
function undoMeantBy(id: number, context: SettingsContext): JournalRecord | null {
  const named = context.journal.entry(id);
  return named?.action === 'undo' ? named : context.journal.undoOf(id);
}

/**
 * Does one write again that was undone, or the latest such: the file's bytes and what the worktree is on are as after the
 * write. A new write to the file ends that.
 * @param id the number of the write, or of its undo
 * @returns what was done, `journal.empty`, `journal.drifted`, or the failure of the write
 */
export async function redo(
  id: number | undefined,
  context: SettingsContext,
  { force = false }: ReverseOptions = {},
): Promise<Result<RestoreOutcome>> {
  const undone = id === undefined ? context.journal.latestRedoable() : undoMeantBy(id, context);
  const subject = undone === null ? null : context.journal.entry(undone.reverses ?? 0);
  const hint = 'List what can be done again: switchyard history.';
  if (undone === null || subject === null) {
    const message =
      id === undefined
        ? 'There is nothing to do again.'
        : `Write number ${id} was not undone, or not by this version, so it cannot be done again.`;
    return fail('journal.empty', { message, hint });
  }
  const latest = context.journal.undoOf(subject.id);
  if (subject.undoneAt === null || latest?.id !== undone.id) {
    return fail('journal.empty', { message: `Write number ${subject.id} stands already.`, hint });
  }
  const newer = context.journal
    .chain(undone.file, undone.id + 1)
    .find((one) => one.action !== 'undo' && one.action !== 'redo');
  if (newer !== undefined) {
    return fail('journal.empty', {
      message: `Number ${newer.id}, “${newer.summary}”, was written after the undo of number ${subject.id}, so that cannot be done again.`,
      hint,
    });
  }
  const done =
    subject.action === 'exclude'
      ? reverseExclude({ entry: undone, subject, action: 'redo' }, context)
      : await reverse(
          {
            entry: undone,
            subject,
            action: 'redo',
            assignment: undone.assignmentBefore,
            dropFolder: undone.madeFolder,
            force,
          },
          context,
        );
  if (!done.ok) return done;
  const { entry: redoId, ...outcome } = done.value;
  settleRedo(subject, redoId, undone.assignmentBefore, context);
  return ok(outcome);
}
