import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, openPopover, setUp, snapshotOf, untilUp, visible } from './acts.ts';
import { startHost, type TestHost } from './host.ts';

let host: TestHost;
async function begin(): Promise<void> {
  host = await startHost();
  await untilUp(host);
}
const end = (): Promise<void> => host.dispose();

describe('the host when its page does not go on', () => {
  beforeAll(begin);
  afterAll(end);

  it('makes a page anew whose process crashed, says so once, and stops at the third crash in a minute', async () => {
    const crash = async () => {
      await openPopover(host);
      await host.until(({ windows }) => [...windows][0]?.isVisible());
      await host.drive(async ({ windows }) => {
        const window = [...windows][0];
        const page = await window?.opened;
        const gone = new Promise((resolve) => {
          window?.webContents.once('destroyed', resolve);
        });
        const client = await page?.context().newCDPSession(page);
        // It never answers: the process that would is the one that it ends.
        client?.send('Page.crash').catch(() => undefined);
        await gone;
      });
    };
    await crash();
    // Somebody was looking, so it comes back by itself.
    await host.until(({ windows }) => [...windows].length === 1 && [...windows][0]?.isVisible());
    expect((await snapshotOf(host)).desktop.notices.map(({ kind }) => kind)).toEqual([
      'view-crashed',
    ]);
    await host.drive(({ windows }) => [...windows][0]?.hide());
    await crash();
    await host.until(({ windows }) => [...windows].length === 1 && [...windows][0]?.isVisible());
    await host.drive(({ windows }) => [...windows][0]?.hide());
    await crash();
    await host.until(
      ({ windows, deeds }) => [...windows].length === 0 && deeds.dialogs.length === 1,
    );
    expect(await host.drive(({ deeds }) => deeds.dialogs[0]?.message)).toContain(
      'three times in a minute',
    );
    await openPopover(host);
    expect((await snapshotOf(host)).desktop.notices.map(({ kind }) => kind)).toEqual([
      'view-crashed',
      'view-failed',
    ]);
  });
});

describe('the host as it goes on', () => {
  beforeAll(begin);
  afterAll(end);

  it('follows the person’s choices: shortcut, Dock, login item, and reads them back from the system', async () => {
    await openPopover(host);
    const save = (menuBar: object) => ask(host, 'settings.save', { menuBar });
    expect(await save({ shortcut: 'option+cmd+s', dock: true })).toMatchObject({ ok: true });
    await host.until(({ deeds, state }) => deeds.keys.has('Alt+Command+S') && state.dock);
    expect((await snapshotOf(host)).desktop.shortcut).toBe('on');
    await host.drive(({ deeds }) => deeds.keys.get('Alt+Command+S')?.());
    expect(await visible(host)).toEqual([false]);
    await host.drive(({ deeds }) => void deeds.keys.set('Control+F5', () => undefined));
    await save({ shortcut: 'Control+F5', dock: false });
    await expect.poll(async () => (await snapshotOf(host)).desktop.shortcut).toBe('taken');
    expect(
      await host.drive(({ deeds, state }) => [deeds.keys.has('Alt+Command+S'), state.dock]),
    ).toEqual([false, false]);
    // Login items are the system's, and this one has none.
    expect(await ask(host, 'desktop.setLoginItem', { open: true })).toMatchObject(
      process.platform === 'darwin' ? { ok: true } : { failure: { code: 'host.unsupported' } },
    );
    expect(await ask(host, 'desktop.saveText', { name: 'a/../b.csv', text: 'x' })).toEqual({
      ok: true,
      value: { saved: false },
    });
  });

  it('says an error that nothing caught, writes it down, and goes on', async () => {
    await openPopover(host);
    await host.drive(() => {
      setTimeout(() => {
        throw new Error('nobody caught this');
      }, 0);
    });
    await expect
      .poll(async () => (await snapshotOf(host)).desktop.notices.map(({ kind }) => kind))
      .toEqual(['fault']);
    const log = readFileSync(path.join(host.home, 'switchyard/switchyard.log'), 'utf8');
    expect(log).toContain('uncaught error: Error: nobody caught this');
    expect(await visible(host)).toEqual([true]);
  });

  it('draws another icon when reading is paused, and the first again when it is resumed', async () => {
    await openPopover(host);
    await setUp(host);
    await host.until(({ trays }) => (trays[0]?.shown.length ?? 0) > 0);
    const last = () => host.drive(({ trays }) => trays[0]?.shown.at(-1));
    await expect.poll(last).toBeTruthy();
    await ask(host, 'spend.pause', { paused: true });
    await host.until(({ trays }) => (trays[0]?.toolTip ?? '').includes('paused'));
    const paused = await last();
    await ask(host, 'spend.pause', { paused: false });
    await host.until(({ trays }) => !(trays[0]?.toolTip ?? '').includes('paused'));
    expect(await last()).not.toBe(paused);
  });
});

describe('measuring the start', () => {
  it('prints one line of JSON and ends, with nothing left behind', async () => {
    const measured = await startHost({ args: ['--measure'] });
    try {
      expect(await measured.ended).toBe(0);
      const line = JSON.parse(measured.output().trim()) as { marks: Record<string, number> };
      expect(line).toMatchObject({ switchyard: 'measure' });
      const { ready = 0, tray = 0, composed = 0, popover = 0 } = line.marks;
      expect([ready, tray, composed, popover]).toEqual(
        [ready, tray, composed, popover].toSorted((a, b) => a - b),
      );
      expect(popover).toBeGreaterThan(0);
      expect(existsSync(path.join(measured.home, 'switchyard'))).toBe(false);
    } finally {
      await measured.dispose();
    }
  });
});
