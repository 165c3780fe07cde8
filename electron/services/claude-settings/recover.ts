import fs from 'node:fs';
import path from 'node:path';

import type { JournalRecord } from '../journal/records.ts';
import { settleApply } from './apply-one.ts';
import { settleClear } from './clear.ts';
import type { SettingsContext } from './context.ts';
import { isAlive, removeStrayFiles } from './file/atomic-file.ts';
import { hashOf } from './file/commit.ts';
import { encodingOf, putBackTheirs } from './file/rescue.ts';
import { readEnv } from './json/json-text.ts';
import { envHash } from './prepare.ts';
import { settleRedo, settleUndo } from './settle-reversal.ts';

/** No write of ours takes this long, in milliseconds; after it, its process number has been given to another process. */
const LONGEST_WRITE_MS = 600_000;

/** The file's text, null when there is none; undefined when it cannot be read, which says nothing. */
function currentText({ file }: JournalRecord): string | null | undefined {
  try {
    // As the writer of each has hashed it.
    return fs.readFileSync(file, encodingOf(file));
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null;
    return code === 'ENOENT' || code === 'ENOTDIR' ? null : undefined;
  }
}

/** How far the write has got. Another program may have written since; what an apply wrote is in there still. */
function progressOf(entry: JournalRecord): 'done' | 'halfway' | 'nothing' {
  const text = currentText(entry);
  if (text === undefined) return 'nothing';
  const hash = hashOf(text);
  if (hash === entry.afterHash) return 'done';
  if (entry.halfway !== null && hash === entry.halfway.afterHash) return 'halfway';
  if (entry.action !== 'apply' || text === null) return 'nothing';
  const env = readEnv(text);
  return env !== null && envHash(env) === entry.assignmentAfter?.envHash ? 'done' : 'nothing';
}

function settle(entry: JournalRecord, context: SettingsContext): void {
  if (entry.action === 'apply' && entry.assignmentAfter !== null) {
    settleApply(context, entry.id, entry.assignmentAfter, entry.file, entry.original);
    context.journal.finish(entry.id);
  } else if (entry.action === 'clear') {
    settleClear(context, entry.worktreeId, entry.file, entry.id);
  } else if (entry.reverses !== null) {
    const reversed = context.journal.entry(entry.reverses);
    if (reversed === null) context.journal.finish(entry.id);
    else if (entry.action === 'undo') settleUndo(reversed, entry.id, context);
    else settleRedo(reversed, entry.id, entry.assignmentAfter, context);
  } else {
    context.journal.finish(entry.id);
  }
}

/** Whether the process that began an entry is gone. */
function isLeft(entry: JournalRecord, context: SettingsContext): boolean {
  const now = context.now().getTime();
  if (Math.abs(now - Date.parse(entry.at)) > LONGEST_WRITE_MS) return true;
  // A number that was given to this process again: an entry of its own is of this run only if it is younger.
  if (entry.pid === process.pid) return Date.parse(entry.at) < now - process.uptime() * 1000;
  return !isAlive(entry.pid);
}

/**
 * Settles writes that a killed process left half recorded: what reached the file is kept in the journal, what did not is
 * forgotten. A clear or undo that was stopped between its two steps stays in the journal as the first of them: the worktree
 * keeps its assignment, and clearing it again leads back to the first bytes.
 *
 * Writes no settings file of its own accord: it only puts another program's bytes back that the killed write had taken out
 * of their place, and takes our stray temporary files away.
 */
export function recover(context: SettingsContext): void {
  for (const { id } of context.journal.pending().filter((entry) => isLeft(entry, context))) {
    context.assignments.transaction(() => {
      // Another run may have settled it meanwhile, and written to the file since.
      const entry = context.journal.entry(id);
      if (entry === null || entry.status !== 'pending') return;
      try {
        putBackTheirs(entry);
      } catch {
        // A folder that is gone or closed: there is nothing to be put back, or no way to.
      }
      const progress = progressOf(entry);
      if (progress === 'done') settle(entry, context);
      else if (progress === 'halfway') context.journal.finishHalfway(id);
      else context.journal.abandon(id);
      try {
        removeStrayFiles(path.dirname(entry.file));
      } catch {
        // The folder is gone, and its files with it.
      }
    });
  }
}
