import fs from 'node:fs';
import path from 'node:path';

import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import { removeFile, type replaceFile } from '../file/atomic-file.ts';
import { explainSystemError, hashOf } from '../file/commit.ts';
import { withExcludeLine } from './git-index.ts';

function read(file: string): Buffer | null {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

/** An `info/exclude` around a change. Git reads these files as bytes; latin1 keeps every one of them. */
export interface ExcludeChange {
  readonly before: string | null;
  readonly after: string | null;
}

/**
 * Changes a text file unless somebody else keeps changing it.
 * @param announce told before each attempt
 */
function change(
  file: string,
  edit: (text: string | null) => Result<string | null>,
  replace: typeof replaceFile,
  announce: (change: ExcludeChange) => void = () => {},
): Result<ExcludeChange> {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const bytes = read(file);
      const before = bytes?.toString('latin1') ?? null;
      const edited = edit(before);
      if (!edited.ok) return edited;
      const after = edited.value;
      if (after === before) return ok({ before, after });
      announce({ before, after });
      const done =
        after === null
          ? bytes === null || removeFile(file, bytes)
          : replace(file, { expected: bytes, next: Buffer.from(after, 'latin1'), mode: 0o644 });
      if (done) return ok({ before, after });
    }
  } catch (error) {
    return explainSystemError(error, file);
  }
  return fail('settings.conflict', { message: `Another program kept changing ${file}.` });
}

/** What an `info/exclude` becomes: with the line at its end, or as it is when the line is there already. */
export function readExclude(file: string, line: string): ExcludeChange {
  const before = read(file)?.toString('latin1') ?? null;
  return { before, after: added(before, line) };
}

function added(text: string | null, line: string): string {
  // The file is handled as bytes; the line itself is UTF-8 like every path that git writes.
  const bytes = Buffer.from(line, 'utf8').toString('latin1');
  const isThere = (text ?? '').split(/\r?\n/).includes(bytes);
  return isThere ? (text ?? '') : withExcludeLine(text, bytes);
}

/**
 * Adds our line to a repository's `info/exclude`, which holds for all of its worktrees.
 * @param announce told before each attempt, so that the journal knows of the write before it happens
 * @returns the text before and after, or the system's refusal
 */
export function addExcludeLine(
  file: string,
  line: string,
  replace: typeof replaceFile,
  announce: (change: ExcludeChange) => void,
): Result<ExcludeChange> {
  return change(file, (text) => ok(added(text, line)), replace, announce);
}

/**
 * Puts an `info/exclude` back, if it is still as we left it.
 * @param afterHash hash of the text that we left
 * @param edit what it was before, from that text
 * @param announce told before each attempt
 */
export function restoreExclude(
  file: string,
  afterHash: string | null,
  edit: (text: string | null) => string | null,
  replace: typeof replaceFile,
  announce?: (change: ExcludeChange) => void,
): Result<void> {
  const back = (text: string | null): Result<string | null> =>
    hashOf(text) === afterHash
      ? ok(edit(text))
      : fail('journal.drifted', {
          message: `${file} has changed since Switchyard wrote it, so it was left alone.`,
        });
  const changed = change(file, back, replace, announce);
  return changed.ok ? ok(undefined) : changed;
}

/** The text of an `info/exclude` now; null when there is none. Throws the system's refusal. */
export function excludeText(file: string): string | null {
  return read(file)?.toString('latin1') ?? null;
}
