import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  type Glance,
  glanceLine,
  readGlance,
  writeGlance,
} from '../../../electron/services/spend/glance.ts';
import { type Cents, formatMoney } from '../../../shared/domain/money.ts';
import { tempFolder } from './spend-bench.ts';

const NOW = new Date('2026-11-23T12:00:00.000Z');
const GLANCE: Glance = {
  version: 1,
  from: '2026-11-23T00:00:00.000Z',
  to: '2026-11-24T00:00:00.000Z',
  accounts: [
    {
      account: 'work',
      source: 'portkey',
      cents: 1240 as Cents,
      asOf: '2026-11-23T11:59:30.000Z',
      worktrees: { 'wt-a': 410 as Cents, 'wt-b': null },
    },
  ],
  budgets: [
    { account: 'work', worktree: 'wt-a', label: 'web/a', used: 410 as Cents, limit: 500 as Cents },
    { account: 'work', worktree: null, label: 'work', used: 1240 as Cents, limit: 2000 as Cents },
  ],
};
const line = (glance: Glance | null, id: string | null = 'wt-a', now = NOW) =>
  glanceLine({
    glance,
    worktree: id === null ? null : { id, label: `web/${id}` },
    account: null,
    now,
    money: formatMoney,
  });

describe('the status line', () => {
  it('says what the worktree and all of it spent, and the budget that is about it', () => {
    expect(line(GLANCE)).toBe('web/wt-a $4.10 here · $12.40 today · 82 % of $5.00');
    expect(line(GLANCE, null)).toBe('Switchyard · $12.40 today · 62 % of $20.00');
  });

  it('has 0 for a worktree that is missing from a whole answer, and – for what is not known', () => {
    expect(line(GLANCE, 'wt-z')).toContain('$0.00 here');
    expect(line(GLANCE, 'wt-b')).toContain('– here');
    const [account] = GLANCE.accounts;
    if (account === undefined) throw new Error('The glance has an account.');
    const unread = { ...GLANCE, accounts: [{ ...account, cents: null, worktrees: null }] };
    expect(line(unread, 'wt-z')).toContain('– here · – today');
  });

  it('says how old the numbers are once they are old, and that an estimate is one', () => {
    expect(line(GLANCE, 'wt-a', new Date('2026-11-23T12:40:00.000Z'))).toContain('40 min old');
    expect(line(GLANCE, 'wt-a', new Date('2026-11-23T18:00:00.000Z'))).toContain('6 h old');
    const accounts = GLANCE.accounts.map((one) => ({ ...one, source: 'estimate' as const }));
    expect(line({ ...GLANCE, accounts })).toContain('$12.40 today (estimate)');
  });

  it('never shows yesterday’s spend as today’s', () => {
    expect(line(GLANCE, 'wt-a', new Date('2026-11-24T00:00:00.000Z'))).toBe('web/wt-a – today');
    expect(line(null)).toBe('web/wt-a – today');
  });
});

describe('the file that it is drawn from', () => {
  let home: ReturnType<typeof tempFolder>;
  beforeEach(() => {
    home = tempFolder();
  });
  afterEach(() => home.remove());

  it('gives back what was kept, readable for this person alone', () => {
    const file = path.join(home.folder, 'glance.json');
    writeGlance(file, GLANCE);
    expect(readGlance(file)).toEqual(GLANCE);
    expect(fs.statSync(file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(home.folder)).toEqual(['glance.json']);
  });

  it('is as good as none when it is damaged, of another version, or cannot be written', () => {
    const file = path.join(home.folder, 'glance.json');
    expect(readGlance(file)).toBeNull();
    fs.writeFileSync(file, '{"version":1,');
    expect(readGlance(file)).toBeNull();
    fs.writeFileSync(file, '{"version":2,"accounts":[]}');
    expect(readGlance(file)).toBeNull();
    const nowhere = path.join(file, 'below', 'glance.json');
    expect(() => writeGlance(nowhere, GLANCE)).not.toThrow();
    expect(fs.existsSync(nowhere)).toBe(false);
  });
});
