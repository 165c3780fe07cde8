import { adminError, ok, type Answer } from './errors.ts';

/** US cents per token, as Portkey's public list has them (portkey-api.md §6.4). */
export interface Price {
  readonly input: number;
  readonly output: number;
  /** Null where the model has no prompt cache: everything is input. */
  readonly cache: {
    readonly read: number;
    readonly write: number;
    /** For entries that are kept for an hour. */
    readonly writeHour: number;
  } | null;
}

/** Tokens of one request, each counted once. */
export interface Tokens {
  /** Neither read from the cache nor written into it. */
  readonly input: number;
  readonly output: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
}

const price = (input: number, output: number, cache: Price['cache']): Price => ({
  input,
  output,
  cache,
});
const OPUS = price(0.0005, 0.0025, { read: 0.00005, write: 0.000625, writeHour: 0.001 });
const HAIKU = price(0.0001, 0.0005, { read: 0.00001, write: 0.000125, writeHour: 0.0002 });

/** A handful of real models at their published prices (Portkey-AI/models, 2026-08-21). By AI service, then model ID. */
export const PRICES: Readonly<Record<string, Readonly<Record<string, Price>>>> = {
  anthropic: {
    'claude-opus-5': OPUS,
    'claude-opus-4-8': OPUS,
    'claude-sonnet-5': price(0.0002, 0.001, { read: 0.00002, write: 0.00025, writeHour: 0.0004 }),
    'claude-haiku-4-5': HAIKU,
  },
  bedrock: {
    'us.anthropic.claude-opus-4-7': OPUS,
    'us.anthropic.claude-sonnet-4-6': price(0.0003, 0.0015, {
      read: 0.00003,
      write: 0.000375,
      writeHour: 0.0006,
    }),
    'anthropic.claude-haiku-4-5-20251001-v1:0': HAIKU,
    'moonshotai.kimi-k2.5': price(0.00006, 0.0003, null),
  },
};

/** US cents of a request. */
export function costOf({ input, output, cache }: Price, tokens: Tokens): number {
  return (
    tokens.input * input +
    tokens.output * output +
    tokens.cacheRead * (cache?.read ?? input) +
    tokens.cacheWrite * (cache?.write ?? input)
  );
}

const value = (name: string) => ({ value: name });
const product = (tokens: string, rate: string) => ({
  operation: 'multiply',
  operands: [value(tokens), value(`rates.${rate}`)],
});

/** The entry `default` of a file: how a cost is made of the rates, with rates of nothing. */
function defaultEntry(cached: boolean): Record<string, unknown> {
  const nothing = { price: 0 };
  return {
    pricing_config: {
      pay_as_you_go: {
        request_token: nothing,
        response_token: nothing,
        ...(cached ? { cache_write_input_token: nothing, cache_read_input_token: nothing } : {}),
      },
      calculate: {
        request: cached
          ? {
              operation: 'sum',
              operands: [
                product('input_tokens', 'request_token'),
                product('cache_write_tokens', 'cache_write_input_token'),
                product('cache_read_tokens', 'cache_read_input_token'),
              ],
            }
          : product('input_tokens', 'request_token'),
        response: product('output_tokens', 'response_token'),
      },
      currency: 'USD',
    },
  };
}

function priceEntry({ input, output, cache }: Price): Record<string, unknown> {
  return {
    pricing_config: {
      pay_as_you_go: {
        request_token: { price: input },
        response_token: { price: output },
        ...(cache === null
          ? {}
          : {
              cache_write_input_token: { price: cache.write },
              cache_read_input_token: { price: cache.read },
              additional_units: { cache_write_1h: { price: cache.writeHour } },
            }),
      },
    },
  };
}

/**
 * What the public price list says to a request, which needs no key; null for a path that is none of its own. It lies on a
 * host of its own (`configs.portkey.ai`), so its paths are not below `/v1`.
 */
export function priceAnswer(method: string, path: string): Answer | null {
  const service = /^\/pricing\/([a-z0-9-]+)\.json$/.exec(path)?.[1];
  if (service === undefined || method !== 'GET') return null;
  const models = Object.hasOwn(PRICES, service) ? PRICES[service] : undefined;
  if (models === undefined) return adminError('AB02', `${path} was not found`);
  return ok({
    default: defaultEntry(service === 'anthropic'),
    ...Object.fromEntries(Object.entries(models).map(([id, one]) => [id, priceEntry(one)])),
  });
}
