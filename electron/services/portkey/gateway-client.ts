import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { judgeKey, type KeyStatus } from './key-probe.ts';
import { readBody, redirected, timedOut, unreachable, withoutKey } from './transport.ts';

/** What a gateway says of a key. */
export interface KeyAnswer {
  readonly status: KeyStatus;
  readonly message: string;
  /** The `Date` of the answer, as it was sent; null when there is none. */
  readonly date: string | null;
}

export interface GatewayClient {
  /** One `GET /v1/models?limit=1` with the key alone; counts against the key's own rate limit. */
  probeKey(gatewayUrl: string, key: string, signal?: AbortSignal): Promise<Result<KeyAnswer>>;
  /** All model ids of the catalogue, as `@slug/model`. */
  listModels(
    gatewayUrl: string,
    key: string,
    signal?: AbortSignal,
  ): Promise<Result<readonly string[]>>;
}

const TIMEOUT_MS = 15_000;
const PAGE = 500;
/** A catalogue of more pages than this is cut off: the picker could not show it anyway. */
const MOST_PAGES = 20;

interface Answer {
  readonly status: number;
  readonly body: string;
  readonly date: string | null;
}

/** Model ids of one page, whatever else the entries hold. Null when the body is not a model list. */
function readPage(body: string): string[] | null {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (
    typeof value !== 'object' ||
    value === null ||
    !('data' in value) ||
    !Array.isArray(value.data)
  )
    return null;
  return value.data.flatMap((entry: unknown) =>
    typeof entry === 'object' && entry !== null && 'id' in entry && typeof entry.id === 'string'
      ? [entry.id]
      : [],
  );
}

/**
 * The two things asked of a gateway itself. The key travels in `x-portkey-api-key` alone: with a provider or config
 * header the same path would be passed on upstream. Redirects are not followed, since the key would follow them.
 */
export function createGatewayClient(options: {
  version: string;
  fetch?: typeof fetch;
  /** How long one request may take, milliseconds; 15 seconds when left out. */
  timeoutMs?: number;
}): GatewayClient {
  const send = options.fetch ?? fetch;
  const timeoutMs = options.timeoutMs ?? TIMEOUT_MS;

  const get = async (
    gatewayUrl: string,
    path: string,
    key: string,
    signal?: AbortSignal,
  ): Promise<Result<Answer>> => {
    const timeout = AbortSignal.timeout(timeoutMs);
    try {
      const response = await send(`${gatewayUrl}${path}`, {
        headers: {
          'x-portkey-api-key': key,
          accept: 'application/json',
          'user-agent': `Switchyard/${options.version}`,
        },
        redirect: 'manual',
        signal: signal === undefined ? timeout : AbortSignal.any([signal, timeout]),
      });
      if (response.status >= 300 && response.status < 400) {
        await response.body?.cancel();
        return { ok: false, failure: redirected(gatewayUrl) };
      }
      return ok({
        status: response.status,
        body: await readBody(response),
        date: response.headers.get('date'),
      });
    } catch (error) {
      if (signal?.aborted === true) return fail('cancelled');
      const failure = timeout.aborted
        ? timedOut(gatewayUrl, timeoutMs)
        : unreachable(gatewayUrl, error);
      return { ok: false, failure };
    }
  };

  return {
    probeKey: async (gatewayUrl, key, signal) => {
      const answer = await get(gatewayUrl, '/v1/models?limit=1', key, signal);
      if (!answer.ok) return answer;
      const { status, body, date } = answer.value;
      const judged = withoutKey(judgeKey(status, body), key);
      return judged.ok ? ok({ ...judged.value, date }) : judged;
    },

    listModels: async (gatewayUrl, key, signal) => {
      const ids = new Set<string>();
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const answer = await get(
          gatewayUrl,
          `/v1/models?limit=${PAGE}&offset=${page * PAGE}`,
          key,
          signal,
        );
        if (!answer.ok) return answer;
        if (answer.value.status >= 300) {
          const judged = withoutKey(judgeKey(answer.value.status, answer.value.body), key);
          return judged.ok ? fail('portkey.forbidden', { message: judged.value.message }) : judged;
        }
        const models = readPage(answer.value.body);
        if (models === null) return fail('portkey.unexpected');
        const before = ids.size;
        for (const id of models) ids.add(id);
        // A short page is the last; a gateway that ignores `offset` would send the same page for ever.
        if (models.length < PAGE || ids.size === before) break;
      }
      return ok([...ids]);
    },
  };
}
