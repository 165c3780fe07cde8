import fs from 'node:fs';
import path from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

/** What work on a database is done with: statements are compiled once, because a bulk apply runs the same few hundreds of times. */
export type Statements = Pick<DatabaseSync, 'prepare'>;

export interface SqliteFile {
  readonly file: string;
  /**
   * Runs `work` while no other process of ours writes, and commits what it did to the database; an exception rolls back.
   * Also the lock for the small JSON documents beside it. `work` must be synchronous.
   */
  transaction<T>(work: (db: Statements) => T): T;
  /** Reads without waiting for writers. */
  read<T>(work: (db: Statements) => T): T;
  dispose(): void;
}

function migrate(db: DatabaseSync, migrations: readonly string[]): void {
  const version = () => Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version() >= migrations.length) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have migrated while this one waited for the lock.
    for (const [index, step] of migrations.entries()) {
      if (index < version()) continue;
      db.exec(step);
      db.exec(`PRAGMA user_version = ${index + 1}`);
    }
    db.exec('COMMIT');
  } catch (error) {
    db.exec('ROLLBACK');
    throw error;
  }
}

/** SQLite's result code for a database that another connection holds. */
const SQLITE_BUSY = 5;

/**
 * Two processes that make the database at the same time are in each other's way here, and SQLite does not wait by itself:
 * the change of mode is refused at once rather than after the timeout.
 */
async function useWriteAheadLog(db: DatabaseSync, timeoutMs: number): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      const code = error instanceof Error && 'errcode' in error ? error.errcode : null;
      if (code !== SQLITE_BUSY || attempt * 10 >= timeoutMs) throw error;
      await pause(10);
    }
  }
}

/** What opening ended with; `newer`: another version's schema, which this one must not touch. */
export type OpenedFile =
  | { readonly ok: true; readonly database: SqliteFile }
  | { readonly ok: false; readonly reason: string; readonly newer: boolean };

/**
 * Opens (and makes) an SQLite file and runs the migrations that it lacks; `user_version` counts those that have run.
 * `node:sqlite` is loaded here and not before, because commands that need no state must start without it.
 */
export async function openSqliteFile(options: {
  readonly file: string;
  /** Append only. */
  readonly migrations: readonly string[];
  /** How long to wait for other connections. */
  readonly timeoutMs: number;
}): Promise<OpenedFile> {
  const { file, migrations } = options;
  let db: DatabaseSync | null = null;
  try {
    const { DatabaseSync } = await import('node:sqlite');
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    if (!fs.existsSync(file)) fs.closeSync(fs.openSync(file, 'a', 0o600));
    db = new DatabaseSync(file, { timeout: options.timeoutMs });
    await useWriteAheadLog(db, options.timeoutMs);
    db.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
    migrate(db, migrations);
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (version > migrations.length) {
      db.close();
      return { ok: false, reason: 'it was written by a newer Switchyard', newer: true };
    }
    return { ok: true, database: wrap(db, file) };
  } catch (error) {
    db?.close();
    const reason = error instanceof Error ? error.message : String(error);
    return { ok: false, reason, newer: false };
  }
}

function wrap(db: DatabaseSync, file: string): SqliteFile {
  let depth = 0;
  const compiled = new Map<string, StatementSync>();
  const statements: Statements = {
    prepare(sql) {
      const statement = compiled.get(sql) ?? db.prepare(sql);
      compiled.set(sql, statement);
      return statement;
    },
  };
  return {
    file,
    transaction(work) {
      if (depth > 0) return work(statements);
      db.exec('BEGIN IMMEDIATE');
      depth += 1;
      try {
        const value = work(statements);
        db.exec('COMMIT');
        return value;
      } catch (error) {
        // A full disk makes SQLite roll back by itself.
        if (db.isTransaction) db.exec('ROLLBACK');
        throw error;
      } finally {
        depth -= 1;
      }
    },
    read: (work) => work(statements),
    dispose: () => {
      db.close();
    },
  };
}
