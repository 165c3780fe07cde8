import { app, type Session } from 'electron';

import { isOwnUrl } from '../ipc/sender-policy.ts';

/** The renderer copies text when a person clicks Copy; nothing else is granted. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/** The renderer's only way out is its bridge. */
const NETWORK = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file:///*'];

/**
 * What neither the page's policy nor the request hook sees (WebRTC over TCP, a connection that is opened before its request
 * is refused) goes to a port that nobody listens on, requests to this machine too. `app://` is answered by the app itself
 * and meets no proxy.
 */
const NOWHERE = {
  mode: 'fixed_servers',
  proxyRules: 'http://127.0.0.1:9',
  proxyBypassRules: '<-loopback>',
} as const;

/**
 * Denies what a page could do beyond its own: leave the app's origin, open windows, embed other content. Has to be called
 * before the first window is made.
 */
export function hardenContents(): void {
  app.on('web-contents-created', (_created, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    // WebRTC then sends nothing over UDP, and over TCP by the session's proxy only.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.on('will-navigate', (event) => {
      if (!isOwnUrl(event.url)) event.preventDefault();
    });
    contents.on('will-frame-navigate', (event) => {
      if (!event.isMainFrame || !isOwnUrl(event.url)) event.preventDefault();
    });
    contents.on('will-redirect', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
}

/**
 * Denies permissions, devices, downloads and the network. Without these handlers Electron grants every permission.
 *
 * @returns settles once all of it holds; no page is to be made before
 */
export async function hardenSession(session: Session): Promise<void> {
  session.setPermissionRequestHandler((contents, permission, answer) => {
    answer(GRANTED.has(permission) && isOwnUrl(contents.getURL()));
  });
  session.setPermissionCheckHandler(
    (contents, permission) =>
      GRANTED.has(permission) && contents !== null && isOwnUrl(contents.getURL()),
  );
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, answer) => answer({}));
  session.on('will-download', (event) => event.preventDefault());
  session.webRequest.onBeforeRequest({ urls: NETWORK }, (_request, answer) =>
    answer({ cancel: true }),
  );
  await session.setProxy(NOWHERE);
}
