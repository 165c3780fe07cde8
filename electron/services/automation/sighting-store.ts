import type { StateDatabase } from '../state/database.ts';

/** Where an assigned worktree was last seen, and since when it is not. */
export interface Sighting {
  readonly worktreeId: string;
  readonly commonDir: string;
  /** ISO time; null while it is there. */
  readonly missingSince: string | null;
}

/** Where assigned worktrees belong: an assignment alone does not say whose repository has to be asked. */
export function createSightingStore({ transaction, read }: StateDatabase) {
  return {
    all: (): ReadonlyMap<string, Sighting> =>
      read(
        (db) =>
          new Map(
            db
              .prepare('SELECT * FROM sightings')
              .all()
              .map((row) => {
                const worktreeId = String(row['worktree_id']);
                const since = row['missing_since'];
                const sighting: Sighting = {
                  worktreeId,
                  commonDir: String(row['common_dir']),
                  missingSince: typeof since === 'string' ? since : null,
                };
                return [worktreeId, sighting];
              }),
          ),
      ),

    /** Writes all of them in one commit. */
    put: (sightings: readonly Sighting[]): void => {
      if (sightings.length === 0) return;
      transaction((db) => {
        for (const { worktreeId, commonDir, missingSince } of sightings) {
          db.prepare(
            `INSERT INTO sightings (worktree_id, common_dir, missing_since) VALUES (?, ?, ?)
             ON CONFLICT (worktree_id) DO UPDATE SET common_dir = excluded.common_dir, missing_since = excluded.missing_since`,
          ).run(worktreeId, commonDir, missingSince);
        }
      });
    },

    drop: (worktreeIds: readonly string[]): void => {
      if (worktreeIds.length === 0) return;
      transaction((db) => {
        for (const id of worktreeIds)
          db.prepare('DELETE FROM sightings WHERE worktree_id = ?').run(id);
      });
    },
  };
}

export type SightingStore = ReturnType<typeof createSightingStore>;
