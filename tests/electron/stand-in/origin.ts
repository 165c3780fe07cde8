/**
 * Chromium cannot be told of `app://` from outside, so each of its hosts stands for an https origin that no network has
 * (`.invalid`, RFC 2606). The mapping is one to one, and everything that crosses to the app is mapped back.
 */
const SUFFIX = '.app.invalid';

/** `app://switchyard/x` → `https://switchyard.app.invalid/x`; other addresses stay. */
export function toPage(address: string): string {
  const found = /^app:\/\/([^/?#]*)/.exec(address);
  return found === null
    ? address
    : `https://${found[1] ?? ''}${SUFFIX}${address.slice(found[0].length) || '/'}`;
}

/** The way back. */
export function toApp(address: string): string {
  const found = /^https:\/\/([^/?#]*)\.app\.invalid(?=[/?#]|$)/.exec(address);
  return found === null ? address : `app://${found[1] ?? ''}${address.slice(found[0].length)}`;
}
