import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import { contentSecurityPolicy } from '../../electron/ipc/page-headers.ts';
import { openPopover, picture, setUp, snapshotOf, untilUp, visible } from './acts.ts';
import { startHost, type TestHost } from './host.ts';

let host: TestHost;
async function begin(): Promise<void> {
  host = await startHost();
  await untilUp(host);
}
const end = (): Promise<void> => host.dispose();

describe('the host around the app', () => {
  beforeEach(begin);
  afterEach(end);

  it('has the popover ready when the pointer comes, and hides it on Escape, on losing the focus and on lock', async () => {
    await host.drive(({ trays }) => void trays[0]?.emit('mouse-enter'));
    expect(await visible(host)).toEqual([false]);
    await host.until(
      async ({ windows }) => (await (await [...windows][0]?.opened)?.title()) === 'Switchyard',
    );
    await openPopover(host);
    const bounds = await host.drive(({ windows }) => [...windows][0]?.getBounds());
    // Under the icon at 1200, inside the display.
    expect(bounds).toEqual({ x: 1015, y: 28, width: 400, height: 600 });

    // The first Escape leaves the field that has the focus in the set-up.
    await host.until(async ({ windows }) => {
      await (await [...windows][0]?.opened)?.keyboard.press('Escape');
      return [...windows].every((one) => !one.isVisible());
    });
    await openPopover(host);
    await host.drive(({ windows }) => [...windows][0]?.blurNow());
    expect(await visible(host)).toEqual([false]);
    // The click that took the focus away was meant to close it.
    await host.drive(({ trays }) => void trays[0]?.emit('click', {}, trays[0].bounds));
    expect(await visible(host)).toEqual([false]);
    await host.until(({ trays, windows }) => {
      trays[0]?.emit('click', {}, trays[0].bounds);
      return [...windows][0]?.isVisible();
    });
    await host.drive(({ powerMonitor }) => void powerMonitor.emit('lock-screen'));
    expect(await visible(host)).toEqual([false]);
  });

  it('is one app: a second start, and opening it again, show the popover; closing windows ends nothing', async () => {
    expect(await host.again()).toEqual({ code: 0, output: '' });
    await host.until(({ windows }) => [...windows][0]?.isVisible());
    // With a link the second start hands it over, and it waits to be looked at.
    const link = 'switchyard://preset?v=1&id=new&name=New&provider=%40x&model=m';
    expect(await host.again([link])).toMatchObject({ code: 0 });
    await expect.poll(async () => (await snapshotOf(host)).link?.kind).toBe('preset');
    expect(await host.drive(({ windows, trays }) => [windows.size, trays.length])).toEqual([1, 1]);
    await host.drive(({ windows }) => [...windows][0]?.hide());
    await host.drive(({ app }) => void app.emit('activate', {}, false));
    await host.until(({ windows }) => [...windows][0]?.isVisible());
    await host.drive(({ app }) => void app.emit('window-all-closed'));
    expect(await visible(host)).toEqual([true]);
    const { menu, sandboxed, schemes } = await host.drive(({ deeds, state, schemes }) => ({
      menu: deeds.appMenu?.map((item) => item.role),
      sandboxed: state.sandboxed,
      schemes,
    }));
    expect(menu).toContain('editMenu');
    expect(sandboxed).toBe(true);
    expect(schemes).toEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });
});

describe('what comes to the host, and what leaves it', () => {
  beforeAll(begin);
  afterAll(end);

  it('serves its page with the policy as a header, from a list of files and nothing else', async () => {
    const replies = await host.drive(async ({ sessions, windows, trays }) => {
      trays[0]?.emit('mouse-enter');
      await [...windows][0]?.opened;
      const handler = [...sessions.values()][0]?.handlers.get('app');
      const paths = [
        'index.html',
        '',
        '../main.js',
        '%2e%2e/main.js',
        '..%2fmain.js',
        'index.html/../../main.js',
        'assets/',
        '__proto__',
        'preload.cjs',
        'cli.js',
      ];
      const of = async (url: string) => {
        const reply = await handler?.({ url, method: 'GET' } as never);
        return [reply?.status, reply?.headers.get('content-security-policy')] as const;
      };
      return Promise.all([
        ...paths.map((one) => of(`app://switchyard/${one}`)),
        of('app://other/index.html'),
      ]);
    });
    expect(replies.map(([status]) => status)).toEqual([
      200, 200, 404, 404, 404, 404, 404, 404, 404, 404, 404,
    ]);
    expect(new Set(replies.map(([, policy]) => policy))).toEqual(
      new Set([contentSecurityPolicy({ connect: 'none' })]),
    );
  });

  it('takes a link as something to look at, and writes nothing by it', async () => {
    await openPopover(host);
    await setUp(host);
    const open = (url: string) =>
      host.drive(
        ({ app }, link) => void app.emit('open-url', { preventDefault: () => undefined }, link),
        url,
      );
    const file = path.join(host.worktree('lisbon'), '.claude/settings.local.json');
    await open('switchyard://worktree?name=lisbon&preset=bedrock&trace=ticket-12');
    await expect.poll(async () => (await snapshotOf(host)).link?.kind).toBe('worktree');
    await open('switchyard://worktree?name=lisbon&path=/etc&key=sk-1');
    await expect.poll(async () => (await snapshotOf(host)).link?.kind).toBe('refused');
    await open('switchyard://preset?v=1&id=new&name=New&provider=%40x&model=m');
    await expect.poll(async () => (await snapshotOf(host)).link?.kind).toBe('preset');
    expect(existsSync(file)).toBe(false);
  });

  it('opens the window beside the popover, keeps its place, and lets links out to Portkey only', async () => {
    await openPopover(host);
    await setUp(host);
    await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      await page?.evaluate(() => {
        window.open('/index.html?view=window');
        window.open('https://app.portkey.ai/logs');
        window.open('https://evil.example.com/');
      });
    });
    await host.until(({ windows }) => [...windows].length === 2 && [...windows][1]?.isVisible());
    expect(await host.drive(({ deeds }) => deeds.opened)).toEqual(['https://app.portkey.ai/logs']);
    await host.until(
      async ({ windows }) =>
        (await (await [...windows][1]?.opened)?.locator('.tree-row').count()) === 2,
    );
    await picture(host, 'shell-window');
    await host.drive(({ windows }) =>
      [...windows][1]?.setBounds({ x: 40, y: 60, width: 900, height: 640 }),
    );
    await host.drive(({ windows }) => [...windows][1]?.close());
    const kept = JSON.parse(
      readFileSync(path.join(host.home, 'switchyard/Electron/host.json'), 'utf8'),
    ) as { windowBounds: unknown };
    expect(kept.windowBounds).toEqual({ x: 40, y: 60, width: 900, height: 640 });
  });
});
