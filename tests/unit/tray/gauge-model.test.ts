import { describe, expect, it } from 'vitest';

import { trayGauge } from '../../../electron/tray/gauge-model.ts';
import { resolveCommand, trayMenu, type MenuItem } from '../../../electron/tray/menu-model.ts';
import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import { type Cents, formatMoneyShort } from '../../../shared/domain/money.ts';
import { type Scenario, startOf } from '../../fakes/fake-data.ts';
import { NOW } from '../../fakes/fake-spend.ts';

const at = new Date(NOW);
const gaugeOf = (scenario: Scenario, part: Partial<AppSnapshot> = {}) =>
  trayGauge({ ...startOf(scenario), ...part }, at);

/** The snapshot with this much used of its first budget. */
function used(share: number, status: 'ok' | 'near' | 'over' | 'exhausted' = 'ok'): AppSnapshot {
  const start = startOf('one');
  const limit = 10_000 as Cents;
  const budget = startOf('forty').budgets.find((one) => one.origin === 'local');
  if (budget === undefined) throw new Error('The scenario has no budget of one’s own.');
  const measure = { unit: 'usd', limit, used: (limit * share) as Cents, projected: null } as const;
  return {
    ...start,
    budgets: [{ ...budget, account: start.defaultAccount ?? '', measure, status }],
  };
}

describe('what the icon shows', () => {
  it.each([
    [0, 0],
    [0.001, 1],
    [0.0625, 1],
    [0.5, 8],
    [0.999, 15],
    [1, 16],
    [4, 16],
  ])('fills the ring for %f of the budget to step %i', (share, step) => {
    expect(trayGauge(used(share), at)).toMatchObject({ state: 'fresh', step });
  });

  it('is a mark without a budget, and without one whose use is known', () => {
    expect(gaugeOf('one', { budgets: [] }).step).toBeNull();
  });

  it('is over by its state, in whatever condition the number is', () => {
    for (const status of ['over', 'exhausted'] as const) {
      const stale = startOf('stale');
      expect(trayGauge({ ...used(2, status), spend: stale.spend }, at).state).toBe('over');
    }
  });

  it('is stale after a failed reading, paused when the person says so, and empty without a key', () => {
    expect(gaugeOf('stale').state).toBe('stale');
    expect(gaugeOf('stale', { paused: true }).state).toBe('paused');
    expect(gaugeOf('empty')).toEqual({
      state: 'no-key',
      step: null,
      title: '',
      toolTip: 'Switchyard: no Portkey key yet',
    });
  });

  it('has today’s amount beside it only when that was asked for and is known', () => {
    const { settings } = startOf('one');
    const wanted = { settings: { ...settings, menuBar: { ...settings.menuBar, amount: true } } };
    const cents = startOf('one').spend[0]?.today?.cents ?? null;
    expect(cents).not.toBeNull();
    expect(gaugeOf('one', wanted).title).toBe(formatMoneyShort(cents));
    expect(gaugeOf('one').title).toBe('');
    expect(gaugeOf('one', { ...wanted, spend: [] }).title).toBe('');
    const tomorrow = new Date(at.getTime() + 36 * 3_600_000);
    expect(trayGauge({ ...startOf('one'), ...wanted }, tomorrow).title).toBe('');
  });

  it.each([0, 0.4, 1, 42, 999, 1240, 9999, 12_399, 123_456, 999_949, 999_999, 12_345_678])(
    'needs at most seven characters beside it for %f cents',
    (cents) => {
      expect(formatMoneyShort(cents as Cents).length).toBeLessThanOrEqual(7);
    },
  );

  it('says in its tool tip what a look does not', () => {
    expect(trayGauge(used(0.5), at).toolTip).toMatch(/^Switchyard: \$\S+ today\nAccount work: /);
    expect(gaugeOf('stale').toolTip).toContain('could not be read just now');
  });
});

const labels = (items: readonly MenuItem[]): string[] =>
  items.map((item) => ('separator' in item ? '—' : item.label));

describe('the menu behind a right click', () => {
  const forty = startOf('forty');

  it('has every act once, begins with Open and ends with Quit', () => {
    const menu = trayMenu({ ...forty, worktrees: [] }, at);
    expect(labels(menu)).toEqual([
      'Open Switchyard',
      expect.stringMatching(/^\$\S+ today$/),
      '—',
      'Refresh',
      'Pause Reading Spend',
      '—',
      'Open in a Window',
      'Settings…',
      '—',
      'Quit Switchyard',
    ]);
  });

  it('switches the three workspaces that were switched last, and marks what is in force', () => {
    const latest = forty.worktrees
      .filter((one) => one.assignment !== null)
      .toSorted((a, b) =>
        (b.assignment?.appliedAt ?? '').localeCompare(a.assignment?.appliedAt ?? ''),
      )
      .slice(0, 3);
    const quick = trayMenu(forty, at).flatMap((item) => ('items' in item ? [item] : []));
    expect(quick.map(({ label }) => label)).toEqual(latest.map((one) => `${one.repo}/${one.name}`));
    for (const [index, { items }] of quick.entries()) {
      const checked = items.flatMap((item) =>
        'command' in item && item.checked === true ? [item.command] : [],
      );
      const worktree = latest[index];
      expect(checked).toEqual([
        { kind: 'switch', worktree: worktree?.path, preset: worktree?.assignment?.presetId },
      ]);
      expect(labels(items).slice(-2)).toEqual(['—', 'Copy Trace ID']);
    }
  });

  it('never has a line longer than a menu is wide', () => {
    const name = 'a-very-long-name-of-a-branch-that-goes-on-and-on-👩‍👩‍👧‍👦-until-ticket-4711';
    const worktrees = forty.worktrees.map((one) => ({ ...one, name }));
    const menu = trayMenu({ ...forty, worktrees }, at);
    const long = labels(menu).filter(
      (label) => [...new Intl.Segmenter().segment(label)].length > 44,
    );
    expect(long).toEqual([]);
    expect(labels(menu).some((label) => /^web\/a-very.*….*ticket-4711$/.test(label))).toBe(true);
  });

  it('offers an update as far as it is there', () => {
    const desktop = { loginItem: null, shortcut: 'off' as const, notices: [] };
    const ready = { ...desktop, update: { state: 'ready' as const, version: '2.0.0' } };
    expect(labels(trayMenu({ ...forty, desktop: ready }, at))).toContain(
      'Restart to Update to 2.0.0',
    );
    const url = 'https://github.com/a/b/releases/tag/v2.0.0';
    const out = { ...desktop, update: { state: 'available' as const, version: '2.0.0', url } };
    expect(labels(trayMenu({ ...forty, desktop: out }, at))).toContain('Version 2.0.0 Is Out…');
  });

  it('says why there is no number', () => {
    expect(labels(trayMenu(startOf('empty'), at))[1]).toBe('No Portkey key yet');
    expect(labels(trayMenu(startOf('stale'), at))[1]).toMatch(/^\$\S+ today: \S/);
    expect(labels(trayMenu({ ...forty, paused: true }, at))[1]).toMatch(/ today, paused$/);
    expect(labels(trayMenu({ ...forty, paused: true }, at))).toContain('Resume Reading Spend');
  });

  it('refuses what has gone since it was built, in words', () => {
    const worktree = forty.worktrees.find((one) => one.assignment !== null);
    const path = worktree?.path ?? '';
    const preset = forty.presets[0]?.id ?? '';
    const trace = worktree?.assignment?.trace ?? '';
    const sentence = (command: Parameters<typeof resolveCommand>[0], snapshot = forty) => {
      const resolved = resolveCommand(command, snapshot);
      return resolved.ok ? null : resolved.message;
    };
    expect(sentence({ kind: 'switch', worktree: path, preset })).toBeNull();
    expect(sentence({ kind: 'copy-trace', worktree: path, trace })).toBeNull();
    expect(sentence({ kind: 'quit' })).toBeNull();
    expect(sentence({ kind: 'switch', worktree: '/gone', preset })).toContain('not there any more');
    expect(sentence({ kind: 'switch', worktree: path, preset: 'gone' })).toContain(
      'preset is not there',
    );
    expect(sentence({ kind: 'copy-trace', worktree: path, trace: 'old' })).toContain(
      'another trace ID',
    );
  });
});
