import { createHash } from 'node:crypto';
import fs, { type FileHandle } from 'node:fs/promises';
import path from 'node:path';

import { isMissing, listTranscripts } from './list-transcripts.ts';
import { readLines } from './read-lines.ts';
import { merge, type Message, readLine } from './transcript-line.ts';
import type { FileState, TranscriptStore } from './transcript-store.ts';

/** What a scan did. */
export interface ScanReport {
  readonly files: number;
  /** Of transcripts; 0 when nothing was added. */
  readonly bytesRead: number;
  /** Files and folders that are there but could not be read. */
  readonly unreadable: readonly string[];
}

/** How long what was spent is remembered, though Claude Code deletes its transcripts after 30 days: a year and a month. */
export const RETENTION_DAYS = 400;
const DAY_MS = 86_400_000;

/** Written to the database together: few enough that the event loop does not wait for long. */
const MESSAGES_AT_A_TIME = 1000;
const FILES_AT_A_TIME = 200;
/** Most files did not change and are only looked at, which the system does for several at a time. */
const LOOKS_AT_A_TIME = 32;
/** Bytes before the position that must be the same for a longer file to count as the same file, grown. */
const MARK_BYTES = 256;

async function markOf(handle: FileHandle, position: number): Promise<string> {
  const length = Math.min(MARK_BYTES, position);
  const { buffer, bytesRead } = await handle.read(
    Buffer.alloc(length),
    0,
    length,
    position - length,
  );
  return createHash('sha256').update(buffer.subarray(0, bytesRead)).digest('base64url');
}

/** Device and inode, size, and time of change, as the database keeps them. */
async function lookAt(target: string | FileHandle) {
  const stat = await (typeof target === 'string'
    ? fs.stat(target, { bigint: true })
    : target.stat({ bigint: true }));
  return {
    isFile: stat.isFile(),
    inode: `${stat.dev}:${stat.ino}`,
    size: Number(stat.size),
    mtime: String(stat.mtimeNs),
  };
}

type Look = Awaited<ReturnType<typeof lookAt>>;
type Looking = PromiseSettledResult<Look>;

function isUnchanged(known: FileState | undefined, look: Look): boolean {
  return (
    known !== undefined &&
    known.inode === look.inode &&
    known.size === look.size &&
    known.mtime === look.mtime
  );
}

/** Where to go on: behind what was read, if the file is the same and has only grown; else at its beginning. */
async function startOf(
  handle: FileHandle,
  known: FileState | undefined,
  look: Look,
): Promise<number> {
  if (known === undefined || known.inode !== look.inode || look.size <= known.size) return 0;
  return (await markOf(handle, known.position)) === known.mark ? known.position : 0;
}

/**
 * Brings the store up to date with the transcripts: files that did not change are looked at, not read, and those that grew
 * are read from where the last scan ended. A file that was cut or replaced is read again; what it had said before stays, as that was
 * spent all the same.
 *
 * @throws the signal's reason once it is aborted (what was read by then is kept), and what the database throws
 */
export async function scanTranscripts(options: {
  readonly projects: readonly string[];
  readonly store: TranscriptStore;
  readonly now: Date;
  readonly signal: AbortSignal;
}): Promise<ScanReport> {
  const { store, signal } = options;
  const before = options.now.getTime() - RETENTION_DAYS * DAY_MS;
  const known = await store.files();
  const { files, unreadable: folders } = await listTranscripts(options.projects, signal);
  const unreadable = [...folders];
  const gone = new Set(known.keys());
  const messages = new Map<string, Message>();
  const states = new Map<string, FileState>();
  let bytesRead = 0;

  const flush = async (): Promise<void> => {
    if (messages.size + states.size === 0) return;
    await store.add(messages.values(), states.values());
    messages.clear();
    states.clear();
  };

  const take = (line: Buffer): void => {
    // Most bytes are of lines without usage: prompts, results of tools. Within a string of JSON the quotes would be escaped.
    if (!line.includes('"usage"')) return;
    const message = readLine(line.toString('utf8'));
    if (message === null || message.first < before) return;
    const key = JSON.stringify([message.id, message.request]);
    const other = messages.get(key);
    messages.set(key, other === undefined ? message : merge(other, message));
  };

  const readFile = async (file: string, handle: FileHandle): Promise<void> => {
    const look = await lookAt(handle);
    const from = await startOf(handle, known.get(file), look);
    let position = from;
    const state = async (size: number): Promise<FileState> => ({
      path: file,
      inode: look.inode,
      size,
      mtime: look.mtime,
      position,
      mark: await markOf(handle, position),
    });
    for await (const step of readLines({ handle, from, to: look.size })) {
      signal.throwIfAborted();
      for (const line of step.lines) take(line);
      position = step.position;
      if (messages.size < MESSAGES_AT_A_TIME) continue;
      // With the position as its size the file counts as grown, should the scan end here.
      states.set(file, await state(position));
      await flush();
    }
    bytesRead += look.size - from;
    states.set(file, await state(look.size));
  };

  const visit = async (file: string, looking: Looking): Promise<void> => {
    try {
      if (looking.status === 'rejected') throw looking.reason;
      const look = looking.value;
      if (look.isFile) gone.delete(file);
      if (!look.isFile || isUnchanged(known.get(file), look)) return;
      const handle = await fs.open(file, 'r');
      try {
        await readFile(file, handle);
      } finally {
        await handle.close();
      }
    } catch (error) {
      if (signal.aborted) return;
      // A file's errors have the system's call; the database's have not, and are not a file's fault.
      if (!(error instanceof Error && 'syscall' in error)) throw error;
      if (isMissing(error)) return;
      gone.delete(file);
      unreadable.push(file);
    }
  };

  for (let index = 0; index < files.length; index += LOOKS_AT_A_TIME) {
    const some = files.slice(index, index + LOOKS_AT_A_TIME);
    const looks = await Promise.allSettled(some.map(lookAt));
    for (const [at, looking] of looks.entries()) {
      const file = some[at];
      if (signal.aborted || file === undefined) break;
      await visit(file, looking);
      if (messages.size >= MESSAGES_AT_A_TIME || states.size >= FILES_AT_A_TIME) await flush();
    }
    if (signal.aborted) break;
  }
  await flush();
  signal.throwIfAborted();
  const lost = [...gone].filter((file) => !folders.some((one) => file.startsWith(one + path.sep)));
  await store.forget(lost, before);
  return { files: files.length, bytesRead, unreadable };
}
