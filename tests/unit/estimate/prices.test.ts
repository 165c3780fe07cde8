import fs from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { indexPrices, priceFromWire } from '../../../electron/services/estimate/model-price.ts';
import { createPriceBook } from '../../../electron/services/estimate/price-book.ts';

type Answer = (response: http.ServerResponse) => void;

const entry = (input: unknown, output: unknown = input, more = {}) => ({
  pricing_config: {
    pay_as_you_go: { request_token: { price: input }, response_token: { price: output }, ...more },
  },
});
const json =
  (body: unknown): Answer =>
  (response) => {
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  };
const LISTS: Readonly<Record<string, Answer>> = {
  '/anthropic.json': json({ default: entry(0), 'claude-sonnet-5': entry(2, 10) }),
  '/bedrock.json': json({
    'anthropic.claude-sonnet-5': entry(99),
    'moonshotai.kimi-k2.5': entry(3),
  }),
  '/vertex-ai.json': json({ 'claude-opus-4@20250514': entry(4) }),
};

let folder: string;
let server: http.Server;
let answers: Record<string, Answer>;
let seen: { path: string; agent: string | undefined }[];
let now: number;
const HOUR = 3_600_000;

beforeEach(async () => {
  folder = fs.mkdtempSync(path.join(tmpdir(), 'switchyard-prices-'));
  answers = { ...LISTS };
  seen = [];
  now = Date.parse('2026-11-23T12:00:00.000Z');
  server = http.createServer((request, response) => {
    seen.push({ path: request.url ?? '', agent: request.headers['user-agent'] });
    const answer = answers[request.url ?? ''];
    if (answer === undefined) response.writeHead(404).end();
    else answer(response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
});
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  fs.rmSync(folder, { recursive: true, force: true });
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const cacheFile = () => path.join(folder, 'cache', 'prices.json');
const book = (options: { timeoutMs?: number } = {}) =>
  createPriceBook({
    url: url(),
    cacheFile: cacheFile(),
    now: () => new Date(now),
    version: '1.2.3',
    ...options,
  });
const fallOver = () => {
  for (const name of Object.keys(LISTS)) answers[name] = (response) => response.destroy();
};

describe('The price book', () => {
  it('asks for three lists by name, and takes the first that has a model', async () => {
    const { priceOf, notes } = await book().load();
    expect(seen.map((one) => one.path).sort()).toStrictEqual(Object.keys(LISTS));
    expect(new Set(seen.map((one) => one.agent))).toStrictEqual(new Set(['Switchyard/1.2.3']));
    expect(priceOf('claude-sonnet-5')?.output).toBe(10);
    expect(priceOf('@team/moonshotai.kimi-k2.5')?.input).toBe(3);
    expect(priceOf('claude-opus-4')?.input).toBe(4);
    expect([priceOf('claude-opus-9'), priceOf('default'), notes]).toStrictEqual([null, null, []]);
  });

  it('asks once a day, whatever is started anew, and keeps what it has for its owner alone', async () => {
    const first = book();
    await first.load();
    now += 24 * HOUR - 1;
    await first.load();
    expect((await book().load()).priceOf('claude-sonnet-5')?.input).toBe(2);
    expect(seen.length).toBe(3);
    expect(fs.statSync(cacheFile()).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(path.dirname(cacheFile()))).toStrictEqual(['prices.json']);
    now += 1;
    answers['/anthropic.json'] = json({ 'claude-sonnet-5': entry(7) });
    expect((await first.load()).priceOf('claude-sonnet-5')?.input).toBe(7);
    expect(seen.length).toBe(6);
  });

  it('keeps the last good list and says how old it is, and tries again after an hour', async () => {
    await book().load();
    fallOver();
    now += 3 * 24 * HOUR;
    const later = book();
    for (const age of ['3 days', '3 days']) {
      const { priceOf, notes } = await later.load();
      expect(priceOf('claude-sonnet-5')?.input).toBe(2);
      expect(notes).toStrictEqual([
        `Prices are ${age} old, because newer ones could not be had from ${url()}.`,
      ]);
    }
    const asked = seen.length;
    expect(asked).toBeGreaterThanOrEqual(6);
    now += HOUR;
    answers = { ...LISTS };
    expect((await later.load()).notes).toStrictEqual([]);
    expect(seen.length).toBe(asked + 3);
  });

  it('has no price and says why when no list was ever had', async () => {
    fallOver();
    const { priceOf, notes } = await book().load();
    expect(priceOf('claude-sonnet-5')).toBe(null);
    expect(notes).toStrictEqual([
      `No price list could be had from ${url()}, so it is not known what the tokens cost. Switchyard tries again within the hour.`,
    ]);
    expect(fs.existsSync(cacheFile())).toBe(false);
  });

  it.each<[string, Answer]>([
    ['a redirect', (response) => response.writeHead(302, { location: '/vertex-ai.json' }).end()],
    ['an error', (response) => response.writeHead(500).end('{}')],
    ['a page', (response) => response.end('<html></html>')],
    ['something else in JSON', json(['claude-sonnet-5'])],
    ['a list without a price', json({ 'claude-sonnet-5': entry(0), other: 7 })],
    ['no answer in time', () => undefined],
    ['more than is ever read', (response) => response.end(`{"a":"${'x'.repeat(9_000_000)}"}`)],
  ])('takes %s for no list, and the other lists stand', async (what, answer) => {
    answers['/anthropic.json'] = answer;
    const { priceOf, notes } = await book(
      what === 'no answer in time' ? { timeoutMs: 1500 } : {},
    ).load();
    expect(priceOf('moonshotai.kimi-k2.5')?.input).toBe(3);
    expect(notes).toStrictEqual([
      `The price list of anthropic could not be had from ${url()}, so models may lack a price.`,
    ]);
    expect(seen.length).toBe(3);
  });

  it('stops when nobody wants the answer, and asks again the next time', async () => {
    for (const name of Object.keys(LISTS)) answers[name] = () => undefined;
    const one = book();
    const abort = new AbortController();
    const stopped = one.load(abort.signal);
    await expect.poll(() => seen.length).toBe(3);
    abort.abort();
    expect((await stopped).priceOf('claude-sonnet-5')).toBe(null);
    answers = { ...LISTS };
    expect((await one.load()).priceOf('claude-sonnet-5')?.input).toBe(2);
  });

  it('uses no cache that is damaged, of another place or from the future', async () => {
    await book().load();
    const kept = fs.readFileSync(cacheFile(), 'utf8');
    const cases = [kept.slice(0, 50), kept.replace(url(), 'http://example.invalid'), '{"lists":1}'];
    for (const text of cases) {
      fs.writeFileSync(cacheFile(), text);
      const asked = seen.length;
      expect((await book().load()).priceOf('claude-sonnet-5')?.input).toBe(2);
      expect(seen.length).toBe(asked + 3);
    }
    now -= HOUR;
    const asked = seen.length;
    await book().load();
    expect(seen.length).toBe(asked + 3);
  });

  it('has its prices without a place for its cache', async () => {
    fs.writeFileSync(path.join(folder, 'cache'), 'a file where the folder should be');
    expect((await book().load()).priceOf('claude-sonnet-5')?.input).toBe(2);
  });
});

describe('A price', () => {
  it('of what the list does not have is that of the nearest that it has', () => {
    expect(priceFromWire(entry(2, 10))).toStrictEqual({
      input: 2,
      output: 10,
      cacheWrite: 2,
      cacheWriteHour: 2,
      cacheRead: 2,
    });
    const cache = { cache_write_input_token: { price: '3' }, cache_read_input_token: { price: 0 } };
    const hour = { additional_units: { cache_write_1h: { price: 4 } } };
    expect(priceFromWire(entry(2, 10, { ...cache, ...hour }))).toStrictEqual({
      input: 2,
      output: 10,
      cacheWrite: 3,
      cacheWriteHour: 4,
      cacheRead: 0,
    });
  });

  it.each([
    [null],
    [7],
    [{}],
    [{ pricing_config: null }],
    [entry(0)],
    [entry(-1, 2)],
    [entry(1, 'much')],
    [{ pricing_config: { ...entry(1).pricing_config, currency: 'EUR' } }],
  ])('is unknown in %j', (value) => {
    expect(priceFromWire(value)).toBe(null);
  });

  it('is found under every name of the same model, and under no other', () => {
    const price = priceFromWire(entry(1));
    const list = new Map([['claude-haiku-4-5', price ?? expect.fail()]]);
    const { priceOf } = indexPrices([list]);
    const names = [
      'claude-haiku-4-5',
      'claude-haiku-4-5[1m]',
      'claude-haiku-4-5-20251001',
      'claude-haiku-4-5@20251001',
      'claude-haiku-4-5-latest',
      '@anthropic-prod/claude-haiku-4-5',
      '@bedrock/us.anthropic.claude-haiku-4-5-20251001-v1:0[1m]',
      'us-gov.anthropic.claude-haiku-4-5-v1',
      'anthropic/claude-haiku-4-5',
    ];
    expect(names.filter((name) => priceOf(name) !== price)).toStrictEqual([]);
    const others = ['claude-haiku-4', 'claude-haiku-4-5-5', 'claude-haiku', 'haiku', '', '@x/'];
    expect(others.filter((name) => priceOf(name) !== null)).toStrictEqual([]);
  });
});
