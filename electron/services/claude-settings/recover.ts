import fs from 'node:fs';
import path from 'node:path';

import type { JournalRecord } from '../journal/records.ts';
import { settleApply } from './apply.ts';
import { removeStrayFiles } from './file/atomic-file.ts';
import { settleClear } from './clear.ts';
import { hashOf } from './file/commit.ts';
import type { SettingsContext } from './context.ts';
import { settleUndo } from './undo.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

function currentHash(file: string): string | null {
  try {
    return hashOf(fs.readFileSync(file, 'utf8'));
  } catch {
    return null;
  }
}

function settle(entry: JournalRecord, context: SettingsContext): void {
  if (entry.action === 'apply' && entry.assignmentAfter !== null) {
    settleApply(context, entry.id, entry.assignmentAfter, entry.file, entry.original);
    context.journal.finish(entry.id);
  } else if (entry.action === 'clear') {
    settleClear(context, entry.worktreeId, entry.file, entry.id);
  } else if (entry.action === 'undo' && entry.original !== null) {
    const { undoes } = JSON.parse(entry.original) as { undoes: number };
    const undone = context.journal.entry(undoes);
    if (undone !== null) settleUndo(undone, entry.id, context);
  } else {
    context.journal.finish(entry.id);
  }
}

/**
 * Settles writes that a killed process left half recorded: what reached the file is kept in the journal, what did not is
 * forgotten. Touches no settings file; only our own stray temporary files go.
 */
export function recover(context: SettingsContext): void {
  for (const entry of context.journal.pending()) {
    if (entry.pid !== process.pid && isAlive(entry.pid)) continue;
    if (currentHash(entry.file) === entry.afterHash) settle(entry, context);
    else context.journal.abandon(entry.id);
    try {
      removeStrayFiles(path.dirname(entry.file));
    } catch {
      // The folder is gone, and its files with it.
    }
  }
}
