import type { FailureCode } from '../../shared/domain/failure-codes.ts';

/** 2 MB: twice the largest input of the contract (a preset file of 1,000,000 characters). */
export const BODY_LIMIT = 2 * 1024 * 1024;

/** A page of another origin cannot send this header without a preflight, and preflights are refused. */
export const REQUEST_HEADER = 'x-switchyard';

/** What the guard reads of a request: names lower-case, every value that was sent. */
export interface RequestFacts {
  readonly method: string;
  readonly route: Route;
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>;
}

export type Route = 'open' | 'request' | 'events' | 'page' | 'asset';

export interface Refusal {
  readonly status: number;
  readonly code: FailureCode;
  readonly message: string;
  /** For `Allow`, with status 405. */
  readonly allow?: string;
}

const METHODS: Readonly<Record<Route, readonly string[]>> = {
  open: ['GET'],
  request: ['POST'],
  events: ['GET'],
  page: ['GET', 'HEAD'],
  asset: ['GET', 'HEAD'],
};

/** Which door a request knocks at. The path is compared as it was sent: nothing is decoded, joined or normalised. */
export function routeOf(path: string): Route {
  switch (path) {
    case '/open':
      return 'open';
    case '/api/request':
      return 'request';
    case '/api/events':
      return 'events';
    case '/':
      return 'page';
    default:
      return 'asset';
  }
}

/**
 * Everything that can be refused before the session is looked at. Pure.
 *
 * - `Host` must be exactly ours: a page that rebinds its own name to 127.0.0.1 sends its own name. `localhost` is refused
 *   too, so that there is one origin and one cookie jar.
 * - `Sec-Fetch-Site` (set by the browser, out of a page's reach) must not tell of another origin, a plain navigation apart.
 *   `same-site` is refused as well: another port of 127.0.0.1 is the same site.
 * - A request that acts must carry our exact `Origin`, our header and JSON.
 *
 * @param host the authority that was printed in the link, `127.0.0.1:PORT`
 * @returns why the request is refused, or null
 */
export function findRefusal(facts: RequestFacts, host: string): Refusal | null {
  const { method, route, headers } = facts;
  const hosts = headers['host'] ?? [];
  if (hosts.length !== 1 || hosts[0] !== host)
    return reject('The address is not Switchyard’s own.');

  const allowed = METHODS[route];
  if (!allowed.includes(method)) {
    const message = 'This address does not take such a request.';
    return { status: 405, code: 'request.invalid', message, allow: allowed.join(', ') };
  }
  if (!comesFromUs(facts)) return reject('The request came from another page.');
  return route === 'request' ? findActRefusal(headers, host) : null;
}

function findActRefusal(headers: RequestFacts['headers'], host: string): Refusal | null {
  const origins = headers['origin'] ?? [];
  if (origins.length !== 1 || origins[0] !== `http://${host}`) {
    return reject('The request came from another page.');
  }
  if (headers[REQUEST_HEADER]?.[0] !== '1') {
    return reject('The request does not say that it is Switchyard’s own.');
  }
  const type = headers['content-type']?.[0] ?? '';
  if (!/^application\/json(\s*;\s*charset=utf-8)?$/i.test(type)) {
    return { status: 415, code: 'request.invalid', message: 'The request is not JSON.' };
  }
  const length = headers['content-length']?.[0];
  if (length !== undefined && Number(length) > BODY_LIMIT) return TOO_LARGE;
  return null;
}

export const TOO_LARGE: Refusal = {
  status: 413,
  code: 'request.invalid',
  message: 'The request is too large.',
};

function comesFromUs(facts: RequestFacts): boolean {
  const { route, headers } = facts;
  const site = headers['sec-fetch-site']?.[0];
  // A prefetch would use up the one-time link before the person opens it.
  if (headers['sec-purpose'] !== undefined || headers['purpose'] !== undefined) return false;
  if (site === undefined || site === 'same-origin' || site === 'none') return true;
  const dest = headers['sec-fetch-dest']?.[0];
  const navigates = headers['sec-fetch-mode']?.[0] === 'navigate' && dest === 'document';
  return navigates && (route === 'open' || route === 'page');
}

function reject(message: string): Refusal {
  return { status: 403, code: 'sender.rejected', message };
}

/** Every value that the `Cookie` header has for this name: a stale one may stand before the right one. */
export function cookieValues(header: string | undefined, name: string): string[] {
  return (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
}
