import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  createAlerts,
  type Alerts,
  type Notifier,
} from '../../../electron/services/budgets/alerts.ts';
import { MOST_ALERTS } from '../../../electron/services/budgets/alert-rules.ts';
import { type Alert, type AlertsFile, alertsFileSchema } from '../../../shared/domain/alert.ts';
import type { BudgetView } from '../../../shared/domain/budget.ts';
import { must, refusal } from '../support/settings-bench.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';
import { usdView } from './budget-views.ts';

const ON = { enabled: true, thresholds: [80, 100] };

let home: StateHome;
let shown: Alert[];
let clock: Date;
let alerts: Alerts;
beforeEach(async () => {
  home = await makeStateHome();
  shown = [];
  clock = new Date('2026-11-25T12:00:00Z');
  alerts = open();
});
afterEach(() => home.dispose());

const notifier: Notifier = { notify: (told) => void shown.push(...told) };
/** As another process, or as this one after a restart. */
const open = (by: Notifier = notifier) =>
  createAlerts({
    document: home.document<AlertsFile>({
      name: 'alerts.json',
      schema: async () => alertsFileSchema,
      initial: { version: 1, alerts: [], fired: [] },
    }),
    notifier: by,
    now: () => clock,
  });
const file = () => home.at('alerts.json');
const see = async (used: number | null, change: Partial<Parameters<typeof usdView>[0]> = {}) =>
  (await alerts.observe([usdView({ used, ...change })], ON)).map(({ threshold }) => threshold);

describe('a crossing', () => {
  it('is told once, with its numbers', async () => {
    expect(await see(10, { worktree: 'w1' })).toEqual([]);
    const told = await alerts.observe([usdView({ used: 16.6, worktree: 'w1' })], ON);
    expect(told).toMatchObject([
      {
        budget: 'local:1',
        threshold: 80,
        worktree: 'w1',
        sentence: 'Budget “web/lisbon” is at 83 % ($16.60 of $20.00 today).',
      },
    ]);
    expect(shown).toEqual(told);
    expect(await see(17)).toEqual([]);
    expect(await see(10)).toEqual([]);
    expect(await see(17)).toEqual([]);
    expect(must(await alerts.pending())).toEqual(told);
  });

  it('is at the limit itself, not above it', async () => {
    await see(15.99);
    expect(await see(16)).toEqual([80]);
    expect(await see(19.99)).toEqual([]);
    expect(await see(20)).toEqual([100]);
  });

  it('of several thresholds tells the highest, and the lower ones no more', async () => {
    await see(1);
    expect(await see(25)).toEqual([100]);
    expect(await see(1)).toEqual([]);
    expect(await see(17)).toEqual([]);
  });

  it('is not told for the first reading after a launch', async () => {
    expect(await see(19)).toEqual([]);
    expect(fs.existsSync(file())).toBe(false);
  });

  it('is bridged over readings that are not known', async () => {
    await see(10);
    expect(await see(null)).toEqual([]);
    expect(await alerts.observe([], ON)).toEqual([]);
    expect(await see(17)).toEqual([80]);
  });

  it('is not told again after a restart, nor by another process', async () => {
    const other = open();
    await see(10);
    await other.observe([usdView({ used: 10 })], ON);
    expect(await see(17)).toEqual([80]);
    expect(await other.observe([usdView({ used: 17 })], ON)).toEqual([]);
    alerts = open();
    await see(10);
    expect(await see(17)).toEqual([]);
    expect(shown).toHaveLength(1);
  });

  it('can come again with another limit, whose change tells nothing by itself', async () => {
    await see(10);
    expect(await see(17)).toEqual([80]);
    expect(await see(17, { limit: 21 })).toEqual([]);
    expect(await see(10, { limit: 21 })).toEqual([]);
    expect(await see(17, { limit: 21 })).toEqual([80]);
    await see(10);
    expect(await see(17)).toEqual([]);
  });

  it('can come again in the next period, and forgets the one before', async () => {
    const next = { from: '2026-11-26T00:00:00.000Z' };
    await see(10);
    expect(await see(17)).toEqual([80]);
    clock = new Date('2026-11-26T09:00:00Z');
    expect(await see(1, next)).toEqual([]);
    expect(await see(17, next)).toEqual([80]);
    expect(JSON.parse(fs.readFileSync(file(), 'utf8'))).toMatchObject({
      fired: [{ from: next.from }],
      alerts: [{}, {}],
    });
  });

  it('that a sleeping machine missed is told when it wakes in another period', async () => {
    await see(19);
    clock = new Date('2026-11-26T09:00:00Z');
    expect(await see(17, { from: '2026-11-26T00:00:00.000Z' })).toEqual([80]);
  });

  it('is none when only what is known of the period changes', async () => {
    await see(10);
    expect(await see(17, { from: '2026-11-25T05:00:00.000Z' })).toEqual([]);
    expect(await see(17, { from: null })).toEqual([]);
    expect(await see(17)).toEqual([]);
  });

  it('is what Portkey calls exhausted, whatever the numbers are', async () => {
    const exhausted = { status: 'exhausted' as const, period: 'week' as const };
    await see(10, { period: 'week' });
    const told = await alerts.observe([usdView({ used: null, ...exhausted })], ON);
    expect(told.map(({ threshold, sentence }) => [threshold, sentence])).toEqual([
      [100, 'Budget “web/lisbon” is exhausted, so Portkey blocks its requests.'],
    ]);
    await see(10, { id: 'b' });
    const [other] = await alerts.observe([usdView({ id: 'b', used: 19.5, ...exhausted })], ON);
    expect(other?.sentence).toBe(
      'Budget “web/lisbon” is exhausted ($19.50 of $20.00 this week), so Portkey blocks its requests.',
    );
  });
});

describe('alerts', () => {
  it('are off until they are switched on, and then begin anew', async () => {
    const off = { ...ON, enabled: false };
    await see(10);
    expect(await alerts.observe([usdView({ used: 12 })], off)).toEqual([]);
    expect(await see(17)).toEqual([]);
    expect(await see(20)).toEqual([100]);
  });

  it.each<[string, Notifier['notify']]>([
    [
      'throws',
      () => {
        throw new Error('no');
      },
    ],
    ['refuses', () => Promise.reject(new Error('no'))],
    ['hangs', () => new Promise(() => {})],
  ])('stay in the list when the notifier %s', async (_, notify) => {
    alerts = open({ notify });
    await see(10);
    expect(await see(17)).toEqual([80]);
    expect(await see(20)).toEqual([100]);
    expect(must(await alerts.pending()).map(({ threshold }) => threshold)).toEqual([100, 80]);
  });

  it('are dismissed by id or all, and not told again for that', async () => {
    await see(10);
    await see(17);
    await see(20);
    const [latest] = must(await alerts.pending());
    must(await alerts.dismiss([latest?.id ?? '', 'gone']));
    expect(must(await alerts.pending()).map(({ threshold }) => threshold)).toEqual([80]);
    must(await alerts.dismiss(null));
    expect(must(await alerts.pending())).toEqual([]);
    await see(10);
    expect(await see(20)).toEqual([]);
  });

  it('write nothing when nothing changed', async () => {
    await see(10);
    await see(17);
    const before = fs.statSync(file()).ino;
    await see(18);
    must(await alerts.dismiss(['gone']));
    alerts = open();
    await see(10);
    await see(17);
    expect(fs.statSync(file()).ino).toBe(before);
  });

  it('try again when the file could not be written', async () => {
    await see(10);
    fs.writeFileSync(file(), 'not JSON');
    expect(await see(17)).toEqual([]);
    expect(refusal(await alerts.pending()).code).toBe('state.unreadable');
    expect(shown).toEqual([]);
    fs.rmSync(file());
    expect(await see(17)).toEqual([80]);
  });

  it('are compared in the order in which they came, and kept up to a number', async () => {
    const round = (used: number): BudgetView[] =>
      Array.from({ length: MOST_ALERTS + 5 }, (_, n) => usdView({ id: `b${n}`, used }));
    const [, told] = await Promise.all([
      alerts.observe(round(1), ON),
      alerts.observe(round(17), ON),
      alerts.observe(round(18), ON),
    ]);
    expect(told).toHaveLength(MOST_ALERTS + 5);
    const pending = must(await alerts.pending());
    expect(pending).toHaveLength(MOST_ALERTS);
    expect(pending[0]?.budget).toBe(`b${MOST_ALERTS + 4}`);
  });
});
