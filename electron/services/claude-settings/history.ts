import fs from 'node:fs';

import type {
  HistoryLine,
  JournalEntry,
  ReversalPreview,
} from '../../../shared/domain/assignment.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { JournalRecord } from '../journal/records.ts';
import type { SettingsContext } from './context.ts';
import { hashOf } from './file/commit.ts';
import { encodingOf } from './file/rescue.ts';
import { checkUnused } from './reverse-exclude.ts';
import { someOf, theirsIn } from './reverse.ts';
import { readSides, threeWays } from './sides.ts';
import { laterWrite } from './undo.ts';

type Standing = Pick<HistoryLine, 'way' | 'why' | 'drifted'>;
type Context = Pick<SettingsContext, 'assignments' | 'journal' | 'commonDirOf'> & SettingsContext;

/** A file's text; null when there is none, undefined when it cannot be read. */
type ReadText = (file: string) => string | null | undefined;

function createReader(): ReadText {
  const known = new Map<string, string | null | undefined>();
  const read = (file: string): string | null | undefined => {
    try {
      return fs.readFileSync(file, encodingOf(file));
    } catch (error) {
      const code = error instanceof Error && 'code' in error ? error.code : null;
      return code === 'ENOENT' || code === 'ENOTDIR' ? null : undefined;
    }
  };
  return (file) => {
    if (!known.has(file)) known.set(file, read(file));
    return known.get(file);
  };
}

const stands = (way: 'undo' | 'redo'): Standing => ({ way, why: null, drifted: false });
const blocked = (why: string, drifted = false): Standing => ({ way: null, why, drifted });

function changed(entry: JournalRecord, text: string | null): Standing {
  if (text === null) return blocked('The file is not there any more.');
  const theirs = theirsIn(entry, text);
  return blocked(
    theirs.length === 0
      ? 'The file has changed since.'
      : `Somebody else has changed ${someOf(theirs)} since.`,
    true,
  );
}

function undoneStanding(
  entry: JournalRecord,
  text: string | null | undefined,
  context: Context,
): Standing {
  const undone = context.journal.undoOf(entry.id);
  if (undone === null) return blocked('It was taken back before Switchyard kept what redo needs.');
  const since = context.journal.chain(entry.file, undone.id + 1);
  const newer = since.find((one) => one.action !== 'undo' && one.action !== 'redo');
  if (newer !== undefined) {
    return blocked(`Number ${newer.id} was written to the file after it was taken back.`);
  }
  if (text === undefined) return blocked('The file cannot be read.');
  if (hashOf(text) === undone.afterHash) return stands('redo');
  // An earlier write was undone after this one, and has to come back first.
  const earlier = since.findLast((one) => one.action === 'undo' && isUndone(one, context));
  if (earlier !== undefined) {
    return blocked(`Number ${earlier.reverses ?? 0} has to be done again first.`);
  }
  return changed(undone, text);
}

function isUndone(undo: JournalRecord, context: Context): boolean {
  const subject = context.journal.entry(undo.reverses ?? 0);
  return subject !== null && subject.undoneAt !== null;
}

async function standingOf(
  entry: JournalRecord,
  read: ReadText,
  context: Context,
): Promise<Standing> {
  if (entry.action === 'undo' || entry.action === 'redo') {
    return blocked(`It is ${entry.action === 'undo' ? 'an undo' : 'a redo'} itself.`);
  }
  const text = read(entry.file);
  if (entry.undoneAt !== null) return undoneStanding(entry, text, context);
  if (text === undefined) return blocked('The file cannot be read.');
  if (hashOf(text) === entry.afterHash) {
    if (entry.action !== 'exclude') return stands('undo');
    const unused = await checkUnused(entry.file, context);
    return unused.ok ? stands('undo') : blocked(unused.failure.message);
  }
  const later = laterWrite(entry, context);
  if (later !== null) return blocked(`Number ${later.id} has to be taken back first.`);
  return changed(entry, text);
}

/** What a view may know of a journal record: no steps, no sealed values. */
export function toEntry(record: JournalRecord): JournalEntry {
  const { id, at, face, action, summary, file, worktreePath, beforeHash, afterHash } = record;
  const { undoneAt, batch } = record;
  return {
    id,
    at,
    face,
    action,
    summary,
    file,
    worktreePath,
    beforeHash,
    afterHash,
    undoneAt,
    batch,
  };
}

/** The latest writes, newest first, each with what can be done about it now. Reads every file once and writes nothing. */
export async function history(
  filter: { readonly limit: number; readonly worktreePath?: string | undefined },
  context: Context,
): Promise<HistoryLine[]> {
  const { journal } = context;
  const records =
    filter.worktreePath === undefined
      ? journal.list(filter.limit)
      : journal.listOf(filter.worktreePath, filter.limit);
  const read = createReader();
  const lines: HistoryLine[] = [];
  for (const record of records) {
    lines.push({ ...toEntry(record), ...(await standingOf(record, read, context)) });
  }
  return lines;
}

/**
 * What undoing a write, or doing it again, would do, as three sides of each of our variables.
 * @returns the view, or `journal.empty` when there is no such write
 */
export async function previewReversal(
  id: number,
  context: Context,
): Promise<Result<ReversalPreview>> {
  const named = context.journal.entry(id);
  const entry =
    named !== null && named.reverses !== null ? context.journal.entry(named.reverses) : named;
  if (entry === null || entry.status !== 'done') {
    return fail('journal.empty', { message: `There is no write number ${id}.` });
  }
  const read = createReader();
  const standing = await standingOf(entry, read, context);
  const led = entry.undoneAt === null ? entry : context.journal.undoOf(entry.id);
  const sides = readSides(led?.sides ?? null);
  const text = read(entry.file);
  return ok({
    id: entry.id,
    summary: entry.summary,
    file: entry.file,
    ...standing,
    forcible: standing.drifted && sides !== null && entry.action !== 'repair',
    variables: sides === null || text === undefined ? [] : threeWays(sides, text),
  });
}
