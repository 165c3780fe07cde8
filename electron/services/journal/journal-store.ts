import type { StateDatabase, Statements } from '../state/database.ts';
import { createJournalQueries } from './journal-queries.ts';
import {
  type JournalRecord,
  type NewJournalRecord,
  toEntry,
  type WrittenBytes,
} from './records.ts';

function insert(db: Statements, entry: NewJournalRecord): number {
  const statement = db.prepare(
    `INSERT INTO journal (at, face, action, summary, file, worktree_id, worktree_path, before_hash, after_hash, steps,
       made_folder, assignment_before, assignment_after, original, pid, trace, batch, reverses, sides, status)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'pending')`,
  );
  const { lastInsertRowid } = statement.run(
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
    entry.assignmentAfter?.trace ?? null,
    entry.batch ?? null,
    entry.reverses ?? null,
    entry.sides ?? null,
  );
  return Number(lastInsertRowid);
}

/**
 * The journal: every write of any face, with what leads back. A write that is begun and not yet finished also keeps all
 * other runs of ours from the file, so that entries stand in the order of the writes and each starts where the one before
 * it ended, unless another program has written in between.
 */
export function createJournalStore(database: StateDatabase) {
  const { transaction, read } = database;
  return {
    ...createJournalQueries(database),

    /** The latest finished write to a file, 0 when there is none. Ask before reading what the next write builds on. */
    lastOf: (file: string): number =>
      read((db) => {
        const row = db
          .prepare(
            "SELECT id FROM journal WHERE file = ? AND status = 'done' ORDER BY id DESC LIMIT 1",
          )
          .get(file);
        return Number(row?.['id'] ?? 0);
      }),

    /**
     * Whether nobody of ours has written to a file since `seen` or is about to. Together with `begin` in one transaction.
     * @param seen what `lastOf` said before the file and its assignment were read
     */
    isFree: (file: string, seen: number): boolean =>
      read((db) => {
        const newer = db.prepare('SELECT 1 FROM journal WHERE file = ? AND id > ? LIMIT 1');
        return newer.get(file, seen) === undefined;
      }),

    /** Writes down a write that is about to happen. @returns its id */
    begin: (entry: NewJournalRecord): number => transaction((db) => insert(db, entry)),

    /** The edit was re-based on other bytes before it was written. */
    rebase: (id: number, { beforeHash, afterHash, steps, sides }: WrittenBytes): void => {
      transaction((db) => {
        db.prepare(
          'UPDATE journal SET before_hash = ?, after_hash = ?, steps = ?, sides = ? WHERE id = ?',
        ).run(beforeHash, afterHash, steps, sides ?? null, id);
      });
    },

    /** The first of two steps is about to be written. */
    goHalfway: (id: number, bytes: WrittenBytes): void => {
      transaction((db) => {
        db.prepare('UPDATE journal SET halfway = ? WHERE id = ?').run(JSON.stringify(bytes), id);
      });
    },

    /** Only the first of two steps was written: that is what the entry stands for now. */
    finishHalfway: (id: number): void => {
      transaction((db) => {
        db.prepare(
          `UPDATE journal SET status = 'done', before_hash = halfway ->> '$.beforeHash',
             after_hash = halfway ->> '$.afterHash', steps = halfway ->> '$.steps', sides = halfway ->> '$.sides'
             WHERE id = ? AND halfway IS NOT NULL`,
        ).run(id);
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
        const gone = db.prepare("DELETE FROM journal WHERE id = ? AND status = 'pending'").run(id);
        // What it found there may change before anything is written.
        if (gone.changes > 0) db.prepare('DELETE FROM first_seen WHERE entry = ?').run(id);
      });
    },

    /** With null: it stands again. */
    markUndone: (id: number, at: string | null): void => {
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

    /** The latest write that can be undone: done, not undone, and not itself an undo or a redo. */
    latestUndoable: (): JournalRecord | null =>
      read((db) => {
        const row = db
          .prepare(
            "SELECT * FROM journal WHERE status = 'done' AND undone_at IS NULL AND action NOT IN ('undo', 'redo') ORDER BY id DESC LIMIT 1",
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
