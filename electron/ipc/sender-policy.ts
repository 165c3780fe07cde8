/** The one origin that Electron serves the renderer from. */
export const APP_SCHEME = 'app';
export const APP_HOST = 'switchyard';
export const APP_ORIGIN = `${APP_SCHEME}://${APP_HOST}`;

/** What the policy needs of Electron's `WebFrameMain`. Reading it can throw or give null once the frame has gone. */
export interface SenderFrame {
  /** The committed origin, serialized as RFC 6454 says. */
  readonly origin: string;
  readonly url: string;
  /** Null for the top frame. */
  readonly parent: unknown;
}

/**
 * Whether a message may reach a handler: only from the top frame of our own page. Anything that is missing, unreadable or
 * merely similar is refused.
 */
export function isOwnFrame(frame: SenderFrame | null | undefined): boolean {
  if (frame === null || frame === undefined) return false;
  try {
    return frame.parent === null && frame.origin === APP_ORIGIN && isOwnUrl(frame.url);
  } catch {
    return false;
  }
}

/** Whether an address lies on our own origin: exact scheme and host, no port, no user. Also the rule for navigation. */
export function isOwnUrl(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === `${APP_SCHEME}:` &&
    url.host === APP_HOST &&
    url.username === '' &&
    url.password === ''
  );
}

/** True for a link of our own page that asks for the window beside the popover. */
export function isWindowLink(address: string): boolean {
  return isOwnUrl(address) && new URL(address).searchParams.get('view') === 'window';
}
