import { randomBytes } from 'node:crypto';
import fs from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';

import type { ModelPrice } from './model-price.ts';

/** One service's list, as it was last had. */
export interface PriceList {
  /** Milliseconds since 1970. */
  readonly fetchedAt: number;
  readonly models: ReadonlyMap<string, ModelPrice>;
}

const amount = z.number().nonnegative();
const cacheSchema = z.object({
  url: z.string(),
  lists: z.record(
    z.string(),
    z.object({
      fetchedAt: z.number(),
      models: z.array(
        z.tuple([
          z.string(),
          z.object({
            input: amount,
            output: amount,
            cacheWrite: amount,
            cacheWriteHour: amount,
            cacheRead: amount,
          }),
        ]),
      ),
    }),
  ),
});

/** @returns what was kept from that URL; nothing for a file that is missing, damaged or from elsewhere: it is only a cache */
export async function readPriceCache(file: string, url: string): Promise<Map<string, PriceList>> {
  try {
    const cache = cacheSchema.parse(JSON.parse(await fs.readFile(file, 'utf8')));
    if (cache.url !== url) return new Map();
    return new Map(
      Object.entries(cache.lists).map(([service, { fetchedAt, models }]) => [
        service,
        { fetchedAt, models: new Map(models) },
      ]),
    );
  } catch {
    return new Map();
  }
}

/** Replaces the file in one step, readable by its owner alone. Fails silently: prices are then had again next time. */
export async function writePriceCache(
  file: string,
  url: string,
  lists: ReadonlyMap<string, PriceList>,
): Promise<void> {
  const temp = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  const written = Object.fromEntries(
    [...lists].map(([service, { fetchedAt, models }]) => [
      service,
      { fetchedAt, models: [...models] },
    ]),
  );
  try {
    await fs.mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await fs.writeFile(temp, JSON.stringify({ url, lists: written }), { mode: 0o600, flag: 'wx' });
    await fs.rename(temp, file);
  } catch {
    await fs.rm(temp, { force: true }).catch(() => undefined);
  }
}
