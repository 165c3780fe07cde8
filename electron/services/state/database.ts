import fs from 'node:fs';
import path from 'node:path';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setTimeout as pause } from 'node:timers/promises';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';

/** Schema steps; `user_version` counts how many have run. Append only. */
const MIGRATIONS: readonly string[] = [
  `CREATE TABLE assignments (
     worktree_id TEXT PRIMARY KEY,
     path TEXT NOT NULL,
     preset_id TEXT NOT NULL,
     account_id TEXT NOT NULL,
     trace TEXT NOT NULL UNIQUE,
     metadata TEXT NOT NULL,
     applied_at TEXT NOT NULL,
     env_hash TEXT NOT NULL,
     carried TEXT NOT NULL
   ) STRICT;
   CREATE TABLE traces (
     id INTEGER PRIMARY KEY,
     worktree_id TEXT NOT NULL,
     trace TEXT NOT NULL,
     from_at TEXT NOT NULL,
     until_at TEXT
   ) STRICT;
   CREATE INDEX traces_by_worktree ON traces (worktree_id, id);
   CREATE INDEX traces_by_trace ON traces (trace);
   CREATE TABLE originals (
     file TEXT PRIMARY KEY,
     worktree_id TEXT NOT NULL,
     taken_at TEXT NOT NULL,
     first_entry INTEGER NOT NULL,
     content TEXT NOT NULL
   ) STRICT;
   CREATE TABLE journal (
     id INTEGER PRIMARY KEY AUTOINCREMENT,
     at TEXT NOT NULL,
     face TEXT NOT NULL,
     action TEXT NOT NULL,
     summary TEXT NOT NULL,
     file TEXT NOT NULL,
     worktree_id TEXT NOT NULL,
     worktree_path TEXT NOT NULL,
     before_hash TEXT,
     after_hash TEXT,
     steps TEXT NOT NULL,
     made_folder INTEGER NOT NULL,
     assignment_before TEXT,
     assignment_after TEXT,
     original TEXT,
     pid INTEGER NOT NULL,
     status TEXT NOT NULL,
     undone_at TEXT
   ) STRICT;
   CREATE INDEX journal_by_file ON journal (file, id);`,
  `ALTER TABLE journal ADD COLUMN halfway TEXT;
   ALTER TABLE journal ADD COLUMN trace TEXT;
   CREATE INDEX journal_pending ON journal (trace) WHERE status = 'pending';`,
];

/** What work on the database is done with: statements are compiled once, because a bulk apply runs the same few hundreds of times. */
export type Statements = Pick<DatabaseSync, 'prepare'>;

export interface StateDatabase {
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

function migrate(db: DatabaseSync): void {
  const version = () => Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version() >= MIGRATIONS.length) return;
  db.exec('BEGIN IMMEDIATE');
  try {
    // Another process may have migrated while this one waited for the lock.
    for (const [index, step] of MIGRATIONS.entries()) {
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
async function useWriteAheadLog(db: DatabaseSync): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      db.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      const code = error instanceof Error && 'errcode' in error ? error.errcode : null;
      if (code !== SQLITE_BUSY || attempt === 200) throw error;
      await pause(10);
    }
  }
}

/**
 * Opens (and makes) `state.db` in Switchyard's home. `node:sqlite` is loaded here and not before, because commands that
 * need no state must start without it.
 * @returns the database, or `state.unreadable` naming the file when it is damaged or made by a newer version
 */
export async function openStateDatabase(home: string): Promise<Result<StateDatabase>> {
  const file = path.join(home, 'state.db');
  let db: DatabaseSync | null = null;
  try {
    const { DatabaseSync } = await import('node:sqlite');
    fs.mkdirSync(home, { recursive: true, mode: 0o700 });
    if (!fs.existsSync(file)) fs.closeSync(fs.openSync(file, 'a', 0o600));
    db = new DatabaseSync(file, { timeout: 10_000 });
    await useWriteAheadLog(db);
    db.exec('PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON');
    migrate(db);
    const version = Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (version > MIGRATIONS.length) {
      db.close();
      return fail('state.unreadable', {
        message: `${file} was written by a newer Switchyard.`,
        hint: 'Update Switchyard, or use another home folder (SWITCHYARD_HOME).',
      });
    }
    return ok(wrap(db, file));
  } catch (error) {
    db?.close();
    const reason = error instanceof Error ? error.message : String(error);
    return fail('state.unreadable', {
      message: `Switchyard’s state in ${file} cannot be opened: ${reason}.`,
      hint: 'Move that file aside; Switchyard makes a new one. Presets and accounts are kept elsewhere.',
    });
  }
}

function wrap(db: DatabaseSync, file: string): StateDatabase {
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
