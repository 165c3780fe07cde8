import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { createNotifier } from '../../../electron/shell/notifier.ts';
import { createOpenedLinks } from '../../../electron/shell/opened-links.ts';
import { createPowerSignals } from '../../../electron/shell/power-signals.ts';
import { createUpdates } from '../../../electron/shell/updates.ts';
import type { Alert } from '../../../shared/domain/alert.ts';
import { fail, ok } from '../../../shared/domain/failure.ts';

// Electron's module starts a download when it is imported in plain Node, so the shell meets a stand-in here.
const fake = await vi.hoisted(async () =>
  (await import('./fake-electron.ts')).createFakeElectron(),
);
vi.mock('electron', () => fake.module);

beforeEach(() => {
  fake.calls.length = 0;
  fake.notifications.length = 0;
  vi.useFakeTimers();
});
afterEach(() => void vi.useRealTimers());

const alert = (budget: string, worktree: string | null): Alert => ({
  id: `${budget}:80`,
  at: '2026-11-26T10:00:00Z',
  budget,
  label: `Budget ${budget}`,
  threshold: 80,
  sentence: `Budget “${budget}” is at 83 %.`,
  worktree,
});

describe('notifications', () => {
  const clicked: (string | null)[] = [];
  const lines: string[] = [];
  const notifier = createNotifier({
    onClick: (worktree) => clicked.push(worktree),
    log: (line) => lines.push(line),
  });

  it('are one for a round, however many budgets were crossed in it', () => {
    notifier.notify([]);
    notifier.notify([alert('a', 'w1')]);
    notifier.notify([alert('b', 'w1'), alert('c', null)]);
    expect(fake.notifications.map(({ settings }) => settings)).toMatchObject([
      { id: 'budgets-a', groupId: 'budgets', title: 'Budget a', body: 'Budget “a” is at 83 %.' },
      {
        groupId: 'budgets',
        title: '2 budgets',
        body: 'Budget “b” is at 83 %.\nBudget “c” is at 83 %.',
      },
    ]);
    expect(fake.calls.filter(([name]) => name === 'showNotification')).toHaveLength(2);
  });

  it('lead to the workspace that they are about, and to none when there are several', () => {
    notifier.notify([alert('a', 'w1')]);
    notifier.notify([alert('a', 'w1'), alert('b', 'w1')]);
    notifier.notify([alert('b', 'w1'), alert('c', 'w2')]);
    for (const one of fake.notifications) one.emit('click', {});
    expect(clicked).toEqual(['w1', 'w1', null]);
  });

  it('that macOS refuses are written down and change nothing', () => {
    notifier.notify([alert('a', null)]);
    fake.notifications[0]?.emit('failed', {}, 'not signed');
    expect(lines).toEqual(['a notification was not shown: not signed']);
  });
});

describe('what the machine says', () => {
  it('is told as it changes, and the network gets five seconds after sleep', () => {
    const monitor = fake.module.powerMonitor;
    const signals = createPowerSignals();
    let told = 0;
    let away = 0;
    signals.subscribe(() => (told += 1));
    signals.onAway(() => (away += 1));
    const calm = {
      onBattery: false,
      thermal: 'nominal',
      locked: false,
      asleep: false,
      offline: false,
    };
    expect(signals.get()).toEqual(calm);
    monitor.emit('on-battery');
    monitor.emit('thermal-state-change', { state: 'serious' });
    monitor.emit('lock-screen');
    expect(signals.get()).toEqual({ ...calm, onBattery: true, thermal: 'serious', locked: true });
    monitor.emit('unlock-screen');
    monitor.emit('suspend');
    monitor.emit('resume');
    expect(signals.get().asleep).toBe(true);
    vi.advanceTimersByTime(4999);
    expect(signals.get().asleep).toBe(true);
    vi.advanceTimersByTime(1);
    expect(signals.get()).toEqual({ ...calm, onBattery: true, thermal: 'serious' });
    expect([told, away]).toEqual([6, 2]);
    // Asleep again before the five seconds are over.
    monitor.emit('suspend');
    monitor.emit('resume');
    monitor.emit('suspend');
    vi.advanceTimersByTime(60_000);
    expect(signals.get().asleep).toBe(true);
    signals.dispose();
    expect(monitor.eventNames()).toEqual([]);
  });
});

describe('links that the system hands over', () => {
  it('wait until somebody takes them, and are found among the arguments of a second start', () => {
    const links = createOpenedLinks();
    const taken: string[] = [];
    const preventDefault = vi.fn();
    fake.module.app.emit('open-url', { preventDefault }, 'switchyard://preset?a');
    expect(links.fromArguments(['/app', '--flag'])).toBe(false);
    expect(links.fromArguments(['/app', 'switchyard://worktree?name=x'])).toBe(true);
    links.to((link) => taken.push(link));
    fake.module.app.emit('open-url', { preventDefault }, 'switchyard://preset?b');
    expect(taken).toEqual([
      'switchyard://preset?a',
      'switchyard://worktree?name=x',
      'switchyard://preset?b',
    ]);
    expect(preventDefault).toHaveBeenCalledTimes(2);
  });
});

describe('new versions', () => {
  const URL = 'https://github.com/a/b/releases/tag/v2.0.0';
  function make(parts: Partial<Parameters<typeof createUpdates>[0]>) {
    const lines: string[] = [];
    let checkedAt: string | null = null;
    const updates = createUpdates({
      version: '1.0.0',
      find: () => Promise.resolve(ok({ version: '2.0.0', url: URL })),
      load: null,
      checkedAt: () => checkedAt,
      keepCheckedAt: (at) => (checkedAt = at),
      changed: () => undefined,
      log: (line) => lines.push(line),
      ...parts,
    });
    return { updates, lines, checkedAt: () => checkedAt };
  }

  it('of an unsigned build are only named, once a day, and only when that is wanted', async () => {
    const find = vi.fn(() => Promise.resolve(ok({ version: '2.0.0', url: URL })));
    const { updates } = make({ find });
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(find).not.toHaveBeenCalled();
    updates.follow(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(updates.state()).toEqual({ state: 'available', version: '2.0.0', url: URL });
    expect((await updates.restart()).ok).toBe(false);
    await vi.advanceTimersByTimeAsync(23 * 3_600_000);
    expect(find).toHaveBeenCalledTimes(1);
    await vi.advanceTimersByTimeAsync(2 * 3_600_000);
    expect(find).toHaveBeenCalledTimes(2);
    updates.follow(false);
    expect(updates.state()).toEqual({ state: 'none' });
    updates.dispose();
  });

  it('are not looked for where nobody publishes the build, and a failure is only written down', async () => {
    const unpublished = make({ find: null });
    unpublished.updates.follow(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(unpublished.checkedAt()).toBeNull();
    const failing = make({ find: () => Promise.resolve(fail('network.unreachable')) });
    failing.updates.follow(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(failing.updates.state()).toEqual({ state: 'none' });
    expect(failing.lines).toEqual(['The gateway could not be reached.']);
  });

  it('of a signed build are fetched by themselves and wait for the restart', async () => {
    const listeners = new Map<string, (given: never) => void>();
    const quitAndInstall = vi.fn();
    const autoUpdater = {
      autoDownload: false,
      autoInstallOnAppQuit: false,
      logger: null,
      checkForUpdates: vi.fn(() => Promise.resolve()),
      quitAndInstall,
      on: (event: string, listener: (given: never) => void) => listeners.set(event, listener),
    };
    const { updates } = make({ load: () => Promise.resolve({ autoUpdater }) });
    updates.follow(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(autoUpdater).toMatchObject({ autoDownload: true, autoInstallOnAppQuit: true });
    expect(autoUpdater.checkForUpdates).toHaveBeenCalledOnce();
    listeners.get('update-available')?.({ version: '2.0.0' } as never);
    expect(updates.state()).toEqual({ state: 'downloading', version: '2.0.0' });
    listeners.get('error')?.(new Error('gone') as never);
    expect(updates.state()).toEqual({ state: 'none' });
    listeners.get('update-downloaded')?.({ version: '2.0.0' } as never);
    expect(await updates.restart()).toEqual({ ok: true, value: null });
    expect(quitAndInstall).toHaveBeenCalledOnce();
    updates.dispose();
  });
});
