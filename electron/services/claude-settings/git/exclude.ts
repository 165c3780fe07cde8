import fs from 'node:fs';
import path from 'node:path';

import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import { replaceFile } from '../file/atomic-file.ts';
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

/** Changes a text file unless somebody else keeps changing it. @returns text before and after */
function change(
  file: string,
  edit: (text: string | null) => string | null,
): Result<{ before: string | null; after: string | null }> {
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const bytes = read(file);
      // Git reads these files as bytes; latin1 keeps every one of them.
      const before = bytes?.toString('latin1') ?? null;
      const after = edit(before);
      if (after === before) return ok({ before, after });
      if (after === null) {
        fs.rmSync(file);
        return ok({ before, after });
      }
      if (replaceFile(file, { expected: bytes, next: Buffer.from(after, 'latin1'), mode: 0o644 }))
        return ok({ before, after });
    }
  } catch (error) {
    return explainSystemError(error, file);
  }
  return fail('settings.conflict', { message: `Another program kept changing ${file}.` });
}

/**
 * Adds our line to a repository's `info/exclude`, which holds for all of its worktrees.
 * @returns the text before and after, or the system's refusal
 */
export function addExcludeLine(
  file: string,
  line: string,
): Result<{ before: string | null; after: string | null }> {
  // These files are handled as bytes; the line itself is UTF-8 like every path that git writes.
  const bytes = Buffer.from(line, 'utf8').toString('latin1');
  return change(file, (text) => withExcludeLine(text, bytes));
}

/**
 * Puts an `info/exclude` back, if it is still as we left it.
 * @param afterHash hash of the text that we left
 * @param keep how many characters it had before; null when there was no file
 */
export function restoreExclude(
  file: string,
  afterHash: string | null,
  keep: number | null,
): Result<void> {
  const current = read(file)?.toString('latin1') ?? null;
  if (hashOf(current) !== afterHash) {
    return fail('journal.drifted', {
      message: `${file} has changed since Switchyard wrote it, so it was left alone.`,
    });
  }
  const changed = change(file, (text) => (keep === null ? null : (text ?? '').slice(0, keep)));
  return changed.ok ? ok(undefined) : changed;
}
