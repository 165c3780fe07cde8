import { protocol, type Session } from 'electron';

import { pageHeaders } from '../ipc/page-headers.ts';
import type { RendererFiles } from '../ipc/renderer-files.ts';
import { APP_HOST, APP_SCHEME } from '../ipc/sender-policy.ts';

/** Makes `app://` a secure origin of its own, so that no page is a local file. Has to be called before the app is ready. */
export function registerAppScheme(): void {
  const privileges = { standard: true, secure: true, supportFetchAPI: true };
  protocol.registerSchemesAsPrivileged([{ scheme: APP_SCHEME, privileges }]);
}

/**
 * Serves the built renderer at `app://switchyard` in this session. A lookup, no path: see `readRendererFiles`. The handler
 * goes onto the session itself, because one on the default session does not reach others.
 */
export function serveRenderer(session: Session, files: RendererFiles): void {
  const headers = pageHeaders({ connect: 'none' });
  session.protocol.handle(APP_SCHEME, (request) => {
    const url = new URL(request.url);
    const file = url.host === APP_HOST ? files.get(url.pathname) : undefined;
    if (file === undefined || request.method !== 'GET') {
      return new Response('Not found', { status: 404, headers });
    }
    return new Response(file.bytes, { headers: { ...headers, 'content-type': file.type } });
  });
}
