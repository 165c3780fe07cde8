import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { dropReference } from '../../../electron/services/claude-settings/file/kept-secrets.ts';
import { createSettingsService } from '../../../electron/services/claude-settings/settings-service.ts';
import { tidyJournal } from '../../../electron/services/journal/retention.ts';
import {
  openStateDatabase,
  type StateDatabase,
} from '../../../electron/services/state/database.ts';
import { fail } from '../../../shared/domain/failure.ts';
import { KEPT_WRITES, type KeptWrite, writesToForget } from '../../../shared/domain/retention.ts';
import {
  KEY,
  makeSettingsBench,
  must,
  OTHER_KEY,
  type SettingsBench,
} from '../support/settings-bench.ts';

const DAY = 24 * 60 * 60_000;
const NOW = new Date('2026-06-01T12:00:00.000Z');
const ago = (days: number) => new Date(NOW.getTime() - days * DAY).toISOString();

describe('what the journal need not keep', () => {
  const old: KeptWrite = {
    id: 1,
    at: ago(400),
    worktreeId: 'gone',
    pending: false,
    standingExclude: false,
  };
  const newer = Array.from({ length: KEPT_WRITES }, (_, index) => ({ ...old, id: index + 2 }));
  const forgotten = (write: Partial<KeptWrite>, rest: readonly KeptWrite[] = newer) =>
    writesToForget([{ ...old, ...write }, ...rest], {
      now: NOW,
      days: 365,
      needed: new Set(['routed']),
    });

  it.each<[string, Partial<KeptWrite>, number[]]>([
    ['an old write', {}, [1]],
    ['a write of exactly the age', { at: ago(365) }, []],
    [
      'a write of a moment more',
      { at: new Date(NOW.getTime() - 365 * DAY - 1).toISOString() },
      [1],
    ],
    ['a recent write', { at: ago(364) }, []],
    ['a write of the future', { at: ago(-2) }, []],
    ['a write whose time is none', { at: 'never' }, []],
    ['a write that is under way', { pending: true }, []],
    ['a write of a worktree that is on a preset', { worktreeId: 'routed' }, []],
    ['a line for git that still stands', { standingExclude: true }, []],
  ])('%s', (_, write, expected) => {
    expect(forgotten(write)).toEqual(expected);
  });

  it('is none of the newest, however old they are', () => {
    expect(forgotten({}, newer.slice(1))).toEqual([]);
    expect(writesToForget(newer, { now: NOW, days: 0, needed: new Set() })).toEqual([]);
  });
});

describe('tidying the journal', () => {
  let bench: SettingsBench;
  let database: StateDatabase;
  beforeEach(async () => {
    bench = await makeSettingsBench({ names: ['lisbon', 'quito'] });
    database = must(await openStateDatabase(bench.home));
  });
  afterEach(() => {
    database.dispose();
    bench.dispose();
  });

  const tidy = async (day: number) =>
    must(
      await tidyJournal({
        database,
        dropSecret: (reference) => dropReference(bench.context.secrets, reference),
        now: new Date(Date.parse('2030-01-01T00:00:00.000Z') + day * DAY + 1000 * day),
        keepDays: () => Promise.resolve(365),
      }),
    );
  const secretOf = async (text: string) => {
    const references = text.match(/inverse\/[0-9a-f]{32}/g) ?? [];
    const found = await Promise.all(
      references.map(async (one) => must(await bench.context.secrets.get(one))),
    );
    return new Set(found.filter((one) => one !== null));
  };
  /** Fills the newest places, so that what was written before counts as old. */
  const fill = () =>
    database.transaction((db) => {
      for (let index = 0; index < KEPT_WRITES; index += 1) {
        db.prepare(
          `INSERT INTO journal (at, face, action, summary, file, worktree_id, worktree_path, steps, made_folder, pid, status)
           VALUES ('2029-12-31T00:00:00.000Z', 'cli', 'apply', 's', '/f', 'z', '/z', '[]', 0, 1, 'done')`,
        ).run();
      }
    });

  it('forgets old writes of cleared worktrees, and a day later the secrets that nothing needs', async () => {
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    must(await bench.apply());
    must(await bench.service.clear(bench.worktree));
    must(await bench.apply({ worktree: quito, key: OTHER_KEY }));
    must(await bench.apply({ worktree: quito, key: 'pk-live-third-0a1b2c3d' }));
    const kept = bench.context.journal.list(10);
    const texts = kept.map((one) => JSON.stringify(one)).join('');
    expect(await secretOf(texts)).toEqual(new Set([KEY, OTHER_KEY]));
    fill();
    await tidy(0);
    const left = kept.filter((one) => bench.context.journal.entry(one.id) !== null);
    expect(left.map((one) => one.worktreeId)).toEqual([quito.id, quito.id]);
    expect(await secretOf(texts)).toEqual(new Set([KEY, OTHER_KEY]));
    await tidy(0.5);
    await tidy(1);
    expect(await secretOf(texts)).toEqual(new Set([OTHER_KEY]));
    must(await bench.service.undo(left[0]?.id));
    must(await bench.service.clear(quito));
  });

  it('leaves a secret that a later write needs again', async () => {
    must(await bench.apply());
    must(await bench.service.clear(bench.worktree));
    const texts = bench.context.journal
      .list(10)
      .map((one) => JSON.stringify(one))
      .join('');
    fill();
    await tidy(0);
    must(await bench.apply());
    must(await createSettingsService(bench.context).clear(bench.worktree));
    await tidy(1);
    expect(await secretOf(texts)).toEqual(new Set([KEY]));
    must(await bench.service.undo(undefined));
    expect(bench.env()['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
  });

  it('tries another day when the keychain says no', async () => {
    must(await bench.apply());
    must(await bench.service.clear(bench.worktree));
    const texts = bench.context.journal
      .list(10)
      .map((one) => JSON.stringify(one))
      .join('');
    fill();
    await tidy(0);
    const refused = await tidyJournal({
      database,
      dropSecret: () => Promise.resolve(fail('keychain.denied')),
      now: new Date('2030-01-02T01:00:00.000Z'),
      keepDays: () => Promise.resolve(365),
    });
    expect(refused.ok).toBe(false);
    expect(await secretOf(texts)).toEqual(new Set([KEY]));
    await tidy(3);
    expect(await secretOf(texts)).toEqual(new Set());
  });
});
