import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callerOf } from './auth.ts';
import type { EmulatorRequest } from './context.ts';
import { deliver } from './deliver.ts';
import { createFaultScript, type Fault } from './faults.ts';
import { createRateCounter } from './rate-counter.ts';
import { answerTo } from './routes.ts';
import type { Dialect, EmulatorState } from './state.ts';

/** One request that reached the emulator. Holds no key, only whose it was. */
export interface RecordedRequest {
  /** Milliseconds since the epoch, by the emulator's clock. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Id of the key that was sent; null when there was none or it is not known. */
  readonly keyId: string | null;
  /** By lower-case name, without those that can hold a credential. */
  readonly headers: Readonly<Record<string, string>>;
  /** What was answered; null while nothing is, and for a connection that was reset. */
  status: number | null;
}

export interface Emulator {
  /** The gateway URL, without `/v1`. */
  readonly url: string;
  /** The URL of the Admin API, with `/v1`. */
  readonly adminUrl: string;
  /** The latest requests, oldest first. */
  readonly requests: readonly RecordedRequest[];
  /** Puts another script of faults in force and starts its count afresh. */
  script(faults: readonly Fault[]): void;
  /** Closes every connection, the hanging ones too. */
  dispose(): Promise<void>;
}

const CREDENTIALS: ReadonlySet<string> = new Set([
  'x-portkey-api-key',
  'authorization',
  'x-api-key',
  'cookie',
]);

const textOf = (value: string | string[] | undefined): string | null =>
  value === undefined ? null : Array.isArray(value) ? value.join(', ') : value;

function readRequest(message: IncomingMessage): EmulatorRequest {
  const url = new URL(message.url ?? '/', 'http://127.0.0.1');
  return {
    method: message.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    header: (name) => textOf(message.headers[name]),
  };
}

/**
 * Starts a Portkey on 127.0.0.1: Admin API, analytics and model catalogue of the given state, computed on every request.
 *
 * @param options.clock milliseconds since the epoch; budgets, data lag and rate limits go by it
 * @param options.port any free one when left out
 * @param options.dialect `live` when left out
 * @param options.mostRequests how many requests are remembered; all of them when left out
 * @throws when the port cannot be had
 */
export async function startEmulator(options: {
  state: EmulatorState;
  clock: { now(): number };
  port?: number;
  dialect?: Dialect;
  faults?: readonly Fault[];
  mostRequests?: number;
}): Promise<Emulator> {
  const { state, clock, dialect = 'live', mostRequests = Number.POSITIVE_INFINITY } = options;
  const requests: RecordedRequest[] = [];
  const rates = createRateCounter();
  const closing = new AbortController();
  let faults = createFaultScript(options.faults ?? []);

  const serve = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    message.resume();
    const request = readRequest(message);
    const world = { state, dialect, now: clock.now(), rates };
    const record: RecordedRequest = {
      at: world.now,
      method: request.method,
      path: request.path,
      query: Object.fromEntries(request.query),
      keyId: callerOf(world, request)?.id ?? null,
      headers: Object.fromEntries(
        Object.entries(message.headers)
          .filter(([name]) => !CREDENTIALS.has(name))
          .map(([name, value]) => [name, textOf(value) ?? '']),
      ),
      status: null,
    };
    requests.push(record);
    if (requests.length > mostRequests) requests.shift();
    const fault = faults.next(request.path);
    record.status = await deliver(response, () => answerTo(world, request), fault, closing.signal);
  };

  const server = createServer((message, response) => {
    serve(message, response).catch((error: unknown) => {
      // A caller that hung up and a slow answer that dispose cut short have nobody to tell; a bug must be seen.
      if (response.headersSent || response.destroyed) response.destroy();
      else response.writeHead(500, { 'content-type': 'text/plain' }).end(String(error));
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port ?? 0, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;

  return {
    url,
    adminUrl: `${url}/v1`,
    requests,
    script: (next) => {
      faults = createFaultScript(next);
    },
    dispose: async () => {
      closing.abort();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}
