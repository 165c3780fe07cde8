import { EventEmitter } from 'node:events';

import type { BrowserWindowConstructorOptions, Rectangle, WebContents } from 'electron';
import type { Page } from 'playwright';

import { toApp, toPage } from './origin.ts';
import { attachPreload, type SenderFrame } from './preload-host.ts';
import type { StandInSession } from './sessions.ts';
import { strict } from './strict.ts';

type Listener = (event: { readonly senderFrame: SenderFrame }, input: unknown) => unknown;
type OpenHandler = Parameters<WebContents['setWindowOpenHandler']>[0];
type WebRtcPolicy = Parameters<WebContents['setWebRTCIPHandlingPolicy']>[0];

function preventable<T extends object>(details: T) {
  let prevented = false;
  const event = { ...details, preventDefault: (): void => void (prevented = true) };
  return { event, prevented: () => prevented };
}

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
    const contents = Object.assign(new EventEmitter(), {
      id: all.size + 1,
      ipc: strict('webContents.ipc', {
        handle: (channel: string, listener: Listener): void => void handlers.set(channel, listener),
      }),
      setWindowOpenHandler: (handler: OpenHandler): void => void (openHandler = handler),
      setWebRTCIPHandlingPolicy: (policy: WebRtcPolicy): void => void (webRtc = policy),
      isDestroyed: (): boolean => window.isDestroyed(),
      isDevToolsFocused: (): boolean => false,
      getURL: (): string => toApp(window.page?.url() ?? ''),
      send: (channel: string, payload: unknown): void => {
        void window.preload?.then((preload) => preload.send(channel, payload));
      },
    });
    return {
      contents: strict('webContents', contents),
      handlers,
      /** Chromium is told of it when the page is made; what the app asks for later is not tried here. */
      webRtc: () => webRtc,
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
        } as Parameters<OpenHandler>[0]),
    };
  }

  class BrowserWindow extends EventEmitter {
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
      const context = await this.session.context(this.host.webRtc());
      const page = await context.newPage();
      this.page = page;
      const { width, height } = this.#bounds;
      await page.setViewportSize({ width, height });
      this.session.watchers.set(page, {
        mayNavigate: (url, isMainFrame) => this.#mayNavigate(url, isMainFrame),
      });
      page.on('crash', () => {
        this.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 11 });
      });
      page.on('popup', (popup) => void popup.close());
      page.on('download', (download) => {
        const { event, prevented } = preventable({});
        this.session.session.emit('will-download', event);
        this.session.downloads.push(prevented() ? 'refused' : 'begun');
        if (prevented()) void download.cancel();
      });
      await page.exposeBinding('standInOpen', (_source, url: string) => void this.host.open(url));
      await page.exposeBinding('standInClose', () => this.close());
      await page.addInitScript(() => {
        const host = window as unknown as Record<
          'standInOpen' | 'standInClose',
          (url?: string) => void
        >;
        window.close = () => host.standInClose();
        window.open = (url) => {
          host.standInOpen(new URL(String(url ?? ''), location.href).href);
          return null;
        };
        addEventListener('click', (event) => {
          const link =
            event.target instanceof Element ? event.target.closest('a[target=_blank]') : null;
          if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
          event.preventDefault();
          host.standInOpen(link.href);
        });
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

    #mayNavigate(url: string, isMainFrame: boolean): boolean {
      if (isMainFrame && url === this.#loading) return true;
      const names = isMainFrame
        ? ['will-navigate', 'will-frame-navigate']
        : ['will-frame-navigate'];
      return names.every((name) => {
        const { event, prevented } = preventable({ url, isMainFrame });
        this.webContents.emit(name, event);
        return !prevented();
      });
    }

    loadURL = async (url: string): Promise<void> => {
      const page = await this.opened;
      this.#loading = url;
      await page.goto(toPage(url));
      this.#loading = null;
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
  return { BrowserWindow, all };
}
