import { amountFromWire, type Cents } from '../../../shared/domain/money.ts';
import type { TokenUse } from './transcript-line.ts';

/** US cents per token (portkey-api.md §6.4). */
export interface ModelPrice {
  readonly input: number;
  readonly output: number;
  readonly cacheWrite: number;
  readonly cacheWriteHour: number;
  readonly cacheRead: number;
}

/**
 * US cents of all the tokens. A list price: discounts, batches and dearer long contexts are not in transcripts or not in
 * their sums, so it is an estimate.
 */
export function costOf(price: ModelPrice, use: TokenUse): Cents {
  return (use.input * price.input +
    use.output * price.output +
    use.cacheWrite * price.cacheWrite +
    use.cacheWriteHour * price.cacheWriteHour +
    use.cacheRead * price.cacheRead) as Cents;
}

function inside(value: unknown, ...path: readonly string[]): unknown {
  let at: unknown = value;
  for (const name of path) {
    at = typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined;
  }
  return at;
}

/**
 * The price in an entry of a published list. Where it has none for the cache, cached tokens are input, and an hour costs
 * what five minutes do.
 *
 * @returns null for an entry without a price of input or output, in another currency, or with zeros for both: the lists write 0
 * for what they do not know
 */
export function priceFromWire(entry: unknown): ModelPrice | null {
  const config = inside(entry, 'pricing_config');
  const currency = inside(config, 'currency');
  const price = (...path: readonly string[]): number | null =>
    amountFromWire(inside(config, 'pay_as_you_go', ...path, 'price'));
  const input = price('request_token');
  const output = price('response_token');
  if (input === null || output === null || (input === 0 && output === 0)) return null;
  if (currency !== undefined && currency !== 'USD') return null;
  const cacheWrite = price('cache_write_input_token') ?? input;
  return {
    input,
    output,
    cacheWrite,
    cacheWriteHour: price('additional_units', 'cache_write_1h') ?? cacheWrite,
    cacheRead: price('cache_read_input_token') ?? input,
  };
}

/** A model's ID as a transcript has it, without Portkey's `@slug/` (or a path before the ID) and Claude Code's `[1m]`. */
function bareId(model: string): string {
  const id = model.trim().replace(/\[[^\]]*\]$/, '');
  return id.slice(id.lastIndexOf('/') + 1);
}

/**
 * The ID that a model has everywhere: without Bedrock's region, maker and version (`us.anthropic.….-v1:0`), and without the date
 * (`-20251001`, Vertex' `@20251001`).
 */
function plainId(model: string): string {
  return bareId(model)
    .replace(/^(?:[a-z-]+\.)?anthropic\./, '')
    .replace(/-v\d+(?::\d+)?$/, '')
    .replace(/[-@](?:\d{8}|latest|default)$/, '');
}

export interface PriceIndex {
  priceOf(model: string): ModelPrice | null;
}

/**
 * Prices by ID, the first list that has one before the others: first under the very ID, then under the plain one. A model is never given
 * the price of another of its family.
 */
export function indexPrices(lists: Iterable<ReadonlyMap<string, ModelPrice>>): PriceIndex {
  const exact = new Map<string, ModelPrice>();
  const plain = new Map<string, ModelPrice>();
  for (const list of lists) {
    for (const [model, price] of list) {
      if (!exact.has(model)) exact.set(model, price);
      if (!plain.has(plainId(model))) plain.set(plainId(model), price);
    }
  }
  return {
    priceOf: (model) =>
      exact.get(model) ?? exact.get(bareId(model)) ?? plain.get(plainId(model)) ?? null,
  };
}
