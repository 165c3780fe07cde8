import { z } from 'zod';

import { indexPrices, type ModelPrice, priceFromWire } from './model-price.ts';
import { type PriceList, readPriceCache, writePriceCache } from './price-cache.ts';

/** Prices as they are known now. */
export interface Prices {
  /** Null for a model that no list has: its cost is unknown, not zero. */
  priceOf(model: string): ModelPrice | null;
  /** Full sentences: how old the prices are, when they could not be had anew. */
  readonly notes: readonly string[];
}

export interface PriceBook {
  /** Never fails: without any list, no model has a price, and a note says so. */
  load(signal?: AbortSignal): Promise<Prices>;
}

/** In the order in which they are asked: Claude's own IDs first, then those of the clouds that have it. */
const SERVICES = ['anthropic', 'bedrock', 'vertex-ai'] as const;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** How long a list is left alone after it could not be had. */
const RETRY_MS = HOUR_MS;
const TIMEOUT_MS = 10_000;
/** The largest published list has half a megabyte. */
const BODY_LIMIT = 8 * 1024 * 1024;

const listSchema = z.record(z.string(), z.unknown());

/** @returns null for anything but a list with at least one price */
function parseList(text: string): ReadonlyMap<string, ModelPrice> | null {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return null;
  }
  const parsed = listSchema.safeParse(body);
  if (!parsed.success) return null;
  const models = new Map<string, ModelPrice>();
  for (const [model, entry] of Object.entries(parsed.data)) {
    const price = model === 'default' ? null : priceFromWire(entry);
    if (price !== null) models.set(model, price);
  }
  return models.size === 0 ? null : models;
}

async function bodyOf(response: Response): Promise<string | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    const bytes = chunk as Uint8Array;
    size += bytes.length;
    if (size > BODY_LIMIT) return null;
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function ageOf(ms: number): string {
  const hours = Math.max(1, Math.round(ms / HOUR_MS));
  if (hours < 48) return hours === 1 ? 'an hour' : `${hours} hours`;
  return `${Math.round(hours / 24)} days`;
}

/**
 * Portkey's public price list (portkey-api.md §6.4). It needs no key, and none is sent. Each service's list is fetched at most
 * once a day and kept on disk; the last good one serves for as long as no newer can be had.
 */
export function createPriceBook(options: {
  readonly url?: string;
  readonly cacheFile: string;
  readonly now: () => Date;
  readonly version: string;
  readonly fetch?: typeof fetch;
  readonly timeoutMs?: number;
}): PriceBook {
  const { url = 'https://configs.portkey.ai/pricing', cacheFile, timeoutMs = TIMEOUT_MS } = options;
  const request = options.fetch ?? fetch;
  let reading: Promise<Map<string, PriceList>> | null = null;
  const failedAt = new Map<string, number>();

  const fetchList = async (service: string, signal: AbortSignal) => {
    const response = await request(`${url}/${service}.json`, {
      headers: { accept: 'application/json', 'user-agent': `Switchyard/${options.version}` },
      redirect: 'manual',
      signal,
    });
    if (response.status === 200) {
      const text = await bodyOf(response);
      return text === null ? null : parseList(text);
    }
    await response.body?.cancel();
    return null;
  };

  /** @returns whether a new list came */
  const refresh = async (
    service: string,
    lists: Map<string, PriceList>,
    signal: AbortSignal | undefined,
  ): Promise<boolean> => {
    const now = options.now().getTime();
    const isRecent = (then: number | undefined, span: number): boolean =>
      then !== undefined && then <= now && now - then < span;
    if (isRecent(lists.get(service)?.fetchedAt, DAY_MS)) return false;
    if (isRecent(failedAt.get(service), RETRY_MS)) return false;
    const limit = AbortSignal.timeout(timeoutMs);
    const models = await fetchList(
      service,
      signal === undefined ? limit : AbortSignal.any([limit, signal]),
    ).catch(() => null);
    if (models === null) {
      // Somebody who no longer wanted an answer says nothing about the list.
      if (signal?.aborted !== true) failedAt.set(service, now);
      return false;
    }
    failedAt.delete(service);
    lists.set(service, { fetchedAt: now, models });
    return true;
  };

  const notesOn = (lists: ReadonlyMap<string, PriceList>): string[] => {
    if (lists.size === 0) {
      return [
        `No price list could be had from ${url}, so it is not known what the tokens cost. Switchyard tries again within the hour.`,
      ];
    }
    const missing = SERVICES.filter((service) => failedAt.has(service) && !lists.has(service));
    const ages = SERVICES.filter((service) => failedAt.has(service)).flatMap((service) => {
      const list = lists.get(service);
      return list === undefined ? [] : [options.now().getTime() - list.fetchedAt];
    });
    return [
      ...(ages.length === 0
        ? []
        : [
            `Prices are ${ageOf(Math.max(...ages))} old, because newer ones could not be had from ${url}.`,
          ]),
      ...(missing.length === 0
        ? []
        : [
            `The price list of ${missing.join(' and ')} could not be had from ${url}, so models may lack a price.`,
          ]),
    ];
  };

  return {
    async load(signal) {
      reading ??= readPriceCache(cacheFile, url);
      const lists = await reading;
      const news = await Promise.all(SERVICES.map((service) => refresh(service, lists, signal)));
      if (news.includes(true)) await writePriceCache(cacheFile, url, lists);
      const ordered = SERVICES.flatMap((service) => lists.get(service)?.models ?? []);
      return { priceOf: indexPrices(ordered).priceOf, notes: notesOn(lists) };
    },
  };
}
