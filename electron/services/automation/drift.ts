import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import type { DriftNotice } from '../../../shared/domain/drift.ts';
import type { StateDatabase } from '../state/database.ts';
import type { SettingsReader } from '../workspaces/views.ts';

/** What somebody put away, so that the same drift is not offered again. */
export function createDriftStore({ transaction, read }: StateDatabase) {
  return {
    /** The content that was put away last, by worktree. */
    dismissed: (): ReadonlyMap<string, string> =>
      read(
        (db) =>
          new Map(
            db
              .prepare('SELECT worktree_id, hash FROM drifts')
              .all()
              .map((row) => [String(row['worktree_id']), String(row['hash'])]),
          ),
      ),

    dismiss: (drifts: readonly { readonly worktreeId: string; readonly hash: string }[]): void => {
      transaction((db) => {
        for (const { worktreeId, hash } of drifts) {
          db.prepare('INSERT OR REPLACE INTO drifts (worktree_id, hash) VALUES (?, ?)').run(
            worktreeId,
            hash,
          );
        }
      });
    },
  };
}

export type DriftStore = ReturnType<typeof createDriftStore>;

interface Drift extends DriftNotice {
  readonly worktreeId: string;
  readonly hash: string;
}

/** Offers to apply again where a file has drifted. Writes no settings file, whatever it finds. */
export function createDrifts(services: {
  readonly hasState: () => boolean;
  readonly store: () => Promise<DriftStore>;
  readonly reader: () => Promise<SettingsReader>;
}) {
  const find = async (worktrees: readonly WorktreeView[]): Promise<Drift[]> => {
    const drifted = worktrees.filter((one) => one.drifted && one.assignment !== null);
    if (drifted.length === 0 || !services.hasState()) return [];
    const reader = await services.reader();
    const dismissed = (await services.store()).dismissed();
    return drifted.flatMap((one): Drift[] => {
      // A file that is no strict JSON has no such hash; that it is none is one drift.
      const hash = reader.envHashOf(one) ?? 'unreadable';
      if (dismissed.get(one.id) === hash) return [];
      const preset = one.assignment?.presetId ?? '';
      const id = `drift/${one.id}/${hash}`;
      return [{ id, worktree: one.path, name: one.name, preset, worktreeId: one.id, hash }];
    });
  };

  return {
    /** What is to be offered now. */
    notices: async (worktrees: readonly WorktreeView[]): Promise<DriftNotice[]> =>
      (await find(worktrees)).map(({ id, worktree, name, preset }) => ({
        id,
        worktree,
        name,
        preset,
      })),

    /** Puts offers away: these, or all. */
    dismiss: async (
      worktrees: readonly WorktreeView[],
      ids: readonly string[] | undefined,
    ): Promise<void> => {
      const put = (await find(worktrees)).filter((one) => ids?.includes(one.id) ?? true);
      if (put.length > 0) (await services.store()).dismiss(put);
    },
  };
}
