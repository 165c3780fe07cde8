import { EventEmitter } from 'node:events';
import { setTimeout } from 'node:timers/promises';

import type {
  CallbackResponse,
  OnBeforeRequestListenerDetails,
  ProxyConfig,
  Session,
  WebRequestFilter,
} from 'electron';
import type { Browser, BrowserContext, Page, Request as PageRequest, Route } from 'playwright';

import type { Like } from './like.ts';
import { toApp } from './origin.ts';
import { strict } from './strict.ts';
import { matchesPattern } from './url-pattern.ts';

/** What a window is asked about the requests of its page. */
export interface PageWatcher {
  /** @returns whether the page may go there */
  mayNavigate(url: string, isMainFrame: boolean): boolean;
  /** @returns whether an answer may lead the page there */
  mayRedirect(url: string, isMainFrame: boolean): boolean;
  /** The page wants a window at this address. */
  open(url: string): void;
}

type Handler = Parameters<Session['protocol']['handle']>[1];
type BeforeRequest = (
  details: OnBeforeRequestListenerDetails,
  answer: (decision: CallbackResponse) => void,
) => void;

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
/** As many as Chromium follows. */
const MOST_REDIRECTS = 20;

/** One session: a Chromium context whose every request is answered here, so that none reaches a network. */
export function createSession(browser: (webRtc: string) => Promise<Browser>) {
  const handlers = new Map<string, Handler>();
  const watchers = new Map<Page, PageWatcher>();
  const opening = new Set<Promise<Page>>();
  /** Addresses that would have gone out: none ever should. */
  const escaped: string[] = [];
  /** Addresses that the app's own hook refused. */
  const refused: string[] = [];
  /** Addresses that the app kept its pages from going to. */
  const prevented: string[] = [];
  /** Addresses of windows that pages tried to open by themselves, until their window asks the app about them. */
  const popups: string[] = [];
  /** Addresses of windows that the app was asked about. */
  const asked: string[] = [];
  /** What became of each download that a page began. */
  const downloads: ('refused' | 'begun')[] = [];
  const permissions: {
    request?: Parameters<Session['setPermissionRequestHandler']>[0];
    check?: Parameters<Session['setPermissionCheckHandler']>[0];
    device?: Parameters<Session['setDevicePermissionHandler']>[0];
    display?: Parameters<Session['setDisplayMediaRequestHandler']>[0];
  } = {};
  let hook: { readonly patterns: readonly string[]; readonly ask: BeforeRequest } | null = null;
  let context: Promise<BrowserContext> | null = null;
  /** In force for the pages that are made once `setProxy` has settled; the app is to wait for it. */
  let proxy: ProxyConfig | null = null;

  /** Asks the app's hook, as Electron does before any request that its patterns cover. */
  async function isCancelled(url: string, method: string): Promise<boolean> {
    const { patterns, ask } = hook ?? {};
    if (ask === undefined || patterns?.some((one) => matchesPattern(one, url)) !== true) {
      return false;
    }
    const details = { url, method } as OnBeforeRequestListenerDetails;
    const decision = await new Promise<CallbackResponse>((resolve) => ask(details, resolve));
    return decision.cancel === true;
  }

  /** The app's own answer; null when the request is not to be answered at all. */
  async function serve(
    first: string,
    method: string,
    mayRedirect: (url: string) => boolean,
  ): Promise<Response | null> {
    let url = first;
    for (let count = 0; count <= MOST_REDIRECTS; count += 1) {
      if (await isCancelled(url, method)) {
        refused.push(url);
        return null;
      }
      const handler = handlers.get(new URL(url).protocol.slice(0, -1));
      if (handler === undefined) {
        escaped.push(url);
        return null;
      }
      const response = await handler(asRequest(url, method));
      const to = REDIRECTS.has(response.status) ? response.headers.get('location') : null;
      if (to === null) return response;
      url = new URL(to, url).href;
      if (!mayRedirect(url)) return null;
    }
    return null;
  }

  /** Aborted, because a request that is blocked leaves a page of Chromium’s own where the app’s was. */
  function prevent(url: string, route: Route): Promise<void> {
    prevented.push(url);
    return route.abort('aborted');
  }

  async function answer(route: Route): Promise<void> {
    const request = route.request();
    const url = toApp(request.url());
    let mayRedirect: (to: string) => boolean = () => true;
    if (request.isNavigationRequest()) {
      const frame = frameOf(request);
      const watcher = frame === null ? undefined : watchers.get(frame.page());
      if (frame === null || watcher === undefined) {
        // No window of the app: a page opens one. It is never loaded, and the app is asked when Chromium tells of it.
        popups.push(url);
        return route.abort('aborted');
      }
      const isMainFrame = frame.parentFrame() === null;
      if (!watcher.mayNavigate(url, isMainFrame)) return prevent(url, route);
      mayRedirect = (to) => {
        const may = watcher.mayRedirect(to, isMainFrame);
        if (!may) prevented.push(to);
        return may;
      };
    }
    const response = await serve(url, request.method(), mayRedirect);
    if (response === null) return route.abort('aborted');
    return route.fulfill({
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: Buffer.from(await response.arrayBuffer()),
    });
  }

  /** What gets round the page’s own functions arrives as a window that Chromium has made: the app is asked, and it goes. */
  async function refusePopup(page: Page): Promise<void> {
    if ((await Promise.all(opening)).includes(page)) return;
    const opener = await page.opener();
    const watcher =
      (opener === null ? undefined : watchers.get(opener)) ?? [...watchers.values()].at(-1);
    watcher?.open(popups.shift() ?? page.url());
    await page.close();
  }

  function openContext(webRtc: string): Promise<BrowserContext> {
    const { proxyRules: server = '', proxyBypassRules: bypass = '' } = proxy ?? {};
    const browserOpened = browser(webRtc);
    context ??= browserOpened.then(async (opened) => {
      const made = await opened.newContext({
        locale: 'en-GB',
        acceptDownloads: true,
        ...(proxy === null ? {} : { proxy: { server, bypass } }),
      });
      await made.route('**/*', (route) => answer(route).catch(() => undefined));
      made.on('page', (page) => void refusePopup(page).catch(() => undefined));
      return made;
    });
    return context;
  }

  const session = strict(
    'session',
    Object.assign(new EventEmitter(), {
      protocol: strict('session.protocol', {
        handle: (scheme, handler) => void handlers.set(scheme, handler),
      } satisfies Like<Session['protocol'], 'handle'>),
      webRequest: strict('session.webRequest', {
        onBeforeRequest: (filter: WebRequestFilter, ask: BeforeRequest): void =>
          void (hook = { patterns: filter.urls, ask }),
      }),
      ...({
        setPermissionRequestHandler: (handler) => void (permissions.request = handler),
        setPermissionCheckHandler: (handler) => void (permissions.check = handler),
        setDevicePermissionHandler: (handler) => void (permissions.device = handler),
        setDisplayMediaRequestHandler: (handler) => void (permissions.display = handler),
        setProxy: async (config) => {
          if (config.mode !== 'fixed_servers')
            throw new Error('Only fixed servers are known here.');
          await setTimeout(20);
          proxy = config;
        },
      } satisfies Like<
        Session,
        | 'setPermissionRequestHandler'
        | 'setPermissionCheckHandler'
        | 'setDevicePermissionHandler'
        | 'setDisplayMediaRequestHandler'
        | 'setProxy'
      >),
    }),
  );

  return {
    session,
    escaped,
    refused,
    prevented,
    popups,
    asked,
    downloads,
    permissions,
    watchers,
    handlers,
    /** Null before the first page. */
    context: () => context,
    /**
     * A page for a window of the app; every other page of the context was opened by a page.
     *
     * @param webRtc its policy, as Chromium’s command line takes it
     */
    newPage: async (webRtc: string): Promise<Page> => {
      const page = openContext(webRtc).then((made) => made.newPage());
      opening.add(page);
      return page;
    },
  };
}

/** Null for the first request of a window that a page opens: it has no frame yet. */
function frameOf(request: PageRequest): ReturnType<PageRequest['frame']> | null {
  try {
    return request.frame();
  } catch {
    return null;
  }
}

/** Electron's request of a custom scheme has an opaque origin; the two parts that the app reads are the same. */
function asRequest(url: string, method: string): Request {
  return { url, method } as Request;
}

export type StandInSession = ReturnType<typeof createSession>;
