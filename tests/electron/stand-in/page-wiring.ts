import type { Page } from 'playwright';

import type { StandInSession } from './sessions.ts';

/** What becomes of a page, told to its window. */
export interface PageEvents {
  /** The page wants a window at this address. */
  open(url: string): void;
  /** The page closes itself. */
  close(): void;
  crash(): void;
}

export function preventable<T extends object>(details: T) {
  let prevented = false;
  const event = { ...details, preventDefault: (): void => void (prevented = true) };
  return { event, prevented: () => prevented };
}

/**
 * Connects what Chromium tells of a page with the window that it stands for. `window.open` and `window.close` are functions
 * of the stand-in, because Chromium from outside would ask nobody; what gets round them (a link with the Control key, a
 * form with a target) arrives as a window of Chromium's own, of which nothing is ever loaded.
 */
export async function wirePage(
  page: Page,
  session: StandInSession,
  events: PageEvents,
): Promise<void> {
  page.on('crash', () => events.crash());
  page.on('popup', (popup) => {
    events.open(session.popups.shift() ?? popup.url());
    void popup.close();
  });
  page.on('download', (download) => {
    const { event, prevented } = preventable({});
    session.session.emit('will-download', event);
    session.downloads.push(prevented() ? 'refused' : 'begun');
    if (prevented()) void download.cancel();
  });
  await page.exposeBinding('standInOpen', (_source, url: string) => events.open(url));
  await page.exposeBinding('standInClose', () => events.close());
  await page.addInitScript(takeOver);
}

/** Runs in every frame of the page, before its own scripts. */
function takeOver(): void {
  const host = window as unknown as Record<'standInOpen' | 'standInClose', (url?: string) => void>;
  window.close = () => host.standInClose();
  window.open = (url) => {
    host.standInOpen(new URL(String(url ?? ''), location.href).href);
    return null;
  };
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[target=_blank]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
    event.preventDefault();
    host.standInOpen(link.href);
  });
}
