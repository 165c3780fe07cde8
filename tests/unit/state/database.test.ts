import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createJournalStore } from '../../../electron/services/journal/journal-store.ts';
import { openStateDatabase } from '../../../electron/services/state/database.ts';
import { must, refusal } from '../support/settings-bench.ts';

let home: string;
beforeEach(() => {
  home = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-db-')), 'home');
});
afterEach(() => fs.rmSync(path.dirname(home), { recursive: true, force: true }));

const file = () => path.join(home, 'state.db');

describe('the state database', () => {
  it('is made in a folder for its owner only', async () => {
    const db = must(await openStateDatabase(home));
    expect(fs.statSync(home).mode & 0o777).toBe(0o700);
    expect(fs.statSync(file()).mode & 0o777).toBe(0o600);
    db.transaction((sql) => sql.prepare("INSERT INTO originals VALUES ('f','w','t',1,'c')").run());
    for (const name of fs.readdirSync(home)) {
      expect(fs.statSync(path.join(home, name)).mode & 0o077).toBe(0);
    }
    db.dispose();
    must(await openStateDatabase(home)).dispose();
  });

  it('takes over the journal of the version before, with what each undo took back', async () => {
    must(await openStateDatabase(home)).dispose();
    const raw = new DatabaseSync(file());
    // As that version left it: the columns and tables that came later are not there.
    raw.exec(`DROP INDEX journal_by_batch; DROP INDEX journal_reverses;
      ALTER TABLE journal DROP COLUMN batch; ALTER TABLE journal DROP COLUMN reverses;
      ALTER TABLE journal DROP COLUMN sides;
      DROP TABLE first_seen; DROP TABLE upkeep; DROP TABLE unneeded_secrets;
      DROP TABLE provisions; DROP TABLE sightings; DROP TABLE drifts; PRAGMA user_version = 2`);
    const insert = raw.prepare(
      `INSERT INTO journal (at, face, action, summary, file, worktree_id, worktree_path, steps, made_folder, original,
         pid, status, undone_at)
       VALUES ('t', 'cli', ?, 's', '/f', 'w', '/w', '[]', 0, ?, 1, 'done', ?)`,
    );
    insert.run('apply', null, 't');
    insert.run('undo', '{"undoes":1}', null);
    raw.close();
    const db = must(await openStateDatabase(home));
    const journal = createJournalStore(db);
    expect(journal.latestRedoable()).toMatchObject({
      id: 2,
      reverses: 1,
      batch: null,
      sides: null,
    });
    expect(journal.entry(1)).toMatchObject({ reverses: null, undoneAt: 't' });
    db.dispose();
  });

  it('rolls back what throws, nested work included', async () => {
    const db = must(await openStateDatabase(home));
    const count = () =>
      Number(db.read((sql) => sql.prepare('SELECT count(*) AS n FROM originals').get())?.['n']);
    expect(() =>
      db.transaction(() => {
        db.transaction((sql) =>
          sql.prepare("INSERT INTO originals VALUES ('f','w','t',1,'c')").run(),
        );
        expect(count()).toBe(1);
        throw new Error('stop');
      }),
    ).toThrow('stop');
    expect(count()).toBe(0);
    db.transaction((sql) => sql.prepare("INSERT INTO originals VALUES ('f','w','t',1,'c')").run());
    expect(count()).toBe(1);
    db.dispose();
  });

  it('throws what went wrong, also when the transaction has ended by itself', async () => {
    const db = must(await openStateDatabase(home));
    expect(() =>
      db.transaction((sql) => {
        sql.prepare('ROLLBACK').run();
        throw new Error('the first fault');
      }),
    ).toThrow('the first fault');
    expect(db.transaction(() => 1)).toBe(1);
    db.dispose();
  });

  it('of a newer version is refused and left as it is', async () => {
    must(await openStateDatabase(home)).dispose();
    const newer = new DatabaseSync(file());
    newer.exec('PRAGMA user_version = 999');
    newer.close();
    const failure = refusal(await openStateDatabase(home));
    expect(failure.code).toBe('state.unreadable');
    expect(failure.message).toContain('newer');
    const again = new DatabaseSync(file());
    expect(again.prepare('PRAGMA user_version').get()?.['user_version']).toBe(999);
    again.close();
  });

  it('that is damaged is refused and left as it is', async () => {
    fs.mkdirSync(home);
    fs.writeFileSync(file(), 'this is no database, but a text that is long enough to be looked at');
    const before = fs.readFileSync(file(), 'utf8');
    expect(refusal(await openStateDatabase(home)).message).toContain(file());
    expect(fs.readFileSync(file(), 'utf8')).toBe(before);
  });

  it('in a folder that cannot be made is refused', async () => {
    fs.writeFileSync(home, '');
    expect(refusal(await openStateDatabase(home)).code).toBe('state.unreadable');
  });
});
