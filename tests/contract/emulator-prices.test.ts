import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { costOf, PRICES, type Price } from '../../electron/demo/emulator/prices.ts';
import type { Emulator } from '../../electron/demo/emulator/start-emulator.ts';
import { open } from './emulator-fixture.ts';

const folder = path.join(import.meta.dirname, '../../../shared/portkey-prices');
const present = existsSync(folder);
const missing = 'NOT VALIDATED: no ../shared/portkey-prices beside the project';

interface Entry {
  readonly pricing_config: { readonly pay_as_you_go: unknown };
}
type PriceFile = Readonly<Record<string, Entry>>;

const rowsOf = (file: PriceFile) =>
  Object.fromEntries(
    Object.entries(file).map(([model, { pricing_config }]) => [
      model,
      pricing_config.pay_as_you_go,
    ]),
  );

describe('The emulator’s price list', () => {
  let emulator: Emulator;
  beforeAll(async () => {
    emulator = await open('live');
  });
  afterAll(() => emulator.dispose());

  const listOf = async (service: string): Promise<PriceFile> => {
    const response = await fetch(`${emulator.url}/pricing/${service}.json`);
    expect([service, response.status]).toStrictEqual([service, 200]);
    return (await response.json()) as PriceFile;
  };

  it(
    present
      ? 'has the published models at their published prices, in the published shape'
      : `gives the prices of its own table to anybody (${missing})`,
    async () => {
      if (!present) console.warn(missing);
      for (const [service, models] of Object.entries(PRICES)) {
        const seen = await listOf(service);
        expect(Object.keys(seen)).toStrictEqual(['default', ...Object.keys(models)]);
        if (!present) continue;
        const file = path.join(folder, `${service}.json`);
        const published = JSON.parse(readFileSync(file, 'utf8')) as PriceFile;
        expect(seen['default']).toStrictEqual(published['default']);
        const wanted = Object.keys(seen).map((model) => [model, published[model]] as const);
        expect(wanted.filter(([, entry]) => entry === undefined)).toStrictEqual([]);
        expect(rowsOf(seen)).toStrictEqual(
          rowsOf(Object.fromEntries(wanted.map(([model, entry]) => [model, entry as Entry]))),
        );
      }
    },
  );

  it('has nothing of a provider that it does not know', async () => {
    for (const name of ['acme', 'constructor', '..%2Fanthropic']) {
      const response = await fetch(`${emulator.url}/pricing/${name}.json`);
      expect([name, response.status]).toStrictEqual([name, 404]);
    }
  });

  it('counts cached tokens at their own price, and at the price of input where there is no cache', () => {
    const tokens = { input: 1, output: 10, cacheRead: 100, cacheWrite: 1_000 };
    const cached: Price = { input: 2, output: 3, cache: { read: 5, write: 7, writeHour: 11 } };
    expect(costOf(cached, tokens)).toBe(2 + 30 + 500 + 7_000);
    expect(costOf({ ...cached, cache: null }, tokens)).toBe(2 + 30 + 200 + 2_000);
  });
});
