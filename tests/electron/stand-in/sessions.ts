import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import type { Browser, BrowserContext, Route } from 'playwright';
import type {
  CallbackResponse,
  OnBeforeRequestListenerDetails,
  ProxyConfig,
  Session,
} from 'electron';

import { toApp } from './origin.ts';
import { strict } from './strict.ts';

/** What a window needs to hear of the requests of its page. */
export interface PageWatcher {
  /** @returns whether the page may go there */
  mayNavigate(url: string, isMainFrame: boolean): boolean;
}

type Handler = Parameters<Session['protocol']['handle']>[1];
type BeforeRequest = (
  details: OnBeforeRequestListenerDetails,
  answer: (decision: CallbackResponse) => void,
) => void;

/** One session: a Chromium context whose every request is answered here, so that none reaches a network. */
export function createSession(browser: (webRtc: string) => Promise<Browser>) {
  const handlers = new Map<string, Handler>();
  const watchers = new Map<unknown, PageWatcher>();
  /** Addresses that would have gone out: none ever should. */
  const escaped: string[] = [];
  /** Addresses that the app's own hook refused. */
  const refused: string[] = [];
  /** What became of each download that a page began. */
  const downloads: ('refused' | 'begun')[] = [];
  let beforeRequest: BeforeRequest | null = null;
  let context: Promise<BrowserContext> | null = null;
  /** In force for the pages that are made once `setProxy` has settled, and for none that were made before. */
  let proxy: ProxyConfig | null = null;

  async function answer(route: Route): Promise<void> {
    const request = route.request();
    const address = toApp(request.url());
    const scheme = new URL(address).protocol.slice(0, -1);
    if (request.isNavigationRequest()) {
      const frame = request.frame();
      const watcher = watchers.get(frame.page());
      const isMainFrame = frame.parentFrame() === null;
      if (watcher?.mayNavigate(address, isMainFrame) === false)
        return route.abort('blockedbyclient');
    }
    const handler = handlers.get(scheme);
    if (handler !== undefined) {
      const response = await handler(asRequest(address, request.method()));
      return route.fulfill({
        status: response.status,
        headers: Object.fromEntries(response.headers),
        body: Buffer.from(await response.arrayBuffer()),
      });
    }
    const cancelled = await new Promise<boolean>((resolve) => {
      if (beforeRequest === null) resolve(false);
      else {
        const details = { url: address, method: request.method() };
        beforeRequest(details as OnBeforeRequestListenerDetails, (decision) =>
          resolve(decision.cancel === true),
        );
      }
    });
    (cancelled ? refused : escaped).push(address);
    return route.abort('blockedbyclient');
  }

  const permissions: {
    request?: Parameters<Session['setPermissionRequestHandler']>[0];
    check?: Parameters<Session['setPermissionCheckHandler']>[0];
    device?: Parameters<Session['setDevicePermissionHandler']>[0];
  } = {};
  const session = Object.assign(new EventEmitter(), {
    protocol: strict('session.protocol', {
      handle: (scheme: string, handler: Handler): void => void handlers.set(scheme, handler),
    }),
    webRequest: strict('session.webRequest', {
      onBeforeRequest: (_filter: unknown, handler: BeforeRequest): void =>
        void (beforeRequest = handler),
    }),
    permissions,
    setPermissionRequestHandler(
      handler: Parameters<Session['setPermissionRequestHandler']>[0],
    ): void {
      permissions.request = handler;
    },
    setPermissionCheckHandler(handler: Parameters<Session['setPermissionCheckHandler']>[0]): void {
      permissions.check = handler;
    },
    setDevicePermissionHandler(
      handler: Parameters<Session['setDevicePermissionHandler']>[0],
    ): void {
      permissions.device = handler;
    },
    setDisplayMediaRequestHandler(): void {
      // Nothing here asks for it.
    },
    async setProxy(config: ProxyConfig): Promise<void> {
      if (config.mode !== 'fixed_servers')
        throw new Error('The stand-in knows fixed servers only.');
      await setTimeout(20);
      proxy = config;
    },
  });

  return {
    session,
    escaped,
    refused,
    downloads,
    watchers,
    handlers,
    /** @param webRtc the policy of the page that it is made for, as Chromium’s command line takes it */
    context: (webRtc: string): Promise<BrowserContext> => {
      const { proxyRules: server = '', proxyBypassRules: bypass = '' } = proxy ?? {};
      const opening = browser(webRtc);
      context ??= opening.then(async (opened) => {
        const made = await opened.newContext({
          ...(proxy === null ? {} : { proxy: { server, bypass } }),
          locale: 'en-GB',
          acceptDownloads: true,
          ignoreHTTPSErrors: true,
        });
        await made.route('**/*', (route) => answer(route).catch(() => undefined));
        return made;
      });
      return context;
    },
  };
}

/** Electron's request of a custom scheme has an opaque origin; the two parts that the app reads are the same. */
function asRequest(url: string, method: string): Request {
  return { url, method } as Request;
}

export type StandInSession = ReturnType<typeof createSession>;
