import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { ask, openPopover, setUp } from './acts.ts';
import { startHost, type TestHost } from './host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
  await openPopover(host);
  await setUp(host);
});
afterAll(() => host.dispose());

/** The app goes on, at its own address, whatever was tried. */
async function expectAlive(): Promise<void> {
  expect(await ask(host, 'snapshot.get', {})).toMatchObject({ ok: true });
  const url = await host.drive(({ windows }) => [...windows][0]?.webContents.getURL());
  expect(url).toBe('app://switchyard/index.html?view=popover');
}
/** What has left, or tried to leave, the app since the start. */
const traffic = () =>
  host.drive(({ sessions }) => {
    const all = [...sessions.values()];
    return {
      escaped: all.flatMap((one) => one.escaped),
      refused: all.flatMap((one) => one.refused),
    };
  });

describe('a page that wants out', () => {
  it('cannot leave its address: by itself, by a link, by a form, by a frame, by a window of its own', async () => {
    const targets = [
      'https://example.com/',
      'http://127.0.0.1:9/',
      'file:///etc/passwd',
      'data:text/html,x',
      'app://elsewhere/',
    ];
    for (const target of targets) {
      await host.drive(async ({ windows }, address) => {
        const page = await [...windows][0]?.opened;
        await page?.evaluate((to) => {
          const link = document.createElement('a');
          link.href = to;
          document.body.append(link);
          link.click();
          link.target = '_blank';
          link.click();
          link.remove();
          window.open(to);
          const frame = document.createElement('iframe');
          frame.src = to;
          document.body.append(frame);
          setTimeout(() => frame.remove(), 50);
          const form = document.createElement('form');
          form.action = to;
          document.body.append(form);
          form.submit();
          form.remove();
        }, address);
      }, target);
      await expectAlive();
    }
    const { escaped } = await traffic();
    expect(escaped).toEqual([]);
    expect(await host.drive(({ deeds }) => deeds.opened)).toEqual([]);
    expect(await host.drive(({ windows }) => windows.size)).toBe(1);
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
    await expectAlive();
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
    await expectAlive();
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
