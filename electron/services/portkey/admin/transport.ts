import { type Failure, fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import { maskSecret } from '../../../../shared/domain/secret-text.ts';
import {
  connectionCode,
  readBody,
  redirected,
  timedOut,
  unreachable,
  withoutKey,
} from '../transport.ts';
import { backoffMs, retryAfterMs } from './backoff.ts';
import { type AdminArea, judgeAnswer } from './judge-answer.ts';
import { createLimiter } from './limiter.ts';

export interface AdminLimits {
  /** How long one request may take with its whole body, milliseconds. */
  readonly timeoutMs: number;
  /** Requests in flight at a time. */
  readonly concurrency: number;
  /** Further tries after a 5xx or a broken connection. */
  readonly retries: number;
  /** The most that is waited before the first retry, milliseconds; doubled for the second. */
  readonly retryBaseMs: number;
}

export const ADMIN_LIMITS: AdminLimits = {
  timeoutMs: 20_000,
  concurrency: 3,
  retries: 2,
  retryBaseMs: 1000,
};

export interface AdminTransportOptions {
  /** Normalised: ends in `/v1`. */
  readonly adminUrl: string;
  readonly key: () => Promise<Result<string>>;
  readonly version: string;
  readonly fetch?: typeof fetch | undefined;
  readonly clock: { now(): number };
  readonly random: () => number;
  /** Waits; may reject when the signal is aborted. */
  readonly pause: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  readonly limits?: Partial<AdminLimits> | undefined;
}

/** GETs a path of the Admin API: the body of a success, else the failure. */
export type AdminGet = (
  path: string,
  query: string,
  area: AdminArea,
  signal?: AbortSignal,
) => Promise<Result<string>>;

const BROKEN: ReadonlySet<string | null> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
const FAULTS: ReadonlySet<number> = new Set([500, 502, 503, 504]);
/** What a header may hold; `fetch` would throw an error that quotes the key. */
const SENDABLE = /^[\x21-\x7e]+$/;

type Attempt = { readonly body: string } | { readonly failure: Failure; readonly again: boolean };

/**
 * Requests to the Admin API: GET only, the key in one header, redirects not followed, bounded in time, size and number.
 * The key is in no failure, whatever the server quotes.
 */
export function createAdminTransport(options: AdminTransportOptions): AdminGet {
  const { adminUrl, clock, random, pause } = options;
  const send = options.fetch ?? fetch;
  const limits = { ...ADMIN_LIMITS, ...options.limits };
  const limiter = createLimiter(limits.concurrency);

  const attempt = async (
    target: string,
    key: string,
    area: AdminArea,
    signal: AbortSignal | undefined,
  ): Promise<Attempt> => {
    const timeout = AbortSignal.timeout(limits.timeoutMs);
    try {
      const response = await send(`${adminUrl}${target}`, {
        headers: {
          'x-portkey-api-key': key,
          accept: 'application/json',
          'user-agent': `Switchyard/${options.version}`,
        },
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      const { status } = response;
      if (status >= 300 && status < 400) {
        await response.body?.cancel();
        return { failure: redirected(adminUrl), again: false };
      }
      const body = await readBody(response);
      if (status >= 200 && status < 300) return { body };
      const failure = judgeAnswer({
        status,
        body,
        area,
        retryAfterMs: retryAfterMs(response.headers.get('retry-after'), clock.now()),
        clean: (text) => text.replaceAll(key, maskSecret(key)),
      });
      return { failure, again: FAULTS.has(status) };
    } catch (error) {
      if (timeout.aborted && signal?.aborted !== true) {
        return { failure: timedOut(adminUrl, limits.timeoutMs), again: false };
      }
      return { failure: unreachable(adminUrl, error), again: BROKEN.has(connectionCode(error)) };
    }
  };

  const get: AdminGet = async (path, query, area, signal) => {
    const stopped = () => signal?.aborted === true;
    if (stopped()) return fail('cancelled');
    const key = await options.key();
    if (!key.ok) return key;
    if (!SENDABLE.test(key.value)) return fail('key.invalid');
    const target = query === '' ? path : `${path}?${query}`;
    for (let tries = 0; ; tries += 1) {
      const made = await limiter.run(() => attempt(target, key.value, area, signal), signal);
      if (made === null || stopped()) return fail('cancelled');
      if ('body' in made) return ok(made.body);
      if (!made.again || tries >= limits.retries) {
        return withoutKey({ ok: false, failure: made.failure }, key.value);
      }
      try {
        await pause(backoffMs(tries, random, limits.retryBaseMs), signal);
      } catch (error) {
        // A pause that ends early because of the signal is a cancellation; anything else is a bug.
        if (!stopped()) throw error;
      }
      if (stopped()) return fail('cancelled');
    }
  };
  return get;
}
