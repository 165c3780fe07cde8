import { app, type Session } from 'electron';

import { isOwnUrl } from '../ipc/sender-policy.ts';

/** The renderer copies text when a person clicks Copy; nothing else is granted. */
const GRANTED: ReadonlySet<string> = new Set(['clipboard-sanitized-write']);

/**
 * Where nobody listens, loopback included: what gets past the hook below (WebRTC over TCP, the connection that is opened for a frame before
 * it is refused) ends here. Our own pages come from `app://`, which no proxy serves.
 */
const NOWHERE = {
  mode: 'fixed_servers',
  proxyRules: 'http://127.0.0.1:9',
  proxyBypassRules: '<-loopback>',
} as const;

/** The renderer's only way out is its bridge. */
const NETWORK = ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'file:///*'];

/**
 * Denies what a page could do beyond its own: leave the app's origin, open windows, embed other content. Has to be called
 * before the first window is made.
 */
export function hardenContents(): void {
  app.on('web-contents-created', (_created, contents) => {
    // WebRTC is none of the requests that a policy or a hook sees: without a proxy that takes it, it stays at home.
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
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

/** Denies permissions, devices, downloads and the network; settled before a page is loaded. Without these handlers Electron grants every permission. */
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
