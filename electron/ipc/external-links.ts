/** Where links of our pages may lead. */
const HOSTS: ReadonlySet<string> = new Set([
  'app.portkey.ai',
  'portkey.ai',
  'www.portkey.ai',
  'docs.portkey.ai',
]);
const LENGTH_LIMIT = 4096;

/** System Settings, at the list of the menu bar's icons. The app opens it by itself only; no link of a page reaches it. */
export const MENU_BAR_SETTINGS = 'x-apple.systempreferences:com.apple.MenuBarSettings';

/**
 * The address to open in the browser for a link of a page, or null when it may not be opened: only https, without user or
 * password, to Portkey or to the host that the person's own template of links names.
 *
 * @param template the person's `portkeyLink`, with `{trace}` and `{worktree}` in it
 */
export function externalTarget(address: string, template: string): string | null {
  if (address.length > LENGTH_LIMIT) return null;
  const url = plainUrl(address);
  if (url === null) return null;
  if (HOSTS.has(url.host)) return url.href;
  const own = plainUrl(template.replaceAll(/\{\w+\}/g, 'x'));
  return own !== null && own.host === url.host ? url.href : null;
}

function plainUrl(address: string): URL | null {
  const url = URL.parse(address);
  if (url?.protocol !== 'https:') return null;
  return url.username === '' && url.password === '' ? url : null;
}
