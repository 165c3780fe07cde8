import fs from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  createSpendHistory,
  HISTORY_MIGRATIONS,
  type Slice,
} from '../../../electron/services/spend/history.ts';
import {
  createRebuildableDatabase,
  type RebuildableDatabase,
} from '../../../electron/services/state/rebuildable-database.ts';
import { failureOf } from '../../../shared/domain/failure.ts';
import { centsFromWire } from '../../../shared/domain/money.ts';
import { tempFolder } from './spend-bench.ts';

let home: ReturnType<typeof tempFolder>;
let file: string;
let now = Date.parse('2026-11-23T12:00:00.000Z');
const told: string[] = [];
const lost: string[] = [];
const open: RebuildableDatabase[] = [];

beforeEach(() => {
  home = tempFolder();
  file = path.join(home.folder, 'spend.db');
  told.length = 0;
  lost.length = 0;
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.dispose()));
  home.remove();
});

const history = (timeoutMs = 200) => {
  const database = createRebuildableDatabase({
    file,
    migrations: HISTORY_MIGRATIONS,
    now: () => new Date(now),
    onRebuilt: (sentence) => told.push(sentence),
    timeoutMs,
  });
  open.push(database);
  return createSpendHistory({
    database,
    now: () => new Date(now),
    log: (line) => lost.push(line),
  });
};
const slice = (change: Partial<Slice> = {}): Slice => ({
  owner: 'work 2026',
  source: 'portkey',
  scope: 'key',
  by: 'worktree',
  window: { from: '2026-11-23T00:00:00.000Z', to: '2026-11-24T00:00:00.000Z' },
  asOf: '2026-11-23T12:00:00.000Z',
  incomplete: false,
  rows: [
    { worktree: 'wt-a', model: '', provider: '', cents: centsFromWire(4.1), requests: 2, tokens: 9, unpriced: false },
    { worktree: '', model: '', provider: '', cents: null, requests: null, tokens: null, unpriced: true },
  ],
  ...change,
}); // prettier-ignore
const aside = () => fs.readdirSync(home.folder).filter((name) => name.includes('.damaged-'));

describe('the history of spend', () => {
  it('gives back what it was given, what is not known included', async () => {
    const kept = history();
    await kept.save(slice());
    const loaded = await kept.load(slice());
    expect(loaded).toEqual({ ...slice(), rows: expect.arrayContaining([...slice().rows]) });
    expect(loaded?.rows).toHaveLength(2);
    expect(await kept.load(slice({ scope: 'workspace' }))).toBeNull();
    expect(await kept.load(slice({ owner: 'work 2027' }))).toBeNull();
  });

  it('puts a newer slice in the place of the older one, whole', async () => {
    const kept = history();
    await kept.save(slice());
    await kept.save(slice({ asOf: '2026-11-23T13:00:00.000Z', rows: [] }));
    expect(await kept.load(slice())).toMatchObject({ asOf: '2026-11-23T13:00:00.000Z', rows: [] });
    const db = new DatabaseSync(file);
    expect(db.prepare('SELECT count(*) AS n FROM amounts').get()).toEqual({ n: 0 });
    db.close();
  });

  it('outlives the process', async () => {
    await history().save(slice());
    expect(await history().load(slice())).not.toBeNull();
  });

  it('forgets after 400 days, by itself', async () => {
    const kept = history();
    await kept.save(slice());
    now += 399 * 24 * 3_600_000;
    await kept.save(slice({ owner: 'other' }));
    expect(await kept.load(slice())).not.toBeNull();
    now += 3 * 24 * 3_600_000;
    await kept.save(slice({ owner: 'other' }));
    expect(await kept.load(slice())).toBeNull();
    now -= 402 * 24 * 3_600_000;
  });

  it('that cannot be kept is said, and nothing fails', async () => {
    const blocked = path.join(home.folder, 'file');
    fs.writeFileSync(blocked, '');
    file = path.join(blocked, 'spend.db');
    const kept = history();
    await kept.save(slice());
    expect(await kept.load(slice())).toBeNull();
    expect(lost).toHaveLength(2);
    expect(lost[0]).toContain('could not be kept');
  });
});

describe('a file that is of no use', () => {
  it('is moved aside, said, and made anew when it is no database', async () => {
    fs.writeFileSync(
      file,
      'this is not a database at all, and long enough to be looked at\n'.repeat(40),
    );
    const kept = history();
    await kept.save(slice());
    expect(await kept.load(slice())).not.toBeNull();
    expect(aside()).toHaveLength(1);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain(file);
    expect(told[0]).toContain('moved to');
  });

  it('is replaced when it breaks under an open connection', async () => {
    const kept = history();
    for (let day = 0; day < 40; day += 1) await kept.save(slice({ owner: `owner ${day}` }));
    // What SQLite has in memory must not hide the damage.
    await Promise.all(open.splice(0).map((one) => one.dispose()));
    const size = fs.statSync(file).size;
    const handle = fs.openSync(file, 'r+');
    fs.writeSync(handle, Buffer.alloc(size - 4096, 0xa5), 0, size - 4096, 4096);
    fs.closeSync(handle);
    const again = history();
    await again.save(slice());
    expect(await again.load(slice())).not.toBeNull();
    expect(aside()).toHaveLength(1);
    expect(told).toHaveLength(1);
  });

  it('is replaced when another process holds on to it', async () => {
    await history().save(slice());
    const holder = new DatabaseSync(file);
    holder.exec('BEGIN EXCLUSIVE');
    const kept = history(50);
    await kept.save(slice({ owner: 'other' }));
    expect(await kept.load(slice({ owner: 'other' }))).not.toBeNull();
    expect(aside().length).toBeGreaterThan(0);
    expect(told).toHaveLength(1);
    holder.close();
  });

  it('is replaced when a newer version made it', async () => {
    const db = new DatabaseSync(file);
    db.exec('PRAGMA user_version = 999');
    db.close();
    await history().save(slice());
    expect(told[0]).toContain('newer Switchyard');
    expect(aside()).toHaveLength(1);
  });

  it('says which file when none can be made', async () => {
    fs.mkdirSync(file);
    fs.writeFileSync(path.join(file, 'x'), '');
    // The folder can be moved aside; what cannot be is a home that is no folder.
    const blocked = path.join(file, 'x', 'spend.db');
    const database = createRebuildableDatabase({
      file: blocked,
      migrations: HISTORY_MIGRATIONS,
      now: () => new Date(now),
      onRebuilt: (sentence) => told.push(sentence),
    });
    const error: unknown = await database.read(() => 1).catch((caught: unknown) => caught);
    expect(failureOf(error)).toMatchObject({ code: 'state.unreadable' });
    expect(failureOf(error)?.message).toContain(blocked);
  });
});
