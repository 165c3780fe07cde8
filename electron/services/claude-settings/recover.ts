import fs from 'node:fs';
import path from 'node:path';

import type { JournalRecord } from '../journal/records.ts';
import { settleApply } from './apply-one.ts';
import { removeStrayFiles } from './file/atomic-file.ts';
import { settleClear } from './clear.ts';
import { hashOf } from './file/commit.ts';
import type { SettingsContext } from './context.ts';
import { readEnv } from './json/json-text.ts';
import { envHash } from './prepare.ts';
import { settleUndo } from './undo.ts';

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** The file's text, null when there is none; undefined when it cannot be read, which says nothing. */
function currentText(file: string): string | null | undefined {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : undefined;
  }
}

/** Whether the write reached the file. Another program may have written since; what an apply wrote is in there still. */
function wasWritten(entry: JournalRecord): boolean {
  const text = currentText(entry.file);
  if (text === undefined) return false;
  if (hashOf(text) === entry.afterHash) return true;
  if (entry.action !== 'apply' || text === null) return false;
  const env = readEnv(text);
  return env !== null && envHash(env) === entry.assignmentAfter?.envHash;
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
  // A number that was given to this process again: an entry of its own is of this run only if it is younger.
  const started = new Date(context.now().getTime() - process.uptime() * 1000).toISOString();
  for (const entry of context.journal.pending()) {
    if (entry.pid === process.pid ? entry.at >= started : isAlive(entry.pid)) continue;
    if (wasWritten(entry)) settle(entry, context);
    else context.journal.abandon(entry.id);
    try {
      removeStrayFiles(path.dirname(entry.file));
    } catch {
      // The folder is gone, and its files with it.
    }
  }
}
