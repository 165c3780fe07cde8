import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { serve, type ServeOptions } from '../../../electron/serve.ts';
import { browserCommand } from '../../../electron/web/open-browser.ts';
import { createFakeApp } from '../ipc/fake-app.ts';
import { makeRenderer, PAGE, sendTo, until } from './harness.ts';

let renderer: Awaited<ReturnType<typeof makeRenderer>>;
let lines: string[];
const ending = new Set<() => Promise<void>>();

async function start(options: Partial<ServeOptions> = {}) {
  const serving = await serve({
    app: createFakeApp(),
    rendererDir: renderer.folder,
    open: false,
    print: (line) => lines.push(line),
    ...options,
  });
  ending.add(() => serving.close());
  return serving;
}

beforeEach(async () => {
  lines = [];
  renderer = await makeRenderer();
});
afterEach(async () => {
  await Promise.all([...ending].map((end) => end()));
  ending.clear();
  await renderer.remove();
});

describe('serve', () => {
  it('prints a link that leads to the page', async () => {
    const { url } = await start();
    const link = /http:\S+/.exec(lines[0] ?? '')?.[0] ?? '';
    expect(link.startsWith(`${url}/open?token=`)).toBe(true);
    const port = Number(new URL(url).port);
    const opened = await sendTo(port, { path: link.slice(url.length) });
    const cookie = opened.headers['set-cookie']?.[0]?.split(';')[0];
    expect((await sendTo(port, { headers: { cookie } })).text).toBe(PAGE);
  });

  it('prints another link for each Return in the terminal', async () => {
    const input = new PassThrough();
    await start({ input });
    const before = lines.length;
    input.write('\n\n');
    await until(() => lines.length === before + 2);
    expect(lines.at(-1)).toContain('/open?token=');
    expect(lines.at(-1)).not.toBe(lines.at(-2));
  });

  it('ends when its signal says so', async () => {
    const stop = new AbortController();
    const serving = await start({ signal: stop.signal });
    stop.abort();
    await serving.closed;
    await expect(sendTo(Number(new URL(serving.url).port), {})).rejects.toThrow('ECONNREFUSED');
  });

  it('ends at once when it was told to before it began', async () => {
    await (
      await start({ signal: AbortSignal.abort() })
    ).closed;
    expect(lines.length).toBeGreaterThan(0);
  });

  it('says in words that a port is taken, and that the app was not built', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => {
      other.listen(0, '127.0.0.1', resolve);
    });
    const { port } = other.address() as AddressInfo;
    await expect(start({ port })).rejects.toThrow(`Another program uses port ${port}.`);
    other.close();
    await expect(start({ rendererDir: `${renderer.folder}/assets` })).rejects.toThrow(
      'There is no index.html',
    );
    expect(lines).toEqual([]);
  });
});

describe('the browser that is opened', () => {
  it.each([
    ['darwin', {}, 'open'],
    ['darwin', { SSH_CONNECTION: '10.0.0.1 1 10.0.0.2 22' }, null],
    ['linux', { DISPLAY: ':0' }, 'xdg-open'],
    ['linux', { WAYLAND_DISPLAY: 'wayland-0' }, 'xdg-open'],
    ['linux', {}, null],
    ['linux', { DISPLAY: '' }, null],
    ['linux', { DISPLAY: 'localhost:10.0', SSH_TTY: '/dev/pts/1' }, null],
    ['win32', {}, null],
  ])('on %s with %j is %s', (platform, env, expected) => {
    expect(browserCommand(platform, env)).toBe(expected);
  });
});
