/**
 * Whether an address is covered by a match pattern (scheme, host and path, each with `*` for anything), as Electron’s
 * `webRequest` takes them.
 */
export function matchesPattern(pattern: string, url: string): boolean {
  const found = /^([a-z*]+):\/\/([^/]*)(\/.*)$/.exec(pattern);
  const address = URL.parse(url);
  if (found === null || address === null) return false;
  const [, scheme = '', host = '', path = ''] = found;
  const text = (part: string): string =>
    part
      .split('*')
      .map((one) => one.replaceAll(/[.+?^${}()|[\]\\]/g, '\\$&'))
      .join('.*');
  const covers = (part: string, value: string): boolean =>
    new RegExp(`^${text(part)}$`, 's').test(value);
  return (
    covers(scheme, address.protocol.slice(0, -1)) &&
    covers(host, address.hostname) &&
    covers(path, address.pathname + address.search)
  );
}
