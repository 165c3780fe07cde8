import { type Failure, failure, type Result } from '../../../shared/domain/failure.ts';
import { maskSecret } from '../../../shared/domain/secret-text.ts';

/** What both clients, of a gateway and of the Admin API, need around one HTTP request. */

const BODY_LIMIT = 8 * 1024 * 1024;

const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name is not known',
  EAI_AGAIN: 'there seems to be no network',
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection broke off',
  EPIPE: 'the connection broke off',
  UND_ERR_SOCKET: 'the connection broke off',
  UND_ERR_CONNECT_TIMEOUT: 'it did not answer in time',
};

/** The body as text; what goes beyond 8 MiB is left unread. */
export async function readBody(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > BODY_LIMIT) break;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The system's name for what went wrong with a connection (`ECONNRESET`), from what `fetch` threw. */
export function connectionCode(error: unknown): string | null {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error && 'code' in cause ? String(cause.code) : null;
}

/**
 * The failure for a request that brought no answer. Only the system's code is said: an error's own text may quote a header,
 * and with it the key.
 */
export function unreachable(url: string, error: unknown): Failure {
  const code = connectionCode(error);
  const reason = (code === null ? undefined : REASONS[code]) ?? code ?? 'the request failed';
  return failure('network.unreachable', { message: `${url} could not be reached: ${reason}.` });
}

/** The failure for a request that took too long. */
export function timedOut(url: string, timeoutMs: number): Failure {
  return failure('network.unreachable', {
    message: `${url} did not answer within ${timeoutMs / 1000} seconds.`,
  });
}

/** The failure for a redirect, which is never followed: the key would follow it. */
export function redirected(url: string): Failure {
  return failure('portkey.unexpected', {
    message: `${url} redirects elsewhere, and a key is not sent along.`,
    hint: 'Enter the URL that it redirects to, if you trust it.',
  });
}

/** The result with the key masked in what it says: a server may quote it in its answer. */
export function withoutKey<T>(result: Result<T>, key: string): Result<T> {
  if (result.ok) return result;
  const message = result.failure.message.replaceAll(key, maskSecret(key));
  return { ok: false, failure: { ...result.failure, message } };
}
