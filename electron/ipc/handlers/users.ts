import { existsSync } from 'node:fs';

import type { AssignmentStore } from '../../services/journal/assignment-store.ts';
import type { AssignmentRecord } from '../../services/journal/records.ts';

/** Assignments of workspaces that still exist: one whose folder is gone must not hold a preset or an account for ever. */
export function assignmentsInUse(store: AssignmentStore): AssignmentRecord[] {
  return store.assignments().filter((one) => existsSync(one.path));
}
