import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { JournalEntry } from '../../../shared/domain/assignment.ts';
import type { JournalRecord } from '../../services/journal/records.ts';
import type { JournalStore } from '../../services/journal/journal-store.ts';
import type { Roots } from '../../services/workspaces/roots.ts';
import type { Workspaces } from '../../services/workspaces/workspaces.ts';
import type { Handlers, SnapshotSource } from '../handlers.ts';

/** What a view may know of a journal record: no steps, no sealed values. */
export function toEntry(record: JournalRecord): JournalEntry {
  const { id, at, face, action, summary, file, worktreePath, beforeHash, afterHash, undoneAt } =
    record;
  return { id, at, face, action, summary, file, worktreePath, beforeHash, afterHash, undoneAt };
}

/** Handlers of the snapshot, the folders that are searched, and the journal's list. */
export function createPlaceHandlers(services: {
  readonly snapshots: SnapshotSource;
  readonly workspaces: Workspaces;
  readonly roots: Roots;
  readonly journal: () => Promise<JournalStore>;
}): Pick<
  Handlers,
  'snapshot.get' | 'worktrees.rescan' | 'roots.add' | 'roots.remove' | 'journal.list'
> {
  const rescanned = async (result: Result<unknown>) => {
    if (!result.ok) return result;
    await services.workspaces.rescan();
    return ok(null);
  };
  return {
    'snapshot.get': () => Promise.resolve(ok(services.snapshots.get())),
    'worktrees.rescan': () => rescanned(ok(null)),
    'roots.add': async ({ path }) => rescanned(await services.roots.add(path)),
    'roots.remove': async ({ path }) => rescanned(await services.roots.remove(path)),
    'journal.list': async ({ limit }) =>
      ok((await services.journal()).list(limit ?? 100).map(toEntry)),
  };
}
