import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { Roots } from '../../services/workspaces/roots.ts';
import type { Workspaces } from '../../services/workspaces/workspaces.ts';
import type { Handlers, SnapshotSource } from '../handlers.ts';

/** Handlers of the snapshot and of the folders that are searched. */
export function createPlaceHandlers(services: {
  readonly snapshots: SnapshotSource;
  readonly workspaces: Workspaces;
  readonly roots: Roots;
}): Pick<Handlers, 'snapshot.get' | 'worktrees.rescan' | 'roots.add' | 'roots.remove'> {
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
  };
}
