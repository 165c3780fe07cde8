import { fail, ok, type Result } from '../../../shared/domain/failure.ts';

/** What the gateway says of a key. All but a refusal mean that the key itself is real. */
export type KeyStatus = 'valid' | 'no_data_plane' | 'expired' | 'budget_exhausted' | 'rate_limited';

const SENTENCES: Readonly<Record<KeyStatus, string>> = {
  valid: 'Portkey accepts this key.',
  no_data_plane:
    'Portkey knows this key, but it may not send requests to models. An Admin key cannot; use a workspace key with the scope completions.write.',
  expired: 'Portkey knows this key, but it or its workspace has expired.',
  budget_exhausted: 'The key is right, but its budget or its workspace’s budget is used up.',
  rate_limited: 'The key is right, but it is being rate-limited at the moment.',
};

const WRONG_URL =
  'Check the gateway URL; it has no /v1 and no other path unless your gateway is behind one.';

/**
 * Error code and text of any of the envelopes that Portkey answers with (portkey-api.md §1.6). Everything is optional:
 * shapes drift, and a proxy in between may answer HTML.
 */
export function readEnvelope(body: string): { code: string | null; message: string | null } {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return { code: null, message: null };
  }
  const field = (source: unknown, ...names: readonly string[]): string | null => {
    if (typeof source !== 'object' || source === null) return null;
    const entries = new Map<string, unknown>(Object.entries(source));
    for (const name of names) {
      const entry = entries.get(name);
      if (typeof entry === 'string' || typeof entry === 'number') return String(entry);
    }
    return null;
  };
  const nested = (name: string): unknown =>
    typeof value === 'object' && value !== null
      ? new Map<string, unknown>(Object.entries(value)).get(name)
      : undefined;
  const message =
    field(nested('error'), 'message') ??
    field(nested('data'), 'message') ??
    field(value, 'message');
  const inText = message === null ? null : (/Error Code: (\d+)/.exec(message)?.[1] ?? null);
  return {
    code: inText ?? field(nested('error'), 'code') ?? field(nested('data'), 'errorCode'),
    message,
  };
}

/**
 * What an answer to `GET /v1/models` (with the key alone) says of the key: portkey-api.md §1.4. Only 401 with code 03
 * means "wrong key"; 403 never does.
 */
export function judgeKey(
  status: number,
  body: string,
): Result<{ status: KeyStatus; message: string }> {
  const { code, message } = readEnvelope(body);
  const is = (key: KeyStatus) => ok({ status: key, message: SENTENCES[key] });
  if (status >= 200 && status < 300) {
    // A sign-in page or a proxy answers 200 too, and says nothing of the key.
    return /^\s*\{/.test(body) ? is('valid') : fail('portkey.unexpected', { hint: WRONG_URL });
  }
  if (status === 401 && code === '01') return is('expired');
  if (status === 401 && code === '033') {
    return fail('portkey.unexpected', {
      message: 'Portkey could not check the key just now.',
      hint: 'Try again in a minute.',
    });
  }
  if (status === 401) {
    return fail('portkey.unauthorized', {
      hint: 'Check that the whole key was pasted, and that the gateway URL is the one of its tenancy (Prisma AIRS keys have their own).',
    });
  }
  if (status === 403) return is('no_data_plane');
  if (status === 402 || status === 412) return is('budget_exhausted');
  if (status === 429) return is('rate_limited');
  return fail('portkey.unexpected', {
    message: `The gateway answered ${status}${message === null ? '' : `: ${message.slice(0, 200)}`}.`,
    hint: WRONG_URL,
  });
}
