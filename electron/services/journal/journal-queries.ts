import type { StateDatabase } from '../state/database.ts';
import { type FirstSeenRecord, type JournalRecord, nullable, text, toEntry } from './records.ts';

/** What the journal is asked about several writes at once, and what it keeps beside them. */
export function createJournalQueries({ transaction, read }: StateDatabase) {
  const undoOf = (id: number): JournalRecord | null =>
    read((db) => {
      const row = db
        .prepare(
          "SELECT * FROM journal WHERE reverses = ? AND action = 'undo' AND status = 'done' ORDER BY id DESC LIMIT 1",
        )
        .get(id);
      return row === undefined ? null : toEntry(row);
    });

  return {
    /** The latest undo of a write; null when it was never undone. */
    undoOf,

    /**
     * The latest undo that can be taken back: what it undid is still undone, and nothing new was written to the file since,
     * which ends redo there.
     */
    latestRedoable: (): JournalRecord | null =>
      read((db) => {
        const row = db
          .prepare(
            `SELECT u.* FROM journal u JOIN journal e ON e.id = u.reverses
             WHERE u.status = 'done' AND u.action = 'undo' AND e.undone_at IS NOT NULL
               AND NOT EXISTS (SELECT 1 FROM journal x
                 WHERE x.reverses = u.reverses AND x.action = 'undo' AND x.status = 'done' AND x.id > u.id)
               AND NOT EXISTS (SELECT 1 FROM journal w
                 WHERE w.file = u.file AND w.id > u.id AND w.status = 'done' AND w.action NOT IN ('undo', 'redo'))
             ORDER BY u.id DESC LIMIT 1`,
          )
          .get();
        return row === undefined ? null : toEntry(row);
      }),

    /** The writes of a batch that are left to undo, newest first. */
    leftOfBatch: (batch: string): JournalRecord[] =>
      read((db) =>
        db
          .prepare(
            `SELECT * FROM journal WHERE batch = ? AND status = 'done' AND undone_at IS NULL
               AND action NOT IN ('undo', 'redo') ORDER BY id DESC`,
          )
          .all(batch)
          .map(toEntry),
      ),

    isBatch: (batch: string): boolean =>
      read(
        (db) =>
          db.prepare('SELECT 1 FROM journal WHERE batch = ? LIMIT 1').get(batch) !== undefined,
      ),

    /** The writes to one worktree's files, newest first. */
    listOf: (worktreePath: string, limit: number): JournalRecord[] =>
      read((db) =>
        db
          .prepare(
            "SELECT * FROM journal WHERE status = 'done' AND worktree_path = ? ORDER BY id DESC LIMIT ?",
          )
          .all(worktreePath, limit)
          .map(toEntry),
      ),

    /**
     * Keeps what a write found when it is the first of ours to that file; later ones change nothing. The same entry may say
     * it again, when it found other bytes in the end.
     */
    keepFirstSeen: (seen: FirstSeenRecord): void => {
      transaction((db) => {
        const earlier = db.prepare('SELECT 1 FROM journal WHERE file = ? AND id < ? LIMIT 1');
        if (earlier.get(seen.file, seen.entry) !== undefined) return;
        db.prepare(
          `INSERT INTO first_seen (file, entry, worktree_id, at, content) VALUES (?, ?, ?, ?, ?)
           ON CONFLICT (file) DO UPDATE SET content = excluded.content WHERE entry = excluded.entry`,
        ).run(seen.file, seen.entry, seen.worktreeId, seen.at, seen.content);
      });
    },

    firstSeen: (file: string): FirstSeenRecord | null =>
      read((db) => {
        const row = db.prepare('SELECT * FROM first_seen WHERE file = ?').get(file);
        return row === undefined
          ? null
          : {
              file: text(row, 'file'),
              entry: Number(row['entry']),
              worktreeId: text(row, 'worktree_id'),
              at: text(row, 'at'),
              content: nullable(row, 'content'),
            };
      }),
  };
}
