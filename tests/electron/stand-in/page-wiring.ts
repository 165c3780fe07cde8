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
 * Connects what Chromium tells of a page with the window that it stands for. Closing, and all that opens a window, is taken
 * over inside of the page, because Chromium from outside would ask nobody and load the new window’s address first.
 */
export async function wirePage(
  page: Page,
  session: StandInSession,
  events: PageEvents,
): Promise<void> {
  page.on('crash', () => events.crash());
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
  const onClick = (event: MouseEvent): void => {
    const link = event.target instanceof Element ? event.target.closest('a[href]') : null;
    if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented) return;
    const wantsWindow =
      link.target === '_blank' || event.button === 1 || event.ctrlKey || event.metaKey;
    if (!wantsWindow && !event.shiftKey) return;
    event.preventDefault();
    host.standInOpen(link.href);
  };
  addEventListener('click', onClick);
  addEventListener('auxclick', onClick);
}
