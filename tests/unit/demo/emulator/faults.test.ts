import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import type { Fault } from '../../../../electron/demo/emulator/faults.ts';
import { startEmulator, type Emulator } from '../../../../electron/demo/emulator/start-emulator.ts';
import { fixtureState, KEY_ID, NOW } from './fixture.ts';

const SECRET = 'pk-service-0001';
const opened: Emulator[] = [];

async function open(faults: readonly Fault[] = []): Promise<Emulator> {
  const emulator = await startEmulator({
    state: fixtureState(),
    clock: { now: () => NOW },
    faults,
  });
  opened.push(emulator);
  return emulator;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((emulator) => emulator.dispose()));
});

interface Heard {
  readonly status: number | undefined;
  readonly type: string | undefined;
  readonly text: string;
  /** The code with which the connection failed; null when it did not. */
  readonly broke: string | null;
}

const codeOf = (error: unknown) =>
  error instanceof Error && 'code' in error ? String(error.code) : 'unknown';

/** One request over a connection of its own, read until it ends or breaks. */
function ask(url: string): Promise<Heard> {
  return new Promise((resolve) => {
    const request = get(
      url,
      { agent: false, headers: { 'x-portkey-api-key': SECRET } },
      (response: IncomingMessage) => {
        let text = '';
        const done = (broke: string | null) =>
          resolve({
            status: response.statusCode,
            type: response.headers['content-type'],
            text,
            broke,
          });
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => done(null));
        response.on('error', (error) => done(codeOf(error)));
      },
    );
    request.on('error', (error) =>
      resolve({ status: undefined, type: undefined, text: '', broke: codeOf(error) }),
    );
  });
}

describe('The emulator on its socket', () => {
  it('answers on 127.0.0.1 and remembers each request without its key', async () => {
    const emulator = await open();
    const heard = await ask(`${emulator.adminUrl}/configs?page_size=2`);
    expect(heard).toMatchObject({ status: 200, type: 'application/json; charset=utf-8' });
    expect(emulator.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(JSON.stringify(emulator.requests)).not.toContain(SECRET);
    expect(emulator.requests).toStrictEqual([
      {
        at: NOW,
        method: 'GET',
        path: '/v1/configs',
        query: { page_size: '2' },
        keyId: KEY_ID.service,
        headers: { host: new URL(emulator.url).host, connection: 'close' },
        status: 200,
      },
    ]);
  });

  it('takes a port that is asked for, and fails when it is taken', async () => {
    const emulator = await open();
    const port = Number(new URL(emulator.url).port);
    const again = startEmulator({ state: fixtureState(), clock: { now: () => NOW }, port });
    await expect(again).rejects.toThrow('EADDRINUSE');
    await emulator.dispose();
    const third = await startEmulator({ state: fixtureState(), clock: { now: () => NOW }, port });
    opened.push(third);
    expect(third.url).toBe(emulator.url);
  });

  it('refuses other methods', async () => {
    const emulator = await open();
    const answer = await fetch(`${emulator.adminUrl}/configs`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(404);
  });

  it('closes connections that are open and idle when it is disposed of', async () => {
    const emulator = await open();
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    await once(socket, 'connect');
    await emulator.dispose();
    await once(socket.resume(), 'close');
    expect((await ask(emulator.url)).broke).toBe('ECONNREFUSED');
  });
});

describe('A scripted fault', () => {
  it('answers with the status and body it names, for its path only', async () => {
    const answer = { status: 503, body: { message: 'down' }, headers: { 'retry-after': '1' } };
    const emulator = await open([{ match: { path: '/v1/providers' }, answer }]);
    expect(await ask(`${emulator.adminUrl}/providers`)).toMatchObject({
      status: 503,
      text: '{"message":"down"}',
    });
    expect((await ask(`${emulator.adminUrl}/configs`)).status).toBe(200);
    expect(emulator.requests.map(({ status }) => status)).toStrictEqual([503, 200]);
  });

  it('hits the nth request that fits, and can be replaced by another script', async () => {
    const emulator = await open([
      { match: { path: '/v1/configs', nth: 2 }, answer: { status: 500 } },
    ]);
    const statuses = async (...paths: readonly string[]) => {
      const found: (number | undefined)[] = [];
      for (const path of paths) found.push((await ask(`${emulator.adminUrl}/${path}`)).status);
      return found;
    };
    expect(await statuses('configs', 'providers', 'configs', 'configs')).toStrictEqual([
      200, 200, 500, 200,
    ]);
    emulator.script([{ match: { nth: 1 }, answer: { status: 502, body: 'bad' } }]);
    expect(await statuses('providers', 'providers')).toStrictEqual([502, 200]);
  });

  it('resets the connection', async () => {
    const emulator = await open([{ match: {}, answer: 'reset' }]);
    const socket = connect(Number(new URL(emulator.url).port), '127.0.0.1');
    socket.write('GET /v1/configs HTTP/1.1\r\nhost: emulator\r\n\r\n');
    // A connection that was only closed would end, without an error.
    const error = await new Promise<unknown>((resolve) => {
      socket.once('error', resolve);
      socket.once('end', () => resolve('ended'));
      socket.resume();
    });
    expect(error).toMatchObject({ code: 'ECONNRESET', syscall: 'read' });
    expect(emulator.requests[0]?.status).toBeNull();
  });

  it('hangs until the caller gives up, and does not keep dispose waiting', async () => {
    const emulator = await open([{ match: {}, answer: 'hang' }]);
    const signal = AbortSignal.timeout(50);
    await expect(fetch(`${emulator.adminUrl}/configs`, { signal })).rejects.toThrow('timeout');
    const waiting = ask(`${emulator.adminUrl}/configs`);
    while (emulator.requests.length < 2) await new Promise((resolve) => setImmediate(resolve));
    await emulator.dispose();
    expect((await waiting).broke).toBe('ECONNRESET');
  });

  it('sends the right answer slowly', async () => {
    const emulator = await open([{ match: { nth: 2 }, answer: 'slow', delayMs: 60 }]);
    const right = await ask(`${emulator.adminUrl}/configs`);
    const before = performance.now();
    expect(await ask(`${emulator.adminUrl}/configs`)).toStrictEqual(right);
    expect(performance.now() - before).toBeGreaterThanOrEqual(55);
  });

  it('breaks off in the middle of a body', async () => {
    const emulator = await open([{ match: { nth: 2 }, answer: 'truncate' }]);
    const right = await ask(`${emulator.adminUrl}/configs`);
    const half = await ask(`${emulator.adminUrl}/configs`);
    expect(half).toMatchObject({ status: 200, broke: 'ECONNRESET' });
    expect(half.text).toBe(right.text.slice(0, Math.floor(right.text.length / 2)));
  });

  it('answers with a sign-in page, or with nothing at all', async () => {
    const emulator = await open([
      { match: { nth: 1 }, answer: 'html' },
      { match: { nth: 2 }, answer: 'empty' },
    ]);
    const page = await ask(`${emulator.adminUrl}/configs`);
    expect(page).toMatchObject({ status: 200, type: 'text/html; charset=utf-8' });
    expect(page.text).toMatch(/^<!doctype html>/);
    expect(await ask(`${emulator.adminUrl}/configs`)).toMatchObject({ status: 200, text: '' });
  });
});
