import type { GatewayAnswer } from '../../../shared/domain/doctor/explain-answer.ts';
import type { ProbeRequest } from '../../../shared/domain/doctor/probe-request.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { readEnvelope } from './key-probe.ts';
import { readBody, redirected, timedOut, unreachable } from './transport.ts';

/** What Portkey says of a request in its answer's headers (portkey-api.md §8). None of them carries a credential. */
const TOLD = [
  'x-portkey-provider',
  'x-portkey-retry-attempt-count',
  'x-portkey-cache-status',
  'x-portkey-last-used-option-index',
  'x-portkey-trace-id',
  'request-id',
] as const;

const HEADER_LIMIT = 200;

export interface SentProbe {
  readonly answer: GatewayAnswer;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly tokens: { readonly input: number; readonly output: number } | null;
  readonly millis: number;
}

/**
 * Sends the message. Redirects are not followed, since the key would follow them.
 * @returns the answer whatever its status, or `network.unreachable`, `portkey.unexpected` for a redirect, `cancelled`
 */
export async function sendProbe(
  request: ProbeRequest,
  options: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<Result<SentProbe>> {
  const { signal, timeoutMs } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  const place = new URL(request.url).origin;
  const started = performance.now();
  try {
    const response = await fetch(request.url, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
      signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
    });
    if (response.status >= 300 && response.status < 400) {
      await response.body?.cancel();
      return { ok: false, failure: redirected(place) };
    }
    const body = await readBody(response);
    const headers = TOLD.flatMap((name) => {
      const value = response.headers.get(name);
      return value === null ? [] : [{ name, value: value.slice(0, HEADER_LIMIT) }];
    });
    const provider = response.headers.get('x-portkey-provider');
    return ok({
      answer: {
        ...readEnvelope(body),
        status: response.status,
        type: errorType(body),
        fromProvider: provider !== null && provider !== '',
      },
      headers,
      tokens: tokensOf(body),
      millis: Math.round(performance.now() - started),
    });
  } catch (error) {
    if (signal?.aborted === true) return fail('cancelled');
    const failure = timeout.aborted ? timedOut(place, timeoutMs) : unreachable(place, error);
    return { ok: false, failure };
  }
}

function field(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[name]
    : undefined;
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}

function errorType(body: string): string | null {
  const type = field(field(parsed(body), 'error'), 'type');
  return typeof type === 'string' ? type : null;
}

function tokensOf(body: string): SentProbe['tokens'] {
  const usage = field(parsed(body), 'usage');
  const [input, output] = [field(usage, 'input_tokens'), field(usage, 'output_tokens')];
  return typeof input === 'number' && typeof output === 'number' ? { input, output } : null;
}
