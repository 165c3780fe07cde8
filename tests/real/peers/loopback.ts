import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';

/** One request as it arrived at a peer. Kept in order of arrival; tests assert on these. */
export interface ArrivedRequest {
  /** Milliseconds since the epoch when the head arrived. */
  readonly at: number;
  readonly method: string;
  /** Path and query as sent, for example `/v1/messages?beta=true`. */
  readonly path: string;
  /** Lower-case names; a name sent twice has its values joined with `, ` as Node does. */
  readonly headers: Readonly<Record<string, string>>;
  /** Name and value pairs as on the wire: case, order and duplicates kept. */
  readonly rawHeaders: readonly (readonly [name: string, value: string])[];
  /** The parsed JSON body; undefined when there is none or it is not JSON. */
  readonly body: unknown;
  readonly bodyText: string;
}

export interface Listening {
  /** `http://127.0.0.1:<port>` without a trailing slash. */
  readonly url: string;
  /** Called for every CONNECT request, which a proxy gets; without a listener Node cuts the connection. */
  onConnect(listener: (target: string, socket: Duplex) => void): void;
  dispose(): Promise<void>;
}

/** Serves on a free port of 127.0.0.1. `dispose` cuts open connections, so it never waits for a client. */
export async function listenOnLoopback(listener: RequestListener): Promise<Listening> {
  const server = createServer(listener);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    onConnect: (listener) => {
      server.on('connect', (request, socket) => {
        socket.on('error', () => socket.destroy());
        listener(request.url ?? '', socket);
      });
    },
    dispose: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Reads a whole request into a record. */
export async function readArrived(request: IncomingMessage): Promise<ArrivedRequest> {
  const at = Date.now();
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const bodyText = Buffer.concat(chunks).toString('utf8');
  const rawHeaders: [string, string][] = [];
  for (let index = 0; index + 1 < request.rawHeaders.length; index += 2) {
    rawHeaders.push([request.rawHeaders[index] ?? '', request.rawHeaders[index + 1] ?? '']);
  }
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    at,
    method: request.method ?? '',
    path: request.url ?? '',
    headers,
    rawHeaders,
    body: parseJson(bodyText),
    bodyText,
  };
}

/** The body as an object, or an empty one. */
export function bodyObject(body: unknown): Readonly<Record<string, unknown>> {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
    ? (body as Record<string, unknown>)
    : {};
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
