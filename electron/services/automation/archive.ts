import fs from 'node:fs';
import path from 'node:path';

import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { AssignmentStore } from '../journal/assignment-store.ts';
import type { AssignmentRecord } from '../journal/records.ts';
import type { WorktreeScanner } from '../worktrees/scan.ts';
import type { Sighting, SightingStore } from './sighting-store.ts';

export interface Archive {
  /**
   * Looks for assigned worktrees that are gone, and closes the assignments of those that were gone a minute ago, too.
   * @returns how many were closed, and how many are gone and wait for the second look
   */
  check(worktrees: readonly Worktree[]): Promise<{ closed: number; waiting: number }>;
}

/** How long a worktree has to be gone, milliseconds: a move or a restore is over by then. */
export const GONE_FOR_MS = 60_000;

/**
 * Whether a worktree that its repository still lists without a folder was taken away: not one that was locked because it is
 * on a drive that comes and goes, and not one whose whole surroundings are out of reach.
 */
function wasTakenAway({ locked, path: folder }: Worktree): boolean {
  return locked === null && fs.existsSync(path.dirname(folder));
}

/** Closes assignments of archived workspaces. Their journal stays, and a worktree that comes back is a new one. */
export function createArchive(services: {
  readonly scanner: Pick<WorktreeScanner, 'listRepositoryWorktrees'>;
  readonly hasState: () => boolean;
  readonly records: () => Promise<ReadonlyMap<string, AssignmentRecord>>;
  readonly assignments: () => Promise<AssignmentStore>;
  readonly sightings: () => Promise<SightingStore>;
  readonly now: () => Date;
  /** Milliseconds between the two looks; {@link GONE_FOR_MS} unless a test is in a hurry. */
  readonly goneForMs?: number | undefined;
}): Archive {
  const { scanner, now, goneForMs = GONE_FOR_MS } = services;

  /** Null says nothing: the repository cannot be read, or not wholly. */
  const isGone = async (worktreeId: string, commonDir: string): Promise<boolean | null> => {
    const listed = await scanner.listRepositoryWorktrees(commonDir);
    if (!listed.ok || listed.value.problems.length > 0) return null;
    const found = listed.value.worktrees.find((one) => one.id === worktreeId);
    if (found === undefined) return true;
    if (!found.missing) return false;
    return wasTakenAway(found) ? true : null;
  };

  const close = async (record: AssignmentRecord): Promise<boolean> => {
    const store = await services.assignments();
    return store.transaction(() => {
      // Another run may have closed it, or applied anew, since it was read.
      if (store.assignment(record.worktreeId)?.appliedAt !== record.appliedAt) return false;
      store.setAssignment(record.worktreeId, null, now().toISOString());
      return true;
    });
  };

  return {
    check: async (worktrees) => {
      if (!services.hasState()) return { closed: 0, waiting: 0 };
      const records = await services.records();
      if (records.size === 0) return { closed: 0, waiting: 0 };
      const store = await services.sightings();
      const seen = store.all();
      const present = new Map(
        worktrees.filter((one) => !one.missing).map((one) => [one.id, one] as const),
      );
      const news: Sighting[] = [];
      const settled = [...seen.keys()].filter((id) => !records.has(id));
      let [closed, waiting] = [0, 0];
      for (const record of records.values()) {
        const { worktreeId } = record;
        const sighting = seen.get(worktreeId);
        const here = present.get(worktreeId);
        const commonDir = here?.commonDir ?? sighting?.commonDir;
        if (commonDir === undefined) continue;
        const gone = here === undefined ? await isGone(worktreeId, commonDir) : false;
        if (gone === null) continue;
        const since = sighting?.missingSince ?? null;
        if (!gone) {
          if (sighting?.commonDir !== commonDir || since !== null)
            news.push({ worktreeId, commonDir, missingSince: null });
        } else if (since === null) {
          waiting += 1;
          news.push({ worktreeId, commonDir, missingSince: now().toISOString() });
        } else if (now().getTime() - Date.parse(since) < goneForMs) waiting += 1;
        else if (await close(record)) {
          closed += 1;
          settled.push(worktreeId);
        }
      }
      store.put(news);
      store.drop(settled);
      return { closed, waiting };
    },
  };
}
