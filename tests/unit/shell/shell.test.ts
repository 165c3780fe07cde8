import { EventEmitter } from 'node:events';

import type { Session, WebContents } from 'electron';
import { beforeEach, describe, expect, it, vi } from 'vitest';

import { createRouter } from '../../../electron/ipc/router.ts';
import { APP_ORIGIN } from '../../../electron/ipc/sender-policy.ts';
import { registerAppScheme, serveRenderer } from '../../../electron/shell/app-protocol.ts';
import { hardenContents, hardenSession } from '../../../electron/shell/hardening.ts';
import { connectContents } from '../../../electron/shell/ipc-host.ts';
import { channelOf, REQUEST_NAMES } from '../../../shared/contract/channels.ts';
import { createFakeApp, snapshotOf } from '../ipc/fake-app.ts';

// Electron's module starts a download when it is imported in plain Node, so the shell meets a stand-in here.
const fake = await vi.hoisted(async () =>
  (await import('./fake-electron.ts')).createFakeElectron(),
);
vi.mock('electron', () => fake.module);

beforeEach(() => {
  fake.calls.length = 0;
});

const page = Buffer.from('<!doctype html>');
const files = new Map([
  ['/index.html', { bytes: page, type: 'text/html; charset=utf-8', immutable: false, etag: '"e"' }],
]);

describe('the app scheme', () => {
  it('is a secure origin without a way round the policy', () => {
    registerAppScheme();
    expect(fake.calls).toEqual([
      [
        'registerSchemes',
        [{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }],
      ],
    ]);
  });

  it.each([
    ['app://switchyard/index.html?view=popover', 'GET', 200],
    ['app://switchyard/index.html', 'POST', 404],
    ['app://elsewhere/index.html', 'GET', 404],
    ['app://switchyard/../index.html', 'GET', 200],
    ['app://switchyard/%2e%2e/%2e%2e/etc/passwd', 'GET', 404],
    ['app://switchyard/..%2f..%2fetc/passwd', 'GET', 404],
    ['app://switchyard/', 'GET', 404],
    ['app://switchyard/__proto__', 'GET', 404],
  ])('answers %s by %s with %i', async (url, method, status) => {
    let handler: (request: Request) => Response = () => new Response(null, { status: 500 });
    const session = {
      protocol: {
        handle: (_scheme: string, given: typeof handler) => {
          handler = given;
        },
      },
    };
    serveRenderer(session as unknown as Session, files);
    const reply = handler({ url, method } as Request);
    expect(reply.status).toBe(status);
    expect(reply.headers.get('content-security-policy')).toContain("connect-src 'none'");
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
    if (status === 200) expect(await reply.text()).toBe('<!doctype html>');
  });
});

describe('hardening', () => {
  it.each([
    ['will-navigate', { url: `${APP_ORIGIN}/index.html` }, false],
    ['will-navigate', { url: 'https://example.com/' }, true],
    ['will-navigate', { url: 'file:///etc/passwd' }, true],
    ['will-navigate', { url: 'javascript:1' }, true],
    ['will-frame-navigate', { url: `${APP_ORIGIN}/index.html`, isMainFrame: true }, false],
    ['will-frame-navigate', { url: `${APP_ORIGIN}/index.html`, isMainFrame: false }, true],
    ['will-frame-navigate', { url: 'https://example.com/', isMainFrame: true }, true],
    ['will-redirect', { url: `${APP_ORIGIN}/index.html` }, true],
    ['will-attach-webview', {}, true],
  ])('%s with %j is prevented: %s', (name, details, prevented) => {
    fake.module.app.removeAllListeners();
    hardenContents();
    const opening: (() => unknown)[] = [];
    const policies: string[] = [];
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: () => unknown) => opening.push(handler),
      setWebRTCIPHandlingPolicy: (policy: string) => policies.push(policy),
    });
    fake.module.app.emit('web-contents-created', {}, contents);
    const preventDefault = vi.fn();
    contents.emit(name, { ...details, preventDefault });
    expect(preventDefault).toHaveBeenCalledTimes(prevented ? 1 : 0);
    expect(opening.map((handler) => handler())).toEqual([{ action: 'deny' }]);
    expect(policies).toEqual(['disable_non_proxied_udp']);
  });

  it('grants our own page the clipboard for writing, and nobody anything else', async () => {
    type Contents = { getURL(): string };
    type Ask = (contents: Contents, permission: string, answer: (granted: boolean) => void) => void;
    type Check = (contents: Contents | null, permission: string) => boolean;
    const given: { ask?: Ask; check?: Check; device?: () => boolean; answers: boolean[] } = {
      answers: [],
    };
    const cancelled: unknown[] = [];
    const proxies: unknown[] = [];
    const session = Object.assign(new EventEmitter(), {
      setPermissionRequestHandler: (handler: Ask) => void (given.ask = handler),
      setPermissionCheckHandler: (handler: Check) => void (given.check = handler),
      setDevicePermissionHandler: (handler: () => boolean) => void (given.device = handler),
      setDisplayMediaRequestHandler: (handler: (request: unknown, answer: unknown) => void) =>
        handler({}, (streams: unknown) => cancelled.push(streams)),
      webRequest: {
        onBeforeRequest: (_filter: unknown, handler: (r: unknown, answer: unknown) => void) =>
          handler({}, (decision: unknown) => cancelled.push(decision)),
      },
      setProxy: (config: unknown) => Promise.resolve(void proxies.push(config)),
    });
    await hardenSession(session as unknown as Session);
    const own = { getURL: () => `${APP_ORIGIN}/index.html` };
    const other = { getURL: () => 'https://example.com/' };
    const write = 'clipboard-sanitized-write';
    for (const permission of [write, 'clipboard-read', 'media', 'openExternal', 'unknown']) {
      for (const contents of [own, other]) {
        const expected = permission === write && contents === own;
        given.ask?.(contents, permission, (granted) => given.answers.push(granted === expected));
        expect(given.check?.(contents, permission)).toBe(expected);
      }
    }
    expect(given.answers).toEqual(Array.from({ length: 10 }, () => true));
    expect(given.check?.(null, write)).toBe(false);
    expect(given.device?.()).toBe(false);
    expect(cancelled).toEqual([{}, { cancel: true }]);
    expect(proxies).toEqual([
      {
        mode: 'fixed_servers',
        proxyRules: 'http://127.0.0.1:9',
        proxyBypassRules: '<-loopback>',
      },
    ]);
    const preventDefault = vi.fn();
    session.emit('will-download', { preventDefault });
    expect(preventDefault).toHaveBeenCalledOnce();
  });
});

function connect() {
  const app = createFakeApp();
  const handlers = new Map<string, (event: unknown, input: unknown) => unknown>();
  const sent: unknown[][] = [];
  const contents = Object.assign(new EventEmitter(), {
    ipc: { handle: (name: string, handler: () => unknown) => handlers.set(name, handler) },
    isDestroyed: () => false,
    send: (...message: unknown[]) => sent.push(message),
  });
  const link = connectContents({
    contents: contents as unknown as WebContents,
    router: createRouter({ handlers: app.handlers, log: app.log, verifyOutputs: true }),
    snapshots: app.snapshots,
    log: app.log,
  });
  const ask = (event: unknown) => handlers.get(channelOf('snapshot.get'))?.(event, {});
  return { app, contents, handlers, sent, ask, link };
}
const ownFrame = { origin: APP_ORIGIN, url: `${APP_ORIGIN}/index.html`, parent: null };

describe('a window’s connection', () => {
  it('answers every request of the contract, from its own page only', async () => {
    const { app, handlers, ask } = connect();
    expect([...handlers.keys()].sort()).toEqual(REQUEST_NAMES.map(channelOf).sort());
    expect(await ask({ senderFrame: ownFrame })).toMatchObject({ ok: true, value: { rev: 1 } });
    const gone = {
      get senderFrame(): never {
        throw new Error('disposed');
      },
    };
    for (const event of [
      { senderFrame: null },
      { senderFrame: { ...ownFrame, parent: {} } },
      gone,
    ]) {
      expect(await ask(event)).toMatchObject({ failure: { code: 'sender.rejected' } });
    }
    expect(app.lines).toHaveLength(3);
  });

  it('is told changes until it is destroyed', () => {
    const { app, contents, sent } = connect();
    app.push(snapshotOf(2));
    expect(sent).toEqual([[channelOf('snapshot.changed'), snapshotOf(2)]]);
    contents.emit('destroyed');
    expect(app.listeners()).toBe(0);
  });
});

describe('what a view is told', () => {
  it('waits until its page asks for something', async () => {
    const { ask, link, sent } = connect();
    link.send('view.visible', { visible: true });
    expect(sent).toEqual([]);
    await ask({ senderFrame: ownFrame });
    link.send('view.open', { page: 'spend', worktree: null });
    expect(sent).toEqual([
      [channelOf('view.visible'), { visible: true }],
      [channelOf('view.open'), { page: 'spend', worktree: null }],
    ]);
  });
});
