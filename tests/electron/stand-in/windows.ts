import { EventEmitter } from 'node:events';

import type {
  BrowserWindow as ElectronWindow,
  BrowserWindowConstructorOptions,
  HandlerDetails,
  IpcMain,
  Rectangle,
  RenderProcessGoneDetails,
  WebContents,
  WebContentsWillFrameNavigateEventParams,
  WebContentsWillRedirectEventParams,
} from 'electron';
import type { Page } from 'playwright';

import type { Like, UsedOfContents, UsedOfWindow } from './like.ts';
import { toApp, toPage } from './origin.ts';
import { preventable, wirePage } from './page-wiring.ts';
import { attachPreload, type SenderFrame } from './preload-host.ts';
import type { StandInSession } from './sessions.ts';
import { strict, strictClass } from './strict.ts';

type Listener = (event: { readonly senderFrame: SenderFrame }, input: unknown) => unknown;
type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
type WebRtcPolicy = Parameters<WebContents['setWebRTCIPHandlingPolicy']>[0];

const CRASHED: RenderProcessGoneDetails = { reason: 'crashed', exitCode: 11 };

/** Windows that are real pages of Chromium; what only a window manager does (place, focus, stacking) is kept in mind. */
export function createWindowClass(options: {
  readonly sessionOf: (partition: string) => StandInSession;
  readonly onContents: (contents: object) => void;
}) {
  const { sessionOf, onContents } = options;
  const all = new Set<BrowserWindow>();
  let focused: BrowserWindow | null = null;

  function makeContents(window: BrowserWindow) {
    const handlers = new Map<string, Listener>();
    let openHandler: OpenHandler = () => ({ action: 'allow' });
    let webRtc: WebRtcPolicy = 'default';
    const sent: { readonly channel: string; readonly payload: unknown }[] = [];
    const contents = Object.assign(new EventEmitter(), {
      ipc: strict('webContents.ipc', {
        handle: (channel, listener) => void handlers.set(channel, listener as Listener),
      } satisfies Like<IpcMain, 'handle'>),
      ...({
        id: all.size + 1,
        setWindowOpenHandler: (handler) => void (openHandler = handler),
        setWebRTCIPHandlingPolicy: (policy) => void (webRtc = policy),
        isDestroyed: () => window.isDestroyed(),
        isDevToolsFocused: () => false,
        getURL: () => toApp(window.page?.url() ?? ''),
        send: (channel, payload: unknown) => {
          sent.push({ channel, payload });
          void window.preload?.then((preload) => preload.send(channel, payload));
        },
      } satisfies Like<WebContents, UsedOfContents>),
    });
    return {
      contents: strict('webContents', contents),
      /** Chromium is told of it when the page is made, not later. */
      webRtc: () => webRtc,
      /** All that the app told the page. */
      sent,
      /** As Electron answers a channel that nobody handles. */
      invoke: (channel: string, input: unknown, senderFrame: SenderFrame): unknown => {
        const handler = handlers.get(channel);
        if (handler === undefined) throw new Error(`No handler registered for '${channel}'`);
        return handler({ senderFrame }, input);
      },
      open: (url: string) =>
        openHandler({
          url: toApp(url),
          frameName: '',
          features: '',
          disposition: 'new-window',
          referrer: { url: '', policy: 'no-referrer' },
        } satisfies HandlerDetails),
    };
  }

  class BrowserWindow extends EventEmitter implements Like<ElectronWindow, UsedOfWindow> {
    static getAllWindows = (): BrowserWindow[] => [...all];
    readonly settings: BrowserWindowConstructorOptions;
    readonly session: StandInSession;
    readonly host: ReturnType<typeof makeContents>;
    /** Settles once the page is there. */
    readonly opened: Promise<Page>;
    page: Page | null = null;
    preload: ReturnType<typeof attachPreload> | null = null;
    #visible = false;
    #destroyed = false;
    #minimized = false;
    #bounds: Rectangle;
    /** Set while the app itself loads an address: Electron tells of navigations that pages begin only. */
    #loading: string | null = null;

    constructor(settings: BrowserWindowConstructorOptions) {
      super();
      this.settings = settings;
      const { x = 0, y = 0, width = 800, height = 600, webPreferences } = settings;
      this.#bounds = { x, y, width, height };
      this.session = sessionOf(webPreferences?.partition ?? '');
      this.host = makeContents(this);
      all.add(this);
      onContents(this.host.contents);
      this.opened = this.#open();
    }

    get webContents() {
      return this.host.contents;
    }

    async #open(): Promise<Page> {
      const page = await this.session.newPage(this.host.webRtc());
      this.page = page;
      const { width, height } = this.#bounds;
      await page.setViewportSize({ width, height });
      this.session.watchers.set(page, {
        mayNavigate: (url, isMainFrame) => this.#mayNavigate(url, isMainFrame),
        mayRedirect: (url, isMainFrame) => this.#ask('will-redirect', { url, isMainFrame }),
        open: (url) => this.openFromPage(url),
      });
      await wirePage(page, this.session, {
        open: (url) => this.openFromPage(url),
        close: () => this.close(),
        crash: () => void this.webContents.emit('render-process-gone', {}, CRASHED),
      });
      const file = this.settings.webPreferences?.preload;
      if (file !== undefined) {
        this.preload = attachPreload({
          page,
          file,
          invoke: (...call) => this.host.invoke(...call),
        });
        await this.preload;
      }
      return page;
    }

    /** The page wants a window; the app is asked, and none is ever made for it. */
    openFromPage = (url: string): void => {
      const { asked, escaped } = this.session;
      asked.push(toApp(url));
      if (this.host.open(url).action === 'allow') escaped.push(toApp(url));
    };

    #mayNavigate(url: string, isMainFrame: boolean): boolean {
      if (isMainFrame && url === this.#loading) return true;
      const names = isMainFrame
        ? (['will-navigate', 'will-frame-navigate'] as const)
        : (['will-frame-navigate'] as const);
      return names.every((name) => this.#ask(name, { url, isMainFrame }));
    }

    /** @returns false when the app prevents it */
    #ask(
      name: 'will-navigate' | 'will-frame-navigate' | 'will-redirect',
      details: Pick<
        WebContentsWillFrameNavigateEventParams & WebContentsWillRedirectEventParams,
        'url' | 'isMainFrame'
      >,
    ): boolean {
      const { event, prevented } = preventable({ ...details, isSameDocument: false });
      this.webContents.emit(name, event);
      return !prevented();
    }

    loadURL = async (url: string): Promise<void> => {
      const page = await this.opened;
      this.#loading = url;
      try {
        await page.goto(toPage(url));
      } finally {
        this.#loading = null;
      }
      this.webContents.emit('did-finish-load');
      this.emit('ready-to-show');
    };
    show = (): void => {
      if (this.#destroyed) throw new Error('Object has been destroyed');
      this.#visible = true;
      this.emit('show');
      if (focused !== this) {
        focused?.blurNow();
        this.#takeFocus();
        this.emit('focus');
      }
    };
    #takeFocus(): void {
      // oxlint-disable-next-line typescript/no-this-alias -- which window has the focus is what is kept
      focused = this;
    }
    /** The person turned to something else. */
    blurNow = (): void => {
      if (focused === this) focused = null;
      this.emit('blur');
    };
    hide = (): void => {
      this.#visible = false;
      if (focused === this) focused = null;
      this.emit('hide');
    };
    close = (): void => {
      const { event, prevented } = preventable({});
      this.emit('close', event);
      if (!prevented()) this.destroy();
    };
    destroy = (): void => {
      if (this.#destroyed) return;
      this.#destroyed = true;
      this.#visible = false;
      if (focused === this) focused = null;
      all.delete(this);
      this.webContents.emit('destroyed');
      this.emit('closed');
      void this.opened.then((page) => page.close()).catch(() => undefined);
    };
    isVisible = (): boolean => this.#visible;
    isDestroyed = (): boolean => this.#destroyed;
    isMinimized = (): boolean => this.#minimized;
    minimize = (): void => {
      this.#minimized = true;
      this.emit('minimize');
    };
    restore = (): void => {
      this.#minimized = false;
      this.emit('restore');
    };
    setBounds = (bounds: Partial<Rectangle>): void => {
      for (const side of Object.values(bounds)) {
        if (!Number.isInteger(side)) throw new TypeError('Error processing argument at index 0');
      }
      this.#bounds = { ...this.#bounds, ...bounds };
      this.emit('resize');
    };
    getBounds = (): Rectangle => this.#bounds;
    getNormalBounds = (): Rectangle => this.#bounds;
  }
  return { BrowserWindow: strictClass('BrowserWindow', BrowserWindow), all };
}
