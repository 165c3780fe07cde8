/**
 * The Content-Security-Policy of every page. A header, not a meta tag, so that it holds before the first byte is parsed and
 * covers `frame-ancestors`.
 *
 * @param options.connect `'self'` where the page talks to its host over HTTP, `'none'` where it has a preload
 */
export function contentSecurityPolicy(options: { readonly connect: 'self' | 'none' }): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    `connect-src '${options.connect}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

/** Headers that every answer carries, in either host. */
export function pageHeaders(options: {
  readonly connect: 'self' | 'none';
}): Readonly<Record<string, string>> {
  return {
    'content-security-policy': contentSecurityPolicy(options),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
  };
}
