import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, describe, expect, it } from 'vitest';

import { sendProbe } from '../../../electron/services/portkey/send-probe.ts';

let server: Server | null = null;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
  server = null;
});

async function listening(listener: RequestListener): Promise<string> {
  const made = createServer(listener);
  server = made;
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(made.address() as AddressInfo).port}`;
}

const request = (origin: string) => ({
  url: `${origin}/v1/messages?beta=true`,
  model: 'm',
  headers: { authorization: 'Bearer pk-SECRET-1', 'x-portkey-trace-id': 't' },
  body: '{"model":"m"}',
  trace: 't',
});

describe('sending a probe', () => {
  it('tells the status, Portkey’s headers, the tokens and the time, and no credential', async () => {
    const seen: string[] = [];
    const origin = await listening((incoming, response) => {
      seen.push(`${incoming.method} ${incoming.url} ${incoming.headers.authorization}`);
      response.writeHead(200, {
        'x-portkey-provider': 'anthropic',
        'x-portkey-retry-attempt-count': '0',
        'x-portkey-cache-status': 'DISABLED',
        'set-cookie': 'a=b',
      });
      response.end('{"usage":{"input_tokens":8,"output_tokens":1}}');
    });
    const sent = await sendProbe(request(origin), { timeoutMs: 5000 });
    expect(seen).toEqual(['POST /v1/messages?beta=true Bearer pk-SECRET-1']);
    expect(sent).toMatchObject({
      ok: true,
      value: {
        answer: { status: 200, fromProvider: true },
        tokens: { input: 8, output: 1 },
        headers: [
          { name: 'x-portkey-provider', value: 'anthropic' },
          { name: 'x-portkey-retry-attempt-count', value: '0' },
          { name: 'x-portkey-cache-status', value: 'DISABLED' },
        ],
      },
    });
    expect(JSON.stringify(sent)).not.toContain('SECRET');
  });

  it('reads the reason out of a refusal, whatever its form', async () => {
    const origin = await listening((_incoming, response) => {
      response.writeHead(412);
      response.end(
        '{"error":{"message":"Portkey Error: used up. Error Code: 04","type":"integration_exhaust_error"}}',
      );
    });
    const sent = await sendProbe(request(origin), { timeoutMs: 5000 });
    expect(sent).toMatchObject({
      ok: true,
      value: {
        answer: { status: 412, code: '04', type: 'integration_exhaust_error' },
        tokens: null,
      },
    });
  });

  it('does not follow a redirect, which would take the key along', async () => {
    let asked = 0;
    const origin = await listening((_incoming, response) => {
      asked += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    const sent = await sendProbe(request(origin), { timeoutMs: 5000 });
    expect(sent).toMatchObject({ ok: false, failure: { code: 'portkey.unexpected' } });
    expect(asked).toBe(1);
  });

  it('says that nobody answered, in time or at all, and that it was called off', async () => {
    const nobody = await sendProbe(request('http://127.0.0.1:9'), { timeoutMs: 5000 });
    expect(nobody).toMatchObject({ ok: false, failure: { code: 'network.unreachable' } });
    const origin = await listening(() => undefined);
    const late = await sendProbe(request(origin), { timeoutMs: 100 });
    expect(late).toMatchObject({ ok: false, failure: { code: 'network.unreachable' } });
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 50);
    const off = await sendProbe(request(origin), { timeoutMs: 5000, signal: abort.signal });
    expect(off).toMatchObject({ ok: false, failure: { code: 'cancelled' } });
    expect(JSON.stringify([nobody, late, off])).not.toContain('SECRET');
  });
});
