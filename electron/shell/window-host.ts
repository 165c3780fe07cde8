import { app, BrowserWindow, type Rectangle, screen, type WebContents } from 'electron';

import { APP_ORIGIN, isWindowLink } from '../ipc/sender-policy.ts';
import { placePopover } from '../windows/popover-position.ts';
import { decideToggle } from '../windows/toggle-policy.ts';
import { pageOf, POPOVER_SIZE, popoverOptions, windowOptions } from '../windows/window-options.ts';

export interface WindowHost {
  /** A click on the icon. */
  togglePopover(icon: Rectangle): void;
  /** Opened by other means than the icon: at the top right of the display with the pointer. */
  showPopover(): void;
  showWindow(): void;
  /** Closes both for good; until then closing the popover only hides it. */
  dispose(): void;
}

/** @param options.connect is called once for each window, before its page is loaded */
export function createWindowHost(options: {
  readonly preload: string;
  readonly connect: (contents: WebContents) => void;
}): WindowHost {
  const { preload, connect } = options;
  const packaged = app.isPackaged;
  let popover: BrowserWindow | null = null;
  let window: BrowserWindow | null = null;
  let hiddenByBlurAt: number | null = null;

  function makePopover(): BrowserWindow {
    const made = new BrowserWindow(popoverOptions({ preload, packaged }));
    connect(made.webContents);
    // “Window…” is a link, so that the browser host can follow it. Here it opens the one window there is.
    made.webContents.setWindowOpenHandler(({ url }) => {
      if (isWindowLink(url)) showWindow();
      return { action: 'deny' };
    });
    made.on('blur', () => {
      // The developer tools take the focus too.
      if (!made.isVisible() || made.webContents.isDevToolsFocused()) return;
      hiddenByBlurAt = performance.now();
      made.hide();
    });
    // The page closes itself on Escape. It is kept, so that the next click shows it at once.
    made.on('close', (event) => {
      event.preventDefault();
      made.hide();
    });
    made.webContents.once('render-process-gone', () => made.destroy());
    made.once('closed', () => {
      popover = null;
    });
    void made.loadURL(APP_ORIGIN + pageOf('popover'));
    return made;
  }

  function show(icon: Rectangle | null): void {
    const isNew = popover === null;
    const shown = popover ?? makePopover();
    popover = shown;
    const near = icon === null ? screen.getCursorScreenPoint() : { x: icon.x, y: icon.y };
    const { bounds, workArea } = screen.getDisplayNearestPoint(near);
    const place = placePopover({ icon, workArea, display: bounds, size: POPOVER_SIZE });
    shown.setPosition(place.x, place.y, false);
    // The first time there is nothing painted yet.
    if (isNew) shown.once('ready-to-show', () => shown.show());
    else shown.show();
  }

  function showWindow(): void {
    if (window !== null) {
      window.show();
      return;
    }
    const made = new BrowserWindow(windowOptions({ preload, packaged }));
    window = made;
    connect(made.webContents);
    made.once('ready-to-show', () => made.show());
    made.once('closed', () => {
      window = null;
    });
    void made.loadURL(APP_ORIGIN + pageOf('window'));
  }

  return {
    togglePopover(icon) {
      const visible = popover?.isVisible() ?? false;
      const decision = decideToggle({ visible, hiddenByBlurAt, now: performance.now() });
      if (decision === 'show') show(icon);
      if (decision === 'hide') popover?.hide();
    },
    showPopover: () => show(null),
    showWindow,
    dispose() {
      // `destroy` skips the close event, which the popover would turn into hiding.
      popover?.destroy();
      window?.destroy();
    },
  };
}
