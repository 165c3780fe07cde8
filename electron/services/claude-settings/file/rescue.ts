import fs from 'node:fs';
import path from 'node:path';

import type { JournalRecord } from '../../journal/records.ts';
import { strayFiles } from './atomic-file.ts';
import { hashOf } from './commit.ts';

function readIfThere(file: string, encoding: BufferEncoding): string | null {
  return fs.existsSync(file) ? fs.readFileSync(file, encoding) : null;
}

/** How a file of ours was read for its hashes: git reads `info/exclude` as bytes, and latin1 keeps every one of them. */
export function encodingOf(file: string): 'latin1' | 'utf8' {
  return /[\\/]info[\\/]exclude$/.test(file) ? 'latin1' : 'utf8';
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * A write that meets another program's newer bytes takes them out of their place for some microseconds and puts them back.
 * Killed just then, it leaves them in its temporary file. This puts them back; afterwards the write has not happened.
 */
export function putBackTheirs(entry: JournalRecord): void {
  const { file, pid, halfway } = entry;
  const encoding = encodingOf(file);
  const steps = halfway === null ? [entry] : [entry, halfway];
  const current = readIfThere(file, encoding);
  // Only while ours stands in the place has something been taken out of it.
  if (!steps.some((step) => step.afterHash === hashOf(current))) return;
  const known = new Set(steps.flatMap((step) => [step.beforeHash, step.afterHash]));
  for (const stray of strayFiles(path.dirname(file))) {
    if (stray.pid !== pid || !path.basename(stray.file).startsWith(`.${path.basename(file)}.`)) {
      continue;
    }
    const text = fs.readFileSync(stray.file, encoding);
    // What the write was based on or led to; or, in the second of two steps, its own file that was not finished.
    if (known.has(hashOf(text)) || (halfway !== null && !isJson(text))) continue;
    if (current === null) fs.linkSync(stray.file, file);
    else fs.renameSync(stray.file, file);
    return;
  }
}
