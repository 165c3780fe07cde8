import { readFileSync } from 'node:fs';
import path from 'node:path';

import { chromium } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { CHROMIUM_FLAGS, findChromium } from '../../build/test/chromium.ts';
import { pageHeaders } from '../../electron/ipc/page-headers.ts';
import { ask, expectAlive, KEY, openPopover, setUp } from './acts.ts';
import { frameOut, listenOutside, talkOut } from './beneath.ts';
import { startHost, type TestHost } from './host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
  await openPopover(host);
  await setUp(host);
});
afterAll(() => host.dispose());

interface Answered {
  readonly ok: boolean;
  readonly failure?: { readonly code: string };
}

describe('an answer that leads elsewhere', () => {
  it.each([
    'https://example.com/',
    'app://elsewhere/',
    'app://switchyard/index.html',
    'file:///etc/passwd',
  ])('does not lead the page to %s', async (target) => {
    const asked = await host.drive(async ({ windows, sessions }, to) => {
      const handlers = [...sessions.values()][0]?.handlers;
      const own = handlers?.get('app');
      if (own === undefined) throw new Error('The app serves nothing.');
      handlers?.set('app', (request) =>
        request.url.endsWith('/moved')
          ? new Response(null, { status: 302, headers: { location: to } })
          : own(request),
      );
      const page = await [...windows][0]?.opened;
      const { webContents } = [...windows][0] ?? {};
      const redirected = new Promise<string>((resolve) => {
        webContents?.once('will-redirect', ({ url }: { url: string }) => resolve(url));
      });
      await page?.evaluate(() => void (location.href = '/moved'));
      const url = await redirected;
      handlers?.set('app', own);
      return url;
    }, target);
    expect(asked).toBe(target);
    await expectAlive(host);
    expect(await host.drive(({ sessions }) => [...sessions.values()][0]?.escaped)).toEqual([]);
  });
});

describe('what goes out beneath the policy and the hook', () => {
  it('reaches nobody by WebRTC or by the connection of a refused frame', async () => {
    const outside = await listenOutside();
    try {
      for (const script of [talkOut(outside.ports), frameOut(outside.ports)]) {
        await host.drive(async ({ windows }, text) => {
          const page = await [...windows][0]?.opened;
          await page?.evaluate(text);
        }, script);
      }
      expect(outside.got).toEqual({ datagrams: 0, connections: 0 });
    } finally {
      outside.close();
    }
    await expectAlive(host);
  });

  it('would reach them all in a Chromium that has the policy and the hook alone', async () => {
    const executablePath = findChromium();
    const browser = await chromium.launch({
      args: [...CHROMIUM_FLAGS],
      ...(executablePath === null ? {} : { executablePath }),
    });
    const outside = await listenOutside();
    try {
      const page = await browser.newPage();
      const headers = pageHeaders({ connect: 'none' });
      await page.route('**/*', (route) =>
        new URL(route.request().url()).host === 'switchyard.app.invalid'
          ? route.fulfill({ headers, contentType: 'text/html', body: '<!doctype html><body>' })
          : route.abort('blockedbyclient'),
      );
      await page.goto('https://switchyard.app.invalid/');
      await page.evaluate(talkOut(outside.ports));
      const { datagrams, connections } = outside.got;
      expect(datagrams).toBeGreaterThan(0);
      expect(connections).toBeGreaterThan(0);
      await page.evaluate(frameOut(outside.ports));
      expect(outside.got.connections).toBeGreaterThan(connections);
    } finally {
      outside.close();
      await browser.close();
    }
  });
});

// Everything that keeps foreign pages out is taken away here: what is left has to refuse them.
describe('with the policy and the guards of navigation gone', () => {
  beforeAll(async () => {
    await host.drive(async ({ windows, sessions }) => {
      const handlers = [...sessions.values()][0]?.handlers;
      const own = handlers?.get('app');
      if (own === undefined) throw new Error('The app serves nothing.');
      handlers?.set('app', async (request) => {
        const foreign = !request.url.startsWith('app://switchyard/');
        const response = foreign ? new Response('<p>foreign') : await own(request);
        const headers = new Headers({
          'content-type': foreign ? 'text/html' : (response.headers.get('content-type') ?? ''),
        });
        return new Response(response.body, { status: response.status, headers });
      });
      const window = [...windows][0];
      for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
        window?.webContents.removeAllListeners(name);
      }
      const page = await window?.opened;
      await page?.reload();
    });
  });

  it('what a page loads from elsewhere is cancelled before it goes out', async () => {
    const [refused, escaped] = await host.drive(async ({ windows, sessions }) => {
      const page = await [...windows][0]?.opened;
      await page?.evaluate(async () => {
        const load = (tag: 'img' | 'script', address: string) =>
          new Promise((resolve) => {
            const element = document.createElement(tag);
            element.addEventListener('error', resolve);
            element.src = address;
            document.head.append(element);
          });
        await Promise.all([
          load('img', 'https://example.com/image'),
          load('script', 'http://127.0.0.1:9/script'),
          fetch('https://example.com/fetch', { method: 'POST' }).catch(() => undefined),
        ]);
      });
      const own = [...sessions.values()][0];
      return [[...(own?.refused ?? [])].sort(), own?.escaped];
    });
    expect(refused).toEqual([
      'http://127.0.0.1:9/script',
      'https://example.com/fetch',
      'https://example.com/image',
    ]);
    expect(escaped).toEqual([]);
  });

  it.each([
    ['of our own address', 'https://switchyard.app.invalid/index.html'],
    ['of another address', 'https://elsewhere.app.invalid/'],
  ])(
    'a frame %s finds no bridge, and is refused on the preload’s own channel',
    async (_what, url) => {
      const outcome = await host.drive(async ({ windows }, address) => {
        const page = await [...windows][0]?.opened;
        await page?.evaluate(
          (src) =>
            new Promise((resolve) => {
              const frame = document.createElement('iframe');
              frame.addEventListener('load', resolve);
              frame.src = src;
              document.body.append(frame);
            }),
          address,
        );
        const inner = page?.frames().find((one) => one.parentFrame() !== null);
        const found = await inner?.evaluate(() => ({
          url: location.href,
          bridge: 'switchyard' in window,
        }));
        const answer = await inner?.evaluate(() => {
          const { standInSend } = window as unknown as {
            standInSend: (name: string, args: readonly unknown[]) => { answer: Promise<unknown> };
          };
          return standInSend('request', ['snapshot.get', {}]).answer;
        });
        await page?.evaluate(() => document.querySelector('iframe')?.remove());
        return { found, answer: answer as Answered | undefined };
      }, url);
      expect(outcome.found).toEqual({ url, bridge: false });
      expect(outcome.answer?.failure?.code).toBe('sender.rejected');
    },
  );

  it('a page of another address in the same window is refused, and ours is answered when it is back', async () => {
    const answer = await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      await page?.evaluate(() => void (location.href = 'https://elsewhere.app.invalid/'));
      await page?.waitForURL('https://elsewhere.app.invalid/');
      return page?.evaluate(() => {
        const { switchyard } = window as unknown as {
          switchyard: { request(name: string, input: unknown): Promise<Answered> };
        };
        return switchyard.request('snapshot.get', {});
      });
    });
    expect(answer?.failure?.code).toBe('sender.rejected');
    const url = await host.drive(({ windows }) => [...windows][0]?.webContents.getURL());
    expect(url).toBe('app://elsewhere/');
    const log = readFileSync(path.join(host.home, 'switchyard/switchyard.log'), 'utf8');
    expect(log.match(/request snapshot.get refused: not from the app’s own page/g)).toHaveLength(3);
    expect(log).not.toContain(KEY);
    await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      await page?.goto('https://switchyard.app.invalid/index.html?view=popover');
    });
    expect(await ask(host, 'snapshot.get', {})).toMatchObject({ ok: true });
  });
});
