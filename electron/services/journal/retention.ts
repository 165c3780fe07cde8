import { ok, type Result } from '../../../shared/domain/failure.ts';
import { isDayPast } from '../../../shared/domain/once-a-day.ts';
import { writesToForget } from '../../../shared/domain/retention.ts';
import type { StateDatabase, Statements } from '../state/database.ts';
import { nullable, type Row, text } from './records.ts';

const NAME = 'journal';
const TEXTS = `SELECT steps || coalesce(sides, '') || coalesce(original, '') || coalesce(halfway, '') AS held FROM journal`;

/** The keychain references in what the journal holds. */
function referencesOf(rows: readonly Row[]): Set<string> {
  return new Set(
    rows.flatMap((row) => nullable(row, 'held')?.match(/inverse\/[0-9a-f]{32}/g) ?? []),
  );
}

/** All that anything still needs. */
function neededReferences(db: Statements): Set<string> {
  return referencesOf([
    ...db.prepare(TEXTS).all(),
    ...db.prepare('SELECT content AS held FROM originals').all(),
    ...db.prepare('SELECT content AS held FROM first_seen').all(),
  ]);
}

function lastTime(db: Statements): string | null {
  const row = db.prepare('SELECT at FROM upkeep WHERE name = ?').get(NAME);
  return row === undefined ? null : text(row, 'at');
}

/** Forgets writes and notes which secrets nothing needs any more. In a transaction. */
function forget(db: Statements, now: Date, days: number): void {
  const needed = db
    .prepare('SELECT worktree_id FROM assignments UNION SELECT worktree_id FROM originals')
    .all();
  const writes = db
    .prepare('SELECT id, at, worktree_id, status, action, undone_at FROM journal')
    .all()
    .map((row) => ({
      id: Number(row['id']),
      at: text(row, 'at'),
      worktreeId: text(row, 'worktree_id'),
      pending: row['status'] !== 'done',
      standingExclude: row['action'] === 'exclude' && nullable(row, 'undone_at') === null,
    }));
  const ids = writesToForget(writes, {
    now,
    days,
    needed: new Set(needed.map((row) => text(row, 'worktree_id'))),
  });
  const one = db.prepare(`${TEXTS} WHERE id = ?`);
  const dropped = referencesOf(ids.flatMap((id) => one.all(id)));
  for (const id of ids) db.prepare('DELETE FROM journal WHERE id = ?').run(id);
  const still = dropped.size === 0 ? new Set<string>() : neededReferences(db);
  for (const reference of dropped) {
    if (still.has(reference)) continue;
    db.prepare('INSERT OR IGNORE INTO unneeded_secrets (reference, at) VALUES (?, ?)').run(
      reference,
      now.toISOString(),
    );
  }
}

/** The secrets that were not needed a day ago and are not now. A write that began meanwhile has named what it needs. */
function secretsToDrop(db: Statements, now: Date): string[] {
  const noted = db.prepare('SELECT reference, at FROM unneeded_secrets').all();
  const ripe = noted.filter((row) => isDayPast(text(row, 'at'), now));
  if (ripe.length === 0) return [];
  const needed = neededReferences(db);
  const drop = db.prepare('DELETE FROM unneeded_secrets WHERE reference = ?');
  for (const row of ripe) if (needed.has(text(row, 'reference'))) drop.run(text(row, 'reference'));
  return ripe.map((row) => text(row, 'reference')).filter((reference) => !needed.has(reference));
}

/**
 * Forgets old writes that nothing needs, and, a day later, their secrets in the keychain. Does nothing more than once a
 * day, whichever process asks.
 * @param options.keepDays how long writes are kept; null: not known, so nothing is forgotten
 * @returns success, or why the keychain would not let go of a secret, which is tried again another day
 */
export async function tidyJournal(options: {
  readonly database: StateDatabase;
  /** Takes a secret out of the keychain by its reference. */
  readonly dropSecret: (reference: string) => Promise<Result<void>>;
  readonly now: Date;
  readonly keepDays: () => Promise<number | null>;
}): Promise<Result<void>> {
  const { database, now } = options;
  if (!isDayPast(database.read(lastTime), now)) return ok(undefined);
  const days = await options.keepDays();
  const unneeded = database.transaction((db): string[] => {
    // Another process may have been quicker.
    if (days === null || !isDayPast(lastTime(db), now)) return [];
    db.prepare('INSERT OR REPLACE INTO upkeep (name, at) VALUES (?, ?)').run(
      NAME,
      now.toISOString(),
    );
    const ripe = secretsToDrop(db, now);
    forget(db, now, days);
    return ripe;
  });
  for (const reference of unneeded) {
    const dropped = await options.dropSecret(reference);
    if (!dropped.ok) return dropped;
    database.transaction((db) => {
      db.prepare('DELETE FROM unneeded_secrets WHERE reference = ?').run(reference);
    });
  }
  return ok(undefined);
}
