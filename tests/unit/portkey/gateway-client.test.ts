import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createGatewayClient } from '../../../electron/services/portkey/gateway-client.ts';
import { judgeKey, readEnvelope } from '../../../electron/services/portkey/key-probe.ts';
import { must, refusal } from '../support/settings-bench.ts';
import { type GatewayPeer, portkeyError, startGatewayPeer } from './gateway-peer.ts';

const KEY = 'pk-live-0123456789abcdef';

let peer: GatewayPeer;
beforeEach(async () => {
  peer = await startGatewayPeer();
});
afterEach(() => peer.close());

const client = (timeoutMs?: number) =>
  createGatewayClient({ version: '1.2.3', ...(timeoutMs === undefined ? {} : { timeoutMs }) });

describe('asking the gateway about a key', () => {
  it.each([
    [200, { object: 'list', data: [] }, 'valid'],
    [401, portkeyError('expired', '01'), 'expired'],
    [403, portkeyError('Forbidden!', '033'), 'no_data_plane'],
    [403, { success: false, data: { message: 'no', errorCode: 'AB03' } }, 'no_data_plane'],
    [412, portkeyError('budget', '04'), 'budget_exhausted'],
    [402, { success: false, data: { message: 'no', errorCode: 'AB09' } }, 'budget_exhausted'],
    [429, portkeyError('slow down', '05'), 'rate_limited'],
  ])('takes %i %j for a real key: %s', async (status, body, expected) => {
    peer.reply(status, body);
    const probed = must(await client().probeKey(peer.url, KEY));
    expect(probed.status).toBe(expected);
    expect(probed.message).not.toBe('');
  });

  it.each([
    [401, portkeyError('Invalid API Key', '03'), 'portkey.unauthorized'],
    [401, 'Unauthorized', 'portkey.unauthorized'],
    [401, portkeyError('cannot check', '033'), 'portkey.unexpected'],
    [404, '<html><h1>Not Found</h1></html>', 'portkey.unexpected'],
    [200, '<html><form>Sign in</form></html>', 'portkey.unexpected'],
    [200, '', 'portkey.unexpected'],
    [500, { error: { message: 'boom', code: 'x' } }, 'portkey.unexpected'],
    [503, '', 'portkey.unexpected'],
  ])('takes %i %j for %s', async (status, body, code) => {
    peer.reply(status, body, typeof body === 'string' ? 'text/html' : 'application/json');
    const failure = refusal(await client().probeKey(peer.url, KEY));
    expect(failure.code).toBe(code);
    expect(JSON.stringify(failure)).not.toContain(KEY);
  });

  it('sends the key in one header, a user agent, and nothing that would route the request on', async () => {
    peer.reply(200, { data: [] });
    must(await client().probeKey(`${peer.url}/prefix`, KEY));
    expect(peer.requests).toHaveLength(1);
    expect(peer.requests[0]?.path).toBe('/prefix/v1/models?limit=1');
    expect(peer.requests[0]?.headers).toMatchObject({
      'x-portkey-api-key': KEY,
      'user-agent': 'Switchyard/1.2.3',
    });
    for (const name of [
      'authorization',
      'x-api-key',
      'x-portkey-provider',
      'x-portkey-config',
      'cookie',
    ]) {
      expect(peer.requests[0]?.headers).not.toHaveProperty(name);
    }
  });

  it.each([301, 302, 303, 307, 308])('does not follow %i', async (status) => {
    peer.answer = (_, response) =>
      response.writeHead(status, { location: `${peer.url}/elsewhere` }).end('moved');
    const failure = refusal(await client().probeKey(peer.url, KEY));
    expect(failure.code).toBe('portkey.unexpected');
    expect(peer.requests).toHaveLength(1);
    expect(failure.message).not.toContain(KEY);
  });

  it('says no key that an answer quotes', async () => {
    peer.reply(500, { error: { message: `the key ${KEY} is odd` } });
    const failure = refusal(await client().probeKey(peer.url, KEY));
    expect(failure.message).toContain('is odd');
    expect(failure.message).not.toContain(KEY);
    expect(failure.message).toContain('••••cdef');
  });

  it('gives up on a gateway that does not answer, or stops in the middle', async () => {
    peer.answer = () => {};
    expect(refusal(await client(80).probeKey(peer.url, KEY))).toMatchObject({
      code: 'network.unreachable',
      retryable: true,
    });
    peer.answer = (_, response) => {
      response.writeHead(200);
      response.write('{"data":[');
    };
    const failure = refusal(await client(80).probeKey(peer.url, KEY));
    expect(failure.code).toBe('network.unreachable');
    expect(failure.message).toContain('0.08 seconds');
  });

  it('says why a gateway cannot be reached', async () => {
    const { port } = peer;
    await peer.close();
    const failure = refusal(await client().probeKey(`http://127.0.0.1:${port}`, KEY));
    expect(failure.message).toContain('nothing answers there');
    const odd = refusal(
      await client().probeKey(`http://127.0.0.1:${port}`, 'line\nbreak-0123456789'),
    );
    expect(odd.code).toBe('network.unreachable');
    expect(odd.message).not.toContain('break-0123');
  });

  it('stops when it is told to', async () => {
    const abort = new AbortController();
    peer.answer = () => abort.abort();
    expect(refusal(await client().probeKey(peer.url, KEY, abort.signal)).code).toBe('cancelled');
    expect(refusal(await client().probeKey(peer.url, KEY, abort.signal)).code).toBe('cancelled');
  });

  it('does not swallow a body without end', async () => {
    let sent = 0;
    peer.answer = (_, response) => {
      response.writeHead(500);
      const chunk = Buffer.alloc(1024 * 1024, 'x');
      const more = () => {
        while (sent < 200 && !response.destroyed) {
          sent += 1;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    };
    expect(refusal(await client().probeKey(peer.url, KEY)).code).toBe('portkey.unexpected');
    expect(sent).toBeLessThan(60);
  });
});

describe('an error envelope', () => {
  it.each([
    ['{"success":false,"data":{"message":"m","errorCode":"AB03"}}', { code: 'AB03', message: 'm' }],
    [
      '{"status":"failure","message":"Portkey Error: x. Error Code: 033"}',
      { code: '033', message: 'Portkey Error: x. Error Code: 033' },
    ],
    ['{"error":{"message":"m","type":"t","param":null,"code":"c"}}', { code: 'c', message: 'm' }],
    ['{"error":"text"}', { code: null, message: null }],
    ['[]', { code: null, message: null }],
    ['null', { code: null, message: null }],
    ['<html>', { code: null, message: null }],
  ])('%s is read', (body, expected) => {
    expect(readEnvelope(body)).toEqual(expected);
    expect(() => judgeKey(500, body)).not.toThrow();
  });
});
