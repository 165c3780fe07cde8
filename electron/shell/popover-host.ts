import type { Rectangle } from 'electron';

import type { EventPayload } from '../../shared/contract/index.ts';
import { createCrashCounter } from '../windows/crash-policy.ts';
import { decideToggle } from '../windows/toggle-policy.ts';
import { popoverOptions } from '../windows/window-options.ts';
import { popoverPlace } from './popover-place.ts';
import { createUnload } from './unload.ts';
import { makeViewWindow, type ViewPorts, type ViewWindow } from './view-window.ts';

export interface PopoverHost {
  /** A click on the icon. */
  toggle(icon: Rectangle): void;
  /** Opened by other means than the icon: at the top right of the display with the pointer. */
  show(): void;
  /** Shows it at a page. */
  open(place: EventPayload<'view.open'>): void;
  hide(): void;
  /** Makes it ready before it is asked for. */
  prewarm(): void;
  visible(): boolean;
  /** Closes it for good; until then closing only hides it. */
  dispose(): void;
}

/** @param options.onShow is called each time it is shown */
export function createPopoverHost(options: {
  readonly ports: ViewPorts;
  readonly onShow: () => void;
}): PopoverHost {
  const { ports } = options;
  const crashes = createCrashCounter(() => performance.now());
  let view: ViewWindow | null = null;
  let painted = false;
  /** Whether it is meant to be seen; the first time it is not painted yet. */
  let wanted = false;
  let hiddenByBlurAt: number | null = null;
  const unload = createUnload(() => view?.window.destroy());

  const isVisible = (): boolean => view?.window.isVisible() ?? false;

  function make(): ViewWindow {
    const made = makeViewWindow({
      view: 'popover',
      settings: popoverOptions(ports),
      ports,
      crashes,
      onGone: (again) => {
        if (again && wanted) show(null);
      },
    });
    const { window } = made;
    painted = false;
    window.once('ready-to-show', () => {
      painted = true;
      if (wanted) reveal();
    });
    window.on('blur', () => {
      // The developer tools take the focus too.
      if (!window.isVisible() || window.webContents.isDevToolsFocused()) return;
      hiddenByBlurAt = performance.now();
      hide();
    });
    // The page closes itself on Escape. It is kept, so that the next click shows it at once.
    window.on('close', (event) => {
      event.preventDefault();
      hide();
    });
    window.once('closed', () => (view = view === made ? null : view));
    return made;
  }

  function reveal(): void {
    view?.window.show();
    view?.link.send('view.visible', { visible: true });
    options.onShow();
  }

  function hide(): void {
    wanted = false;
    if (!isVisible()) return;
    view?.window.hide();
    view?.link.send('view.visible', { visible: false });
    unload.later(true);
  }

  function show(icon: Rectangle | null): void {
    unload.cancel();
    wanted = true;
    view ??= make();
    view.window.setBounds(popoverPlace(icon), false);
    if (painted) reveal();
  }

  return {
    toggle: (icon) => {
      const state = { visible: isVisible(), hiddenByBlurAt, now: performance.now() };
      const decision = decideToggle(state);
      if (decision === 'show') show(icon);
      if (decision === 'hide') hide();
    },
    show: () => show(null),
    open: (place) => {
      show(null);
      view?.link.send('view.open', place);
    },
    hide,
    prewarm: () => {
      if (view === null) unload.later(false);
      view ??= make();
    },
    visible: isVisible,
    dispose: () => {
      unload.cancel();
      // `destroy` skips the close event, which would be turned into hiding.
      view?.window.destroy();
    },
  };
}
