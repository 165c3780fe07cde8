import { fail, ok, type Result } from './failure.ts';

/** The hosted gateway. Claude Code appends `/v1/messages` itself, so there is no `/v1` here. */
export const DEFAULT_GATEWAY_URL = 'https://api.portkey.ai';
/** The hosted Admin and analytics API; its paths are relative to `/v1`. */
export const DEFAULT_ADMIN_URL = 'https://api.portkey.ai/v1';

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

type UrlField = 'gatewayUrl' | 'adminUrl';

const NAMES: Readonly<Record<UrlField, string>> = {
  gatewayUrl: 'gateway URL',
  adminUrl: 'admin URL',
};

// `URL` is a global of every host that this code runs in (Node, Chromium), but `shared/` is compiled without either's types.
interface ParsedUrl {
  readonly protocol: string;
  readonly hostname: string;
  readonly host: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
  readonly username: string;
  readonly password: string;
}
declare const URL: { new (text: string): ParsedUrl };

function parse(text: string): ParsedUrl | null {
  try {
    return new URL(text);
  } catch {
    return null;
  }
}

function normalise(input: string, field: UrlField): Result<{ base: string; loopback: boolean }> {
  const name = NAMES[field];
  const text = input.trim();
  const refuse = (message: string, hint?: string) =>
    fail('account.invalid', { message, field, ...(hint === undefined ? {} : { hint }) });
  if (text === '')
    return refuse(`The ${name} is empty.`, `The hosted one is ${DEFAULT_GATEWAY_URL}.`);
  // "localhost:8787" parses as the scheme "localhost:", so a missing scheme is looked for in the text itself.
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(text)) {
    return refuse(`The ${name} “${text}” has no scheme.`, `Write https:// in front of it.`);
  }
  const url = parse(text);
  if (url === null)
    return refuse(
      `The ${name} “${text}” is not a URL.`,
      'It looks like https://gateway.example.com.',
    );
  const loopback = LOOPBACK.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    return refuse(
      `The ${name} must use https; http is only for a gateway on this machine.`,
      'A key sent over http can be read by anyone on the way.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    return refuse(
      `The ${name} holds a user name or password.`,
      'Leave them out; the key goes into the keychain.',
    );
  }
  if (url.search !== '' || url.hash !== '') {
    return refuse(
      `The ${name} has a part after “?” or “#”.`,
      'Claude Code appends a path to it, so leave that part out.',
    );
  }
  let path = url.pathname;
  while (path.endsWith('/') || path.endsWith('/v1')) path = path.replace(/\/(v1)?$/, '');
  return ok({ base: `${url.protocol}//${url.host}${path}`, loopback });
}

/**
 * The gateway URL as Claude Code wants it: no `/v1`, no trailing slash (Claude Code appends `/v1/messages`; with `/v1` it
 * would call `/v1/v1/messages`). https only, http for loopback. A path prefix is kept.
 * @returns the URL, or `account.invalid` with field `gatewayUrl`
 */
export function normaliseGatewayUrl(input: string): Result<string> {
  const parsed = normalise(input, 'gatewayUrl');
  return parsed.ok ? ok(parsed.value.base) : parsed;
}

/**
 * The Admin API's URL as our client wants it: ending in `/v1`, no trailing slash.
 * @returns the URL, or `account.invalid` with field `adminUrl`
 */
export function normaliseAdminUrl(input: string): Result<string> {
  const parsed = normalise(input, 'adminUrl');
  return parsed.ok ? ok(`${parsed.value.base}/v1`) : parsed;
}

/**
 * The admin URL that belongs to a gateway URL when the person named none: the hosted control plane for hosted and hybrid
 * gateways alike (a hybrid gateway's control plane usually stays at api.portkey.ai), the gateway itself on loopback.
 */
export function defaultAdminUrl(gatewayUrl: string): string {
  const parsed = normalise(gatewayUrl, 'gatewayUrl');
  return parsed.ok && parsed.value.loopback ? `${parsed.value.base}/v1` : DEFAULT_ADMIN_URL;
}

/**
 * Whether a gateway is Portkey's own. Any other one is run by somebody else, and may be the open-source gateway, which
 * knows bare provider names.
 */
export function isHostedGateway(gatewayUrl: string): boolean {
  const host = parse(gatewayUrl)?.hostname ?? '';
  return host === 'portkey.ai' || host.endsWith('.portkey.ai');
}
