import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { expectAlive, openPopover, setUp } from './acts.ts';
import { startHost, type TestHost } from './host.ts';
import { REACHES, reachOut, startListener } from './reach.ts';
import { goBy, openBy, WAYS_TO_GO, WAYS_TO_OPEN } from './ways-out.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
  await openPopover(host);
  await setUp(host);
});
afterAll(() => host.dispose());

/** What has left, or tried to leave, the app since the start. */
const traffic = () =>
  host.drive(({ sessions, windows, deeds }) => {
    const [own] = [...sessions.values()];
    const { escaped = [], prevented = [], asked = [] } = own ?? {};
    return { escaped, prevented, asked, windows: windows.size, browser: deeds.opened };
  });

// Addresses as Chromium has them: the last but one is `app://elsewhere/`, the last is merely similar to ours.
const PLACES = [
  ['https://example.com/', 'https://example.com/'],
  ['http://127.0.0.1:9/', 'http://127.0.0.1:9/'],
  ['https://elsewhere.app.invalid/', 'app://elsewhere/'],
  ['https://switchyard.app.invalid.example.com/', 'https://switchyard.app.invalid.example.com/'],
] as const;

describe('a page that wants out', () => {
  it.each(WAYS_TO_GO)(
    'cannot go anywhere by a %s: each time the app is asked, and prevents it',
    async (way) => {
      for (const [address, expected] of PLACES) {
        const before = (await traffic()).prevented.length;
        await goBy(host, way, address);
        await host.until(
          ({ sessions }, count) => ([...sessions.values()][0]?.prevented.length ?? 0) > count,
          before,
        );
        const after = await traffic();
        expect(after.prevented.slice(before)).toEqual([expected]);
        expect(after.escaped).toEqual([]);
        await expectAlive(host);
      }
    },
  );

  it.each(WAYS_TO_OPEN)(
    'opens no window by %s: each time the app is asked, and nothing of it is loaded',
    async (way) => {
      for (const [address, expected] of PLACES) {
        const before = (await traffic()).asked.length;
        await openBy(host, way, address);
        await host.until(
          ({ sessions }, count) => ([...sessions.values()][0]?.asked.length ?? 0) > count,
          before,
        );
        await host.until(
          async ({ sessions }) =>
            (await [...sessions.values()][0]?.context())?.pages().length === 1,
        );
        const after = await traffic();
        expect(after.asked.slice(before)).toEqual([expected]);
        expect(after).toMatchObject({ escaped: [], windows: 1, browser: [] });
        await expectAlive(host);
      }
    },
  );

  it('cannot send a form or show a frame: the policy forbids it before anybody is asked', async () => {
    const before = await traffic();
    const forbidden = await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      return page?.evaluate(async () => {
        const seen: string[] = [];
        const all = new Promise<void>((resolve) => {
          document.addEventListener('securitypolicyviolation', (event) => {
            seen.push(event.effectiveDirective);
            if (seen.length === 2) resolve();
          });
        });
        const form = document.createElement('form');
        form.action = 'https://example.com/';
        document.body.append(form);
        form.submit();
        form.remove();
        const frame = document.createElement('iframe');
        frame.src = 'https://example.com/';
        document.body.append(frame);
        await all;
        frame.remove();
        return seen.sort();
      });
    });
    expect(forbidden).toEqual(['form-action', 'frame-src']);
    expect(await traffic()).toEqual(before);
    await expectAlive(host);
  });

  it('reaches no network and no file with anything that a page can load', async () => {
    const outcome = await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      return page?.evaluate(async () => {
        const refused = (work: Promise<unknown>) =>
          work.then(
            () => 'loaded',
            () => 'refused',
          );
        const load = (tag: 'img' | 'script' | 'link', address: string) =>
          new Promise((resolve, reject) => {
            const element = document.createElement(tag);
            element.addEventListener('load', resolve);
            element.addEventListener('error', reject);
            if (element instanceof HTMLLinkElement) {
              element.rel = 'stylesheet';
              element.href = address;
            } else element.src = address;
            document.head.append(element);
          });
        return Promise.all([
          refused(fetch('https://example.com/')),
          refused(fetch('/index.html')),
          refused(load('img', 'https://example.com/x.png')),
          refused(load('script', 'https://example.com/x.js')),
          refused(load('script', '/..%2f..%2f..%2fetc/passwd')),
          refused(load('script', '/%2e%2e/main.js')),
          refused(load('script', '//elsewhere.app.invalid/x.js')),
          refused(load('link', 'https://example.com/x.css')),
          refused(
            new Promise((resolve, reject) => {
              const worker = new Worker('data:text/javascript,postMessage(1)');
              worker.addEventListener('message', resolve);
              worker.addEventListener('error', reject);
            }),
          ),
          refused(
            new Promise((resolve, reject) => {
              // Later, because what a debugger evaluates at once is let past the policy.
              setTimeout(() => {
                try {
                  // oxlint-disable-next-line typescript/no-implied-eval -- that it throws is what is tried
                  resolve(new Function('return 1')());
                } catch (error) {
                  reject(error);
                }
              }, 0);
            }),
          ),
        ]);
      });
    });
    expect(outcome).toEqual(Array.from({ length: 10 }, () => 'refused'));
    expect((await traffic()).escaped).toEqual([]);
  });

  it('connects to nobody by anything that loads or sends, where a page without our policy does', async () => {
    const [ours, plain] = await Promise.all([startListener(), startListener()]);
    const reach = (which: 'app' | 'plain', url: string) =>
      host.drive(
        async ({ windows, browser }, [kind, base, source]) => {
          const page = await (kind === 'app'
            ? [...windows][0]?.opened
            : browser()?.then((one) => one.newPage()));
          if (kind === 'plain') await page?.goto(base);
          await page?.evaluate(`(${source})(${JSON.stringify(base)})`);
        },
        [which, url, String(reachOut)] as const,
      );
    try {
      await reach('app', ours.url);
      await reach('plain', plain.url);
      await expect.poll(plain.paths).toEqual([...REACHES]);
      expect(ours.connections()).toBe(0);
      expect((await traffic()).escaped).toEqual([]);
    } finally {
      ours.close();
      plain.close();
    }
  });

  it('gets no permission but the one to write the clipboard, and no download', async () => {
    const granted = await host.drive(({ sessions }) => {
      const { permissions } = [...sessions.values()][0] ?? {};
      const own = { getURL: () => 'app://switchyard/index.html' };
      const names = [
        'clipboard-sanitized-write',
        'clipboard-read',
        'geolocation',
        'media',
        'notifications',
        'openExternal',
        'usb',
      ];
      const { request, check } = permissions ?? {};
      return names.filter((name) => {
        let answered = false;
        request?.(own as never, name as never, (yes) => (answered = yes), {} as never);
        return answered || check?.(own as never, name as never, '', {} as never) === true;
      });
    });
    expect(granted).toEqual(['clipboard-sanitized-write']);
    const downloads = await host.drive(async ({ windows, sessions }) => {
      const page = await [...windows][0]?.opened;
      const download = page?.waitForEvent('download');
      await page?.evaluate(() => {
        const link = document.createElement('a');
        link.href = URL.createObjectURL(new Blob(['x']));
        link.download = 'x.csv';
        link.click();
      });
      await download;
      return [...sessions.values()][0]?.downloads;
    });
    expect(downloads).toEqual(['refused']);
    await expectAlive(host);
  });

  it('takes no file that is dropped onto it as a place to go', async () => {
    await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      const client = await page?.context().newCDPSession(page);
      const data = { items: [], files: ['/etc/passwd'], dragOperationsMask: 1 };
      for (const type of ['dragEnter', 'dragOver', 'drop'] as const) {
        await client?.send('Input.dispatchDragEvent', { type, x: 200, y: 300, data });
      }
    });
    await expectAlive(host);
    const settings = await host.drive(({ windows }) => [...windows][0]?.settings.webPreferences);
    expect(settings).toMatchObject({
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
      navigateOnDragDrop: false,
    });
  });
});
