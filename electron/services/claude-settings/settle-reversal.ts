import type { AssignmentRecord, JournalRecord } from '../journal/records.ts';
import type { SettingsContext } from './context.ts';

type Stores = Pick<SettingsContext, 'assignments' | 'journal' | 'now'>;

/** Brings assignment and original back to what they were before the entry. */
export function settleUndo(entry: JournalRecord, undoId: number | null, context: Stores): void {
  const at = context.now().toISOString();
  context.assignments.transaction(() => {
    if (undoId !== null) context.journal.finish(undoId);
    context.journal.markUndone(entry.id, at);
    if (entry.action !== 'apply' && entry.action !== 'clear') return;
    context.assignments.setAssignment(entry.worktreeId, entry.assignmentBefore, at);
    if (entry.original === null) return;
    if (entry.action === 'apply') {
      context.assignments.dropOriginal(entry.file);
      return;
    }
    const kept = JSON.parse(entry.original) as {
      firstEntry: number;
      takenAt: string;
      content: string;
    };
    context.assignments.keepOriginal({ file: entry.file, worktreeId: entry.worktreeId, ...kept });
  });
}

/**
 * Brings assignment and original back to what they were after the entry, which stands again.
 * @param assignment what the worktree was on when the entry was undone
 */
export function settleRedo(
  entry: JournalRecord,
  redoId: number | null,
  assignment: AssignmentRecord | null,
  context: Stores,
): void {
  const at = context.now().toISOString();
  context.assignments.transaction(() => {
    if (redoId !== null) context.journal.finish(redoId);
    context.journal.markUndone(entry.id, null);
    if (entry.action !== 'apply' && entry.action !== 'clear') return;
    context.assignments.setAssignment(entry.worktreeId, assignment, at);
    if (entry.original === null) return;
    if (entry.action === 'clear') {
      context.assignments.dropOriginal(entry.file);
      return;
    }
    context.assignments.keepOriginal({
      file: entry.file,
      worktreeId: entry.worktreeId,
      takenAt: entry.at,
      firstEntry: entry.id,
      content: entry.original,
    });
  });
}
