import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';

import { type RequestName, requests } from '../../shared/contract/index.ts';
import { fail } from '../../shared/domain/failure.ts';
import type { Scenario } from './fake-data.ts';
import { createFakeModel, type FakeModel } from './fake-model.ts';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
  "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
};

export interface FakeHost {
  readonly url: string;
  readonly model: FakeModel;
  /** Requests that came in, by name. */
  readonly asked: RequestName[];
  /** From now on every request is answered with 401, as after the host was started anew. */
  signOut(): void;
  /** Requests wait from now on; the returned function lets them go. So a test sees what is under way for as long as it needs. */
  hold(): () => void;
  close(): Promise<void>;
}

/** The browser host's protocol over an in-memory model, serving the built renderer under the production policy. */
export async function startFakeHost(options: {
  scenario: Scenario;
  root: string;
}): Promise<FakeHost> {
  const model = createFakeModel(options.scenario);
  const asked: RequestName[] = [];
  const streams = new Set<ServerResponse>();
  let signedOut = false;
  let gate: Promise<void> = Promise.resolve();

  async function answer(request: IncomingMessage): Promise<unknown> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { name, input } = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
      name: RequestName;
      input: unknown;
    };
    if (request.headers['x-switchyard'] !== '1' || !(name in requests))
      return fail('request.invalid');
    asked.push(name);
    await gate;
    const parsed = requests[name].input.safeParse(input);
    if (!parsed.success) return fail('request.invalid', { message: parsed.error.message });
    const handler = model.handlers[name] as (
      input: unknown,
    ) => ReturnType<(typeof model.handlers)[RequestName]>;
    const result = handler(parsed.data);
    // An answer that breaks the contract is a fault of this fake, and must not pass for one of the renderer.
    if (result.ok) requests[name].output.parse(result.value);
    return result;
  }

  async function serveFile(path: string, response: ServerResponse): Promise<void> {
    const file = join(options.root, normalize(path === '/' ? '/index.html' : path));
    try {
      const body = await readFile(file);
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': CSP,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/api/') && signedOut) {
      response.writeHead(401).end();
    } else if (pathname === '/api/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.write(': hello\n\n');
      streams.add(response);
      request.on('close', () => streams.delete(response));
    } else if (pathname === '/api/request' && request.method === 'POST') {
      const body = await answer(request);
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    } else {
      await serveFile(pathname, response);
    }
  }

  model.subscribe((snapshot) => {
    for (const stream of streams) {
      stream.write(`event: snapshot.changed\ndata: ${JSON.stringify(snapshot)}\n\n`);
    }
  });

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    model,
    asked,
    signOut: () => {
      signedOut = true;
      for (const stream of streams) stream.end();
    },
    hold: () => {
      let release = (): void => {};
      gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      return release;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
