import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { pickModels } from '../../../electron/ipc/handlers/model-list.ts';
import { createGatewayClient } from '../../../electron/services/portkey/gateway-client.ts';
import { must, refusal } from '../support/settings-bench.ts';
import { type GatewayPeer, portkeyError, startGatewayPeer } from './gateway-peer.ts';

const KEY = 'pk-live-0123456789abcdef';

let peer: GatewayPeer;
beforeEach(async () => {
  peer = await startGatewayPeer();
});
afterEach(() => peer.close());

const client = () => createGatewayClient({ version: '1.2.3' });

describe('the catalogue', () => {
  const pages = (total: number, more: object = {}) => {
    peer.answer = (request, response) => {
      const query = new URL(request.url ?? '', peer.url).searchParams;
      const offset = Number(query.get('offset'));
      const count = Math.min(Number(query.get('limit')), Math.max(total - offset, 0));
      const data = Array.from({ length: count }, (_, n) => ({ id: `@p/m-${offset + n}` }));
      response.end(JSON.stringify({ object: 'list', data, ...more }));
    };
  };

  it.each([
    [0, 1],
    [3, 1],
    [500, 2],
    [1201, 3],
  ])('of %i models is read in %i requests', async (total, count) => {
    pages(total);
    expect(must(await client().listModels(peer.url, KEY))).toHaveLength(total);
    expect(peer.requests).toHaveLength(count);
  });

  it('that ignores the offset, or never ends, is cut off', async () => {
    const data = Array.from({ length: 500 }, (_, n) => ({ id: `@p/m-${n}` }));
    peer.reply(200, { data });
    expect(must(await client().listModels(peer.url, KEY))).toHaveLength(500);
    expect(peer.requests).toHaveLength(2);
    peer.requests.length = 0;
    pages(1_000_000);
    expect(must(await client().listModels(peer.url, KEY))).toHaveLength(10_000);
    expect(peer.requests).toHaveLength(20);
  });

  it('keeps what has an id, whatever else there is', async () => {
    peer.reply(200, { data: [{ id: '@a/x' }, { id: 5 }, null, 'y', { name: 'z' }] });
    expect(must(await client().listModels(peer.url, KEY))).toEqual(['@a/x']);
  });

  it.each([
    [200, '<html>', 'portkey.unexpected'],
    [200, '{"models":[]}', 'portkey.unexpected'],
    [403, portkeyError('Forbidden!', '033'), 'portkey.forbidden'],
    [412, portkeyError('budget', '04'), 'portkey.forbidden'],
    [401, portkeyError('bad', '03'), 'portkey.unauthorized'],
    [500, { error: { message: KEY } }, 'portkey.unexpected'],
  ])('answered by %i %j is %s', async (status, body, code) => {
    peer.reply(status, body);
    const failure = refusal(await client().listModels(peer.url, KEY));
    expect(failure.code).toBe(code);
    expect(JSON.stringify(failure)).not.toContain(KEY);
  });

  it('is split by provider', () => {
    const ids = ['@b/one', '@a/x/y', '@a/b', 'bare', '@b/one'];
    expect(pickModels(ids, null)).toEqual({
      models: ['@a/b', '@a/x/y', '@b/one', 'bare'],
      providers: ['@a', '@b'],
    });
    expect(pickModels(ids, '@a').models).toEqual(['b', 'x/y']);
    expect(pickModels(ids, '@none').models).toEqual([]);
  });
});
