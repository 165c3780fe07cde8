import type { StateDatabase } from '../state/database.ts';
import { type JournalRecord, type NewJournalRecord, toEntry } from './records.ts';

/** The journal: every write of any face, with what leads back. */
export function createJournalStore({ transaction, read }: StateDatabase) {
  return {
    /** Writes down a write that is about to happen. @returns its id */
    begin: (entry: NewJournalRecord): number =>
      transaction((db) =>
        Number(
          db
            .prepare(
              `INSERT INTO journal (at, face, action, summary, file, worktree_id, worktree_path, before_hash, after_hash, steps,
                 made_folder, assignment_before, assignment_after, original, pid, status)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')`,
            )
            .run(
              entry.at,
              entry.face,
              entry.action,
              entry.summary,
              entry.file,
              entry.worktreeId,
              entry.worktreePath,
              entry.beforeHash,
              entry.afterHash,
              entry.steps,
              entry.madeFolder ? 1 : 0,
              entry.assignmentBefore === null ? null : JSON.stringify(entry.assignmentBefore),
              entry.assignmentAfter === null ? null : JSON.stringify(entry.assignmentAfter),
              entry.original,
              entry.pid,
            ).lastInsertRowid,
        ),
      ),

    /** The edit was re-based on other bytes before it was written. */
    rebase: (
      id: number,
      entry: Pick<NewJournalRecord, 'beforeHash' | 'afterHash' | 'steps'>,
    ): void => {
      transaction((db) => {
        db.prepare(
          'UPDATE journal SET before_hash = ?, after_hash = ?, steps = ? WHERE id = ?',
        ).run(entry.beforeHash, entry.afterHash, entry.steps, id);
      });
    },

    finish: (id: number): void => {
      transaction((db) => {
        db.prepare("UPDATE journal SET status = 'done' WHERE id = ?").run(id);
      });
    },

    /** Forgets a write that did not happen. */
    abandon: (id: number): void => {
      transaction((db) => {
        db.prepare("DELETE FROM journal WHERE id = ? AND status = 'pending'").run(id);
      });
    },

    markUndone: (id: number, at: string): void => {
      transaction((db) => {
        db.prepare('UPDATE journal SET undone_at = ? WHERE id = ?').run(at, id);
      });
    },

    entry: (id: number): JournalRecord | null =>
      read((db) => {
        const row = db.prepare('SELECT * FROM journal WHERE id = ?').get(id);
        return row === undefined ? null : toEntry(row);
      }),

    pending: (): JournalRecord[] =>
      read((db) =>
        db.prepare("SELECT * FROM journal WHERE status = 'pending' ORDER BY id").all().map(toEntry),
      ),

    /** Newest first. */
    list: (limit: number): JournalRecord[] =>
      read((db) =>
        db
          .prepare("SELECT * FROM journal WHERE status = 'done' ORDER BY id DESC LIMIT ?")
          .all(limit)
          .map(toEntry),
      ),

    /** The latest write that can be undone: done, not undone, and not itself an undo. */
    latestUndoable: (): JournalRecord | null =>
      read((db) => {
        const row = db
          .prepare(
            "SELECT * FROM journal WHERE status = 'done' AND undone_at IS NULL AND action <> 'undo' ORDER BY id DESC LIMIT 1",
          )
          .get();
        return row === undefined ? null : toEntry(row);
      }),

    /** Writes to a file since (and with) an entry, oldest first. */
    chain: (file: string, fromId: number): JournalRecord[] =>
      read((db) =>
        db
          .prepare(
            "SELECT * FROM journal WHERE file = ? AND id >= ? AND status = 'done' ORDER BY id",
          )
          .all(file, fromId)
          .map(toEntry),
      ),
  };
}

export type JournalStore = ReturnType<typeof createJournalStore>;
