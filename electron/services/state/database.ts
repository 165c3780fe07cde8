import path from 'node:path';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { openSqliteFile, type SqliteFile, type Statements } from './sqlite-file.ts';

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
  `ALTER TABLE journal ADD COLUMN batch TEXT;
   ALTER TABLE journal ADD COLUMN reverses INTEGER;
   ALTER TABLE journal ADD COLUMN sides TEXT;
   UPDATE journal SET reverses = original ->> '$.undoes' WHERE action = 'undo';
   CREATE INDEX journal_by_batch ON journal (batch, id) WHERE batch IS NOT NULL;
   CREATE INDEX journal_reverses ON journal (reverses, id) WHERE reverses IS NOT NULL;
   CREATE TABLE first_seen (
     file TEXT PRIMARY KEY,
     entry INTEGER NOT NULL,
     worktree_id TEXT NOT NULL,
     at TEXT NOT NULL,
     content TEXT
   ) STRICT;
   CREATE TABLE upkeep (name TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;
   CREATE TABLE unneeded_secrets (reference TEXT PRIMARY KEY, at TEXT NOT NULL) STRICT;`,
  `CREATE TABLE provisions (
     identity TEXT PRIMARY KEY,
     worktree_id TEXT NOT NULL,
     path TEXT NOT NULL,
     name TEXT NOT NULL,
     rule_id TEXT NOT NULL,
     preset_id TEXT NOT NULL,
     at TEXT NOT NULL,
     pid INTEGER NOT NULL,
     status TEXT NOT NULL,
     journal_id INTEGER,
     failure TEXT,
     dismissed_at TEXT
   ) STRICT;
   CREATE TABLE sightings (
     worktree_id TEXT PRIMARY KEY,
     common_dir TEXT NOT NULL,
     missing_since TEXT
   ) STRICT;
   CREATE TABLE drifts (worktree_id TEXT PRIMARY KEY, hash TEXT NOT NULL) STRICT;`,
];

/** Also the lock for the small JSON documents beside it. */
export type StateDatabase = SqliteFile;
export type { Statements };

/**
 * Opens (and makes) `state.db` in Switchyard's home. What it holds cannot be made anew, so it is never moved aside.
 * @returns the database, or `state.unreadable` naming the file when it is damaged or made by a newer version
 */
export async function openStateDatabase(home: string): Promise<Result<StateDatabase>> {
  const file = path.join(home, 'state.db');
  const opened = await openSqliteFile({ file, migrations: MIGRATIONS, timeoutMs: 10_000 });
  if (opened.ok) return ok(opened.database);
  return opened.newer
    ? fail('state.unreadable', {
        message: `${file} was written by a newer Switchyard.`,
        hint: 'Update Switchyard, or use another home folder (SWITCHYARD_HOME).',
      })
    : fail('state.unreadable', {
        message: `Switchyard’s state in ${file} cannot be opened: ${opened.reason}.`,
        hint: 'Move that file aside; Switchyard makes a new one. Presets and accounts are kept elsewhere.',
      });
}
