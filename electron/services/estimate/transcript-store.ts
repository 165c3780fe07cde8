import type { RebuildableDatabase } from '../state/rebuildable-database.ts';
import type { Statements } from '../state/sqlite-file.ts';
import { merge, type Message, type TokenUse } from './transcript-line.ts';

/** Schema steps of the transcripts' database; append only. */
export const TRANSCRIPT_MIGRATIONS: readonly string[] = [
  `CREATE TABLE transcript_files (
     path TEXT PRIMARY KEY,
     inode TEXT NOT NULL,
     size INTEGER NOT NULL,
     mtime TEXT NOT NULL,
     position INTEGER NOT NULL,
     mark TEXT NOT NULL
   ) STRICT, WITHOUT ROWID;
   CREATE TABLE transcript_messages (
     id TEXT NOT NULL,
     request TEXT NOT NULL,
     first INTEGER NOT NULL,
     cwd TEXT NOT NULL,
     last INTEGER NOT NULL,
     model TEXT NOT NULL,
     sidechain INTEGER NOT NULL,
     input INTEGER NOT NULL,
     output INTEGER NOT NULL,
     cache_write INTEGER NOT NULL,
     cache_write_hour INTEGER NOT NULL,
     cache_read INTEGER NOT NULL,
     PRIMARY KEY (id, request)
   ) STRICT, WITHOUT ROWID;
   CREATE INDEX transcript_messages_by_time ON transcript_messages (first);`,
];

/** How far a file was read. */
export interface FileState {
  readonly path: string;
  /** Device and inode: another file may take the name. */
  readonly inode: string;
  /** As it was when the reading began; the position, while a file is only partly read. */
  readonly size: number;
  /** Nanoseconds since 1970, as text. */
  readonly mtime: string;
  /** Bytes that are read: up to the end of the last whole line. */
  readonly position: number;
  /** Of the bytes before the position, to tell a file that grew from one that was written anew. */
  readonly mark: string;
}

/** Tokens of one model in one folder. */
export interface Usage extends TokenUse {
  readonly cwd: string;
  readonly model: string;
  readonly requests: number;
}

export interface TranscriptStore {
  files(): Promise<ReadonlyMap<string, FileState>>;
  /** Messages and the positions that they were read up to go in together, so that a crash loses or doubles none. */
  add(messages: Iterable<Message>, files: Iterable<FileState>): Promise<void>;
  /** Forgets files that are gone (not what was spent in them), and messages from before an instant in milliseconds. */
  forget(files: readonly string[], before: number): Promise<void>;
  /** By folder and model, for messages whose first copy is in `[from, to)`, in milliseconds. */
  usage(windows: readonly (readonly [from: number, to: number])[]): Promise<Usage[][]>;
}

const COLUMNS =
  'id, request, first, cwd, last, model, sidechain, input, output, cache_write, cache_write_hour, cache_read';

function messageOf(row: Readonly<Record<string, unknown>>): Message {
  return {
    id: String(row['id']),
    request: String(row['request']),
    first: Number(row['first']),
    cwd: String(row['cwd']),
    last: Number(row['last']),
    model: String(row['model']),
    sidechain: row['sidechain'] === 1,
    ...tokensOf(row),
  };
}

function tokensOf(row: Readonly<Record<string, unknown>>): TokenUse {
  return {
    input: Number(row['input']),
    output: Number(row['output']),
    cacheWrite: Number(row['cache_write']),
    cacheWriteHour: Number(row['cache_write_hour']),
    cacheRead: Number(row['cache_read']),
  };
}

function putMessage(db: Statements, message: Message): void {
  const row = db
    .prepare(`SELECT ${COLUMNS} FROM transcript_messages WHERE id = ? AND request = ?`)
    .get(message.id, message.request);
  const known = row === undefined ? null : messageOf(row);
  const merged = known === null ? message : merge(known, message);
  if (merged === known) return;
  db.prepare(
    `INSERT OR REPLACE INTO transcript_messages (${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  ).run(
    merged.id,
    merged.request,
    merged.first,
    merged.cwd,
    merged.last,
    merged.model,
    merged.sidechain ? 1 : 0,
    merged.input,
    merged.output,
    merged.cacheWrite,
    merged.cacheWriteHour,
    merged.cacheRead,
  );
}

function putFile(db: Statements, file: FileState): void {
  db.prepare(
    'INSERT OR REPLACE INTO transcript_files (path, inode, size, mtime, position, mark) VALUES (?, ?, ?, ?, ?, ?)',
  ).run(file.path, file.inode, file.size, file.mtime, file.position, file.mark);
}

/**
 * A sub-agent's branch may replay its parent's messages under another request, and a copy may lack the request's ID: such a
 * row does not count beside the one that it repeats.
 */
const USAGE = `
  SELECT cwd, model, COUNT(*) AS requests, SUM(input) AS input, SUM(output) AS output,
    SUM(cache_write) AS cache_write, SUM(cache_write_hour) AS cache_write_hour, SUM(cache_read) AS cache_read
  FROM transcript_messages AS m
  WHERE first >= ? AND first < ? AND NOT EXISTS (
    SELECT 1 FROM transcript_messages AS o
    WHERE o.id = m.id AND o.request <> m.request
      AND (o.sidechain < m.sidechain OR (o.sidechain = m.sidechain AND m.request = ''))
  )
  GROUP BY cwd, model ORDER BY cwd, model`;

/** What was read from transcripts, in a database that can be filled again from those that still exist. */
export function createTranscriptStore(database: RebuildableDatabase): TranscriptStore {
  return {
    files: () =>
      database.read((db) => {
        const rows = db.prepare('SELECT * FROM transcript_files').all();
        return new Map(
          rows.map((row) => {
            const path = String(row['path']);
            const state: FileState = {
              path,
              inode: String(row['inode']),
              size: Number(row['size']),
              mtime: String(row['mtime']),
              position: Number(row['position']),
              mark: String(row['mark']),
            };
            return [path, state] as const;
          }),
        );
      }),
    add: (messages, files) =>
      database.write((db) => {
        for (const message of messages) putMessage(db, message);
        for (const file of files) putFile(db, file);
      }),
    forget: (files, before) =>
      database.write((db) => {
        for (const file of files) {
          db.prepare('DELETE FROM transcript_files WHERE path = ?').run(file);
        }
        db.prepare('DELETE FROM transcript_messages WHERE first < ?').run(before);
      }),
    usage: (windows) =>
      database.read((db) =>
        windows.map(([from, to]) =>
          db
            .prepare(USAGE)
            .all(from, to)
            .map((row) => ({
              cwd: String(row['cwd']),
              model: String(row['model']),
              requests: Number(row['requests']),
              ...tokensOf(row),
            })),
        ),
      ),
  };
}
