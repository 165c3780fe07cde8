import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import {
  type IncomingHttpHeaders,
  request as httpRequest,
  type OutgoingHttpHeaders,
} from 'node:http';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { readRendererFiles } from '../../../electron/ipc/renderer-files.ts';
import {
  type BrowserHost,
  type BrowserHostOptions,
  startBrowserHost,
} from '../../../electron/web/browser-host.ts';
import type { FakeApp } from '../ipc/fake-app.ts';

export const PAGE =
  '<!doctype html><title>Switchyard</title><script src="/assets/main-abcd1234.js"></script>';

/** A built renderer of three files, with a secret beside it that must never be served. */
export async function makeRenderer(): Promise<{ folder: string; remove(): Promise<void> }> {
  const top = await mkdtemp(path.join(tmpdir(), 'switchyard-web-'));
  const folder = path.join(top, 'renderer');
  await mkdir(path.join(folder, 'assets'), { recursive: true });
  await writeFile(path.join(folder, 'index.html'), PAGE);
  await writeFile(path.join(folder, 'assets/main-abcd1234.js'), 'export {};');
  await writeFile(path.join(folder, 'assets/main-abcd1234.js.map'), '{"sources":["/home/person"]}');
  await writeFile(path.join(top, 'outside.html'), 'outside');
  return { folder, remove: () => rm(top, { recursive: true, force: true }) };
}

export interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

export interface Call {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

export interface TestHost extends BrowserHost {
  readonly port: number;
  /** The cookie of a session, `name=value`. */
  readonly cookie: string;
  /** Sends a request with exactly these headers (and `Host`). */
  send(call: Call): Promise<Reply>;
  /** `POST /api/request` as the renderer sends it; headers can be overruled or, with null, left out. */
  ask(body: unknown, headers?: Record<string, string | null>): Promise<Reply>;
  /** Sends bytes as they are and reads until the other side ends. */
  raw(bytes: string): Promise<string>;
}

/** A host on a random port with one session. */
export async function startTestHost(
  app: FakeApp,
  folder: string,
  options: Partial<BrowserHostOptions> = {},
): Promise<TestHost> {
  const files = await readRendererFiles(folder);
  const host = await startBrowserHost({ app, files, verifyOutputs: true, ...options });
  const port = Number(new URL(host.origin).port);
  const send = (call: Call): Promise<Reply> => sendTo(port, call);
  const opened = await send({ path: host.freshLink().slice(host.origin.length) });
  const cookie = (opened.headers['set-cookie']?.[0] ?? '').split(';')[0] ?? '';
  return {
    ...host,
    port,
    cookie,
    send,
    ask(body, headers = {}) {
      const usual: Record<string, string | null> = {
        cookie,
        origin: host.origin,
        'x-switchyard': '1',
        'content-type': 'application/json',
        ...headers,
      };
      const kept = Object.entries(usual).filter(([, value]) => value !== null);
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      return send({
        method: 'POST',
        path: '/api/request',
        headers: Object.fromEntries(kept) as OutgoingHttpHeaders,
        body: text,
      });
    },
    raw: (bytes) => sendRaw(port, bytes),
  };
}

export function sendTo(port: number, call: Call): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      {
        host: '127.0.0.1',
        port,
        method: call.method ?? 'GET',
        path: call.path ?? '/',
        headers: call.headers ?? {},
        agent: false,
      },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString(),
          }),
        );
      },
    );
    request.on('error', reject);
    request.end(call.body);
  });
}

function sendRaw(port: number, bytes: string): Promise<string> {
  return new Promise((resolve) => {
    let text = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      text += chunk;
    });
    socket.on('error', () => resolve(text));
    socket.on('close', () => resolve(text));
  });
}

/** Waits until a condition holds, looking every few milliseconds. */
export async function until(condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 5000;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error('It did not come to be within five seconds.');
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
