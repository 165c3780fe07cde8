import type { Cents } from '../../../shared/domain/money.ts';
import type { SpendScope, SpendSource } from '../../../shared/domain/spend.ts';
import type { TimeWindow } from '../../../shared/domain/time-window.ts';
import type { RebuildableDatabase } from '../state/rebuildable-database.ts';
import type { Statements } from '../state/sqlite-file.ts';

/** Schema steps of `spend.db`; append only. */
export const HISTORY_MIGRATIONS: readonly string[] = [
  `CREATE TABLE slices (
     id INTEGER PRIMARY KEY,
     owner TEXT NOT NULL,
     source TEXT NOT NULL,
     scope TEXT NOT NULL,
     by TEXT NOT NULL,
     from_at TEXT NOT NULL,
     to_at TEXT NOT NULL,
     as_of TEXT NOT NULL,
     incomplete INTEGER NOT NULL,
     UNIQUE (owner, source, scope, by, from_at, to_at)
   ) STRICT;
   CREATE INDEX slices_by_age ON slices (to_at);
   CREATE TABLE amounts (
     slice INTEGER NOT NULL REFERENCES slices (id) ON DELETE CASCADE,
     worktree TEXT NOT NULL,
     model TEXT NOT NULL,
     provider TEXT NOT NULL,
     cents REAL,
     requests REAL,
     tokens REAL,
     unpriced INTEGER NOT NULL,
     PRIMARY KEY (slice, worktree, model, provider)
   ) STRICT, WITHOUT ROWID;`,
];

/** What a slice is divided by. `total` has one row; `detail` knows worktree and model together (transcripts only). */
export type SliceBy = 'total' | 'worktree' | 'model' | 'provider' | 'detail';

/** Names are `''` where a slice is not divided by them, and for requests that carry none. What is not known is null. */
export interface SliceRow {
  readonly worktree: string;
  readonly model: string;
  readonly provider: string;
  readonly cents: Cents | null;
  readonly requests: number | null;
  readonly tokens: number | null;
  readonly unpriced: boolean;
}

/** Spend of a window as it was read at one time. */
export interface Slice {
  /** Account and key: what another key spent is no answer for this one. */
  readonly owner: string;
  readonly source: SpendSource;
  readonly scope: SpendScope;
  readonly by: SliceBy;
  readonly window: TimeWindow;
  readonly asOf: string;
  readonly incomplete: boolean;
  readonly rows: readonly SliceRow[];
}

export type SliceName = Pick<Slice, 'owner' | 'source' | 'scope' | 'by' | 'window'>;

/** Never fails: without history the app still works, and what is lost is what it would know after a restart. */
export interface SpendHistory {
  /** Puts a slice in the place of an older one of the same name; all of it or nothing. */
  save(slice: Slice): Promise<void>;
  load(name: SliceName): Promise<Slice | null>;
}

/** As long as Portkey's own plans keep analytics (365 days on Production, portkey-api.md §2.7), and a month. */
const DAY_MS = 24 * 3_600_000;
const RETENTION_MS = 400 * DAY_MS;

const NAME = 'owner = ? AND source = ? AND scope = ? AND by = ? AND from_at = ? AND to_at = ?';
const nameOf = ({ owner, source, scope, by, window }: SliceName) =>
  [owner, source, scope, by, window.from, window.to] as const;

function write(db: Statements, slice: Slice): void {
  db.prepare(`DELETE FROM slices WHERE ${NAME}`).run(...nameOf(slice));
  const { lastInsertRowid } = db
    .prepare(
      'INSERT INTO slices (owner, source, scope, by, from_at, to_at, as_of, incomplete) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    )
    .run(...nameOf(slice), slice.asOf, slice.incomplete ? 1 : 0);
  const insert = db.prepare('INSERT OR REPLACE INTO amounts VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  for (const row of slice.rows) {
    const { worktree, model, provider, cents, requests, tokens, unpriced } = row;
    const names = [lastInsertRowid, worktree, model, provider] as const;
    insert.run(...names, cents, requests, tokens, unpriced ? 1 : 0);
  }
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);

function read(db: Statements, name: SliceName): Slice | null {
  const slice = db
    .prepare(`SELECT id, as_of, incomplete FROM slices WHERE ${NAME}`)
    .get(...nameOf(name));
  if (slice === undefined) return null;
  const rows = db
    .prepare('SELECT * FROM amounts WHERE slice = ?')
    .all(Number(slice['id']))
    .map((row) => ({
      worktree: String(row['worktree']),
      model: String(row['model']),
      provider: String(row['provider']),
      // Stored by us from amounts in cents.
      cents: numberOf(row['cents']) as Cents | null,
      requests: numberOf(row['requests']),
      tokens: numberOf(row['tokens']),
      unpriced: row['unpriced'] === 1,
    }));
  const { owner, source, scope, by, window } = name;
  return {
    owner,
    source,
    scope,
    by,
    window,
    asOf: String(slice['as_of']),
    incomplete: slice['incomplete'] === 1,
    rows,
  };
}

/** What was spent, by day, worktree, model and provider, so that it is known after a restart and asked for once. */
export function createSpendHistory(options: {
  readonly database: RebuildableDatabase;
  readonly now: () => Date;
  readonly log: (message: string) => void;
}): SpendHistory {
  const { database, log } = options;
  let forgotAt: number | null = null;

  const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : '');

  /** Once a day is often enough for what is kept for four hundred. */
  const forgetOld = (db: Statements): void => {
    const now = options.now().getTime();
    if (forgotAt !== null && forgotAt <= now && now - forgotAt < DAY_MS) return;
    db.prepare('DELETE FROM slices WHERE to_at < ?').run(
      new Date(now - RETENTION_MS).toISOString(),
    );
    forgotAt = now;
  };

  return {
    save: async (slice) => {
      try {
        await database.write((db) => {
          forgetOld(db);
          write(db, slice);
        });
      } catch (error) {
        log(`Spend could not be kept: ${reasonOf(error)}`);
      }
    },
    load: async (name) => {
      try {
        return await database.read((db) => read(db, name));
      } catch (error) {
        log(`Earlier spend could not be read: ${reasonOf(error)}`);
        return null;
      }
    },
  };
}
