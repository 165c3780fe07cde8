import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { LinkInbox } from '../../services/links/link-inbox.ts';
import type { Desktop } from '../desktop.ts';
import type { Handlers } from '../handlers.ts';

type DesktopRequests = Extract<keyof Handlers, `desktop.${string}` | `links.${string}`>;

/** Handlers of what only a host with a menu bar can do, and of links that were opened. */
export function createDesktopHandlers(services: {
  /** Null in a host without a menu bar. */
  readonly desktop: Desktop | null;
  readonly links: Pick<LinkInbox, 'dismiss'>;
}): Pick<Handlers, DesktopRequests> {
  const { desktop, links } = services;
  const ask = async <T>(act: (desktop: Desktop) => Promise<Result<T>>): Promise<Result<T>> =>
    desktop === null ? fail('host.unsupported') : act(desktop);
  return {
    'links.dismiss': async ({ id }) => {
      links.dismiss(id);
      return ok(null);
    },
    'desktop.setLoginItem': ({ open }) => ask((host) => host.setLoginItem(open)),
    'desktop.openMenuBarSettings': () => ask((host) => host.openMenuBarSettings()),
    'desktop.restartToUpdate': () => ask((host) => host.restartToUpdate()),
    'desktop.dismissNotice': ({ id }) =>
      ask(async (host) => {
        host.dismissNotice(id);
        return ok(null);
      }),
    'desktop.saveText': ({ name, text }) => ask((host) => host.saveText(name, text)),
  };
}
