import fs from 'node:fs';
import path from 'node:path';

import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import type { Assignment } from '../../../shared/domain/assignment.ts';
import type { Shadow } from '../../../shared/domain/preview.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { AssignmentRecord } from '../journal/records.ts';

/** What is needed of `claude-settings`, so that a listing without assignments loads none of it. */
export interface SettingsReader {
  /** Hash of the owned variables that the worktree's file holds now; null when it is no strict JSON. */
  readonly envHashOf: (worktree: Worktree) => string | null;
  readonly shadowsOf: (worktree: Worktree) => Shadow[];
}

function withoutSecondary(record: AssignmentRecord): Assignment {
  const { envHash, carried, ...assignment } = record;
  return assignment;
}

/** True when an assignment speaks of an earlier worktree of the same name: the folder is younger and its file is not there. */
function isOfEarlier(worktree: Worktree, record: AssignmentRecord): boolean {
  if (fs.existsSync(path.join(worktree.path, '.claude', 'settings.local.json'))) return false;
  const stat = fs.statSync(path.join(worktree.path, '.git'), { throwIfNoEntry: false });
  return stat !== undefined && stat.birthtimeMs > Date.parse(record.appliedAt);
}

/** Worktrees with what is assigned to them and whether that is still in force. */
export function viewsOf(
  worktrees: readonly Worktree[],
  records: ReadonlyMap<string, AssignmentRecord>,
  reader: SettingsReader | null,
): WorktreeView[] {
  return worktrees.map((worktree) => {
    const record = records.get(worktree.id);
    if (record === undefined || reader === null || isOfEarlier(worktree, record)) {
      return { ...worktree, assignment: null, shadowedBy: [], drifted: false };
    }
    const present = !worktree.missing;
    return {
      ...worktree,
      assignment: withoutSecondary(record),
      shadowedBy: present ? reader.shadowsOf(worktree) : [],
      drifted: present && reader.envHashOf(worktree) !== record.envHash,
    };
  });
}
