import type { TraceUse } from '../../../shared/domain/assignment.ts';
import type { StateDatabase } from '../state/database.ts';
import {
  type AssignmentRecord,
  nullable,
  type OriginalRecord,
  text,
  toAssignment,
} from './records.ts';

/** Assignments, trace history and originals, in one database with the journal, so that they change together. */
export function createAssignmentStore({ transaction, read }: StateDatabase) {
  return {
    /** Several changes in one commit. */
    transaction: <T>(work: () => T): T => transaction(work),

    assignments: (): AssignmentRecord[] =>
      read((db) => db.prepare('SELECT * FROM assignments').all().map(toAssignment)),

    assignment: (worktreeId: string): AssignmentRecord | null =>
      read((db) => {
        const row = db.prepare('SELECT * FROM assignments WHERE worktree_id = ?').get(worktreeId);
        return row === undefined ? null : toAssignment(row);
      }),

    /** The worktree that uses a trace ID now, or is about to (its write is begun and not finished), if any. */
    traceOwner: (trace: string): string | null =>
      read((db) => {
        const row = db
          .prepare(
            `SELECT worktree_id FROM assignments WHERE trace = ?1
             UNION ALL SELECT worktree_id FROM journal
               WHERE status = 'pending' AND trace = ?1 LIMIT 1`,
          )
          .get(trace);
        return row === undefined ? null : text(row, 'worktree_id');
      }),

    /** True when any worktree ever used it or is about to: a new trace ID must not mix with earlier spend. */
    traceWasUsed: (trace: string): boolean =>
      read(
        (db) =>
          db
            .prepare(
              `SELECT 1 FROM traces WHERE trace = ?1
               UNION ALL SELECT 1 FROM journal
                 WHERE status = 'pending' AND trace = ?1 LIMIT 1`,
            )
            .get(trace) !== undefined,
      ),

    traceHistory: (worktreeId: string): TraceUse[] =>
      read((db) =>
        db
          .prepare(
            'SELECT trace, from_at, until_at FROM traces WHERE worktree_id = ? ORDER BY id DESC',
          )
          .all(worktreeId)
          .map((row) => ({
            trace: text(row, 'trace'),
            from: text(row, 'from_at'),
            until: nullable(row, 'until_at'),
          })),
      ),

    /** Sets or (with null) ends a worktree's assignment, and keeps the trace history in step. */
    setAssignment: (worktreeId: string, next: AssignmentRecord | null, at: string): void => {
      transaction((db) => {
        const current = db
          .prepare('SELECT trace FROM assignments WHERE worktree_id = ?')
          .get(worktreeId);
        const before = current === undefined ? null : text(current, 'trace');
        if (before !== null && before !== next?.trace) {
          db.prepare(
            'UPDATE traces SET until_at = ? WHERE worktree_id = ? AND trace = ? AND until_at IS NULL',
          ).run(at, worktreeId, before);
        }
        if (next === null) {
          db.prepare('DELETE FROM assignments WHERE worktree_id = ?').run(worktreeId);
          return;
        }
        if (before !== next.trace) {
          db.prepare('INSERT INTO traces (worktree_id, trace, from_at) VALUES (?, ?, ?)').run(
            worktreeId,
            next.trace,
            at,
          );
        }
        db.prepare(
          `INSERT INTO assignments (worktree_id, path, preset_id, account_id, trace, metadata, applied_at, env_hash, carried)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (worktree_id) DO UPDATE SET path = excluded.path, preset_id = excluded.preset_id,
             account_id = excluded.account_id, trace = excluded.trace, metadata = excluded.metadata,
             applied_at = excluded.applied_at, env_hash = excluded.env_hash, carried = excluded.carried`,
        ).run(
          worktreeId,
          next.path,
          next.presetId,
          next.accountId,
          next.trace,
          JSON.stringify(next.metadata),
          next.appliedAt,
          next.envHash,
          JSON.stringify(next.carried),
        );
      });
    },

    original: (file: string): OriginalRecord | null =>
      read((db) => {
        const row = db.prepare('SELECT * FROM originals WHERE file = ?').get(file);
        return row === undefined
          ? null
          : {
              file: text(row, 'file'),
              worktreeId: text(row, 'worktree_id'),
              takenAt: text(row, 'taken_at'),
              firstEntry: Number(row['first_entry']),
              content: text(row, 'content'),
            };
      }),

    /** Replaces an older one: the caller knows whether the one that is kept still stands. */
    keepOriginal: (original: OriginalRecord): void => {
      transaction((db) => {
        db.prepare(
          'INSERT OR REPLACE INTO originals (file, worktree_id, taken_at, first_entry, content) VALUES (?, ?, ?, ?, ?)',
        ).run(
          original.file,
          original.worktreeId,
          original.takenAt,
          original.firstEntry,
          original.content,
        );
      });
    },

    dropOriginal: (file: string): void => {
      transaction((db) => {
        db.prepare('DELETE FROM originals WHERE file = ?').run(file);
      });
    },
  };
}

export type AssignmentStore = ReturnType<typeof createAssignmentStore>;
