import fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { PRICES, priceAnswer } from '../../electron/demo/emulator/prices.ts';
import { costOf } from '../../electron/services/estimate/model-price.ts';
import { createPriceBook, type Prices } from '../../electron/services/estimate/price-book.ts';

/** Portkey's published price lists, in the handbook beside the project where there is one. */
const folder = path.join(import.meta.dirname, '../../../shared/portkey-prices');
const present = fs.existsSync(folder);
const missing = 'NOT VALIDATED: no ../shared/portkey-prices beside the project';
if (!present) console.warn(missing);

/** The list of a provider: the published one, else the emulator's, whose few models have the published prices. */
function listOf(address: string): Response {
  const name = path.basename(address);
  if (present) return new Response(fs.readFileSync(path.join(folder, name)));
  const answer = priceAnswer('GET', `/pricing/${name}`);
  return answer === null
    ? new Response('', { status: 404 })
    : new Response(JSON.stringify(answer.body), { status: answer.status });
}

/** Dollars of a million tokens: input, output, cache write, the same for an hour, cache read; null: more for output. */
const CASES: readonly (readonly [model: string, prices: readonly number[] | null])[] = [
  ['claude-opus-4-8', [5, 25, 6.25, 10, 0.5]],
  ['claude-opus-5[1m]', [5, 25, 6.25, 10, 0.5]],
  ['claude-sonnet-5', [2, 10, 2.5, 4, 0.2]],
  ['claude-sonnet-4-6', [3, 15, 3.75, 6, 0.3]],
  ['claude-sonnet-4-5-20250929', [3, 15, 3.75, 6, 0.3]],
  ['claude-haiku-4-5-20251001', [1, 5, 1.25, 2, 0.1]],
  ['claude-fable-5', [10, 50, 12.5, 20, 1]],
  ['@anthropic-prod/claude-haiku-4-5', [1, 5, 1.25, 2, 0.1]],
  ['us.anthropic.claude-opus-4-6-v1:0', null],
  ['global.anthropic.claude-opus-4-7', null],
  ['@bedrock/us.anthropic.claude-sonnet-4-5-20250929-v1:0', null],
  ['claude-opus-4-1@20250805', null],
  ['claude-sonnet-4-20250514', null],
];
const inTable = (model: string) => Object.values(PRICES).some((models) => model in models);
const cases = present ? CASES : CASES.filter(([model]) => inTable(model));

const subject = present ? 'The published price lists' : `The emulator’s price lists (${missing})`;

describe(subject, () => {
  let home: string;
  let prices: Prices;
  beforeAll(async () => {
    home = fs.mkdtempSync(path.join(tmpdir(), 'switchyard-prices-'));
    prices = await createPriceBook({
      url: 'https://prices.invalid',
      cacheFile: path.join(home, 'prices.json'),
      now: () => new Date(),
      version: '0.0.0',
      fetch: async (address) =>
        listOf(address instanceof Request ? address.url : address.toString()),
    }).load();
  });
  afterAll(() => {
    fs.rmSync(home, { recursive: true, force: true });
  });

  /** Dollars of a million tokens of each kind, as makers print prices. */
  const dollarsOf = (model: string) => {
    const price = prices.priceOf(model);
    if (price === null) return null;
    const none = { input: 0, output: 0, cacheWrite: 0, cacheWriteHour: 0, cacheRead: 0 };
    const kinds = ['input', 'output', 'cacheWrite', 'cacheWriteHour', 'cacheRead'] as const;
    return kinds.map((kind) => Number((costOf(price, { ...none, [kind]: 1e6 }) / 100).toFixed(6)));
  };

  it('are read without a complaint', () => {
    expect(cases.length).toBeGreaterThan(1);
    // The emulator has no list of every provider.
    if (present) expect(prices.notes).toStrictEqual([]);
  });

  it.each(cases)('have a price for %s', (model, expected) => {
    const found = dollarsOf(model);
    // Regional prices of clouds move; that there is one, and dearer for output, does not.
    if (expected === null) expect(found?.[1]).toBeGreaterThan(found?.[0] ?? Infinity);
    else expect(found).toStrictEqual(expected);
  });

  it('have none for models that they do not list, even where they list a sibling', () => {
    const unknown = ['claude-opus-5-5', 'claude-haiku-4-20250514', 'default', 'my-own-model'];
    expect(unknown.map(dollarsOf)).toStrictEqual([null, null, null, null]);
  });
});
