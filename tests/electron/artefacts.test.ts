import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { pageHeaders } from '../../electron/ipc/page-headers.ts';
import { popoverOptions, windowOptions } from '../../electron/windows/window-options.ts';
import { ask, openPopover } from './acts.ts';
import { startHost, type TestHost } from './host.ts';

const preload = path.resolve(import.meta.dirname, '../../dist/preload.cjs');

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
  await openPopover(host);
});
afterAll(() => host.dispose());

describe('the built files', () => {
  it('make their windows with the options that are written down, and no others', async () => {
    await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      await page?.evaluate(() => void window.open('/index.html?view=window'));
    });
    await host.until(({ windows }) => windows.size === 2);
    const [popover, large] = await host.drive(({ windows }) =>
      [...windows].map((one) => one.settings),
    );
    const options = { preload, packaged: false };
    expect(popover).toEqual(popoverOptions(options));
    expect(large).toEqual(windowOptions(options));
    expect(popover?.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInSubFrames: false,
      nodeIntegrationInWorker: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      partition: 'switchyard',
    });
    expect(await host.drive(({ sessions }) => [...sessions.keys()])).toEqual(['switchyard']);
  });

  it('reach the page with the policy and its companions on every answer', async () => {
    const answers = await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      const seen: { readonly url: string; readonly headers: Record<string, string> }[] = [];
      page?.on('response', (response) =>
        seen.push({ url: response.url(), headers: response.headers() }),
      );
      await page?.reload({ waitUntil: 'load' });
      return seen;
    });
    expect(answers.map(({ url }) => new URL(url).pathname)).toEqual(
      expect.arrayContaining(['/index.html', expect.stringMatching(/^\/assets\/index-.*\.js$/)]),
    );
    for (const { headers } of answers) {
      expect(headers).toMatchObject(pageHeaders({ connect: 'none' }));
    }
    expect(await ask(host, 'snapshot.get', {})).toMatchObject({ ok: true });
  });

  it('ask a sandboxed preload for nothing but Electron, and leave the page with one name more', async () => {
    const names = await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      return page?.evaluate(() => {
        const frame = document.createElement('iframe');
        document.body.append(frame);
        const plain = new Set(Object.getOwnPropertyNames(frame.contentWindow));
        frame.remove();
        return Object.getOwnPropertyNames(window).filter(
          (name) => !plain.has(name) && !name.startsWith('standIn') && !/^\d+$/.test(name),
        );
      });
    });
    expect(names?.filter((name) => /switchyard|require|process|module|Buffer/i.test(name))).toEqual(
      ['switchyard'],
    );
  });
});
