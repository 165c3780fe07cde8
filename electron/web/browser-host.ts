import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { AppHost } from '../ipc/handlers.ts';
import type { RendererFiles } from '../ipc/renderer-files.ts';
import { createRouter } from '../ipc/router.ts';
import { createEventStreams, STREAM_LIMIT } from './event-streams.ts';
import { cookieValues, findRefusal, type Refusal, routeOf } from './guard.ts';
import { prepare, refuse, sendFile, sendJson, sendPage } from './replies.ts';
import { isRefusal, readEnvelope } from './request-body.ts';
import { createSessions } from './sessions.ts';

// An `import` of node:http reads all of its exports, and with them loads Node's whole fetch and WebSocket: 50 ms that this
// way of loading it does not cost.
const { createServer } = process.getBuiltinModule('node:http');

/** Only this machine, and only by this spelling. */
const ADDRESS = '127.0.0.1';
const CONNECTION_LIMIT = 256;
/** How long open connections get to finish when the host closes, milliseconds. */
const CLOSE_GRACE_MS = 250;

const NEW_LINK = 'Start Switchyard again in a terminal, or press Return there, to get a new link.';

export interface BrowserHost {
  /** `http://127.0.0.1:PORT`, without a token. */
  readonly origin: string;
  /** A link that lets one browser in, once. An older unused link stops working. */
  freshLink(): string;
  /** Ends streams and running requests, then every connection. */
  close(): Promise<void>;
}

export interface BrowserHostOptions {
  readonly app: Pick<AppHost, 'handlers' | 'snapshots' | 'log'>;
  readonly files: RendererFiles;
  /** 0 or left out: any free port. */
  readonly port?: number | undefined;
  readonly verifyOutputs?: boolean | undefined;
  /** Milliseconds; the defaults are 10,000 for the headers, 30,000 for a whole request and 15,000 between heartbeats. */
  readonly timing?: { headersMs?: number; requestMs?: number; heartbeatMs?: number } | undefined;
}

/**
 * The app over HTTP for a browser on the same machine: the built renderer, `POST /api/request` and `GET /api/events`.
 *
 * @throws what `listen` gives when the port cannot be had (`EADDRINUSE`, `EACCES`)
 */
export async function startBrowserHost(options: BrowserHostOptions): Promise<BrowserHost> {
  const { app, files, timing = {} } = options;
  const headersTimeout = timing.headersMs ?? 10_000;
  const requestTimeout = timing.requestMs ?? 30_000;
  const sessions = createSessions();
  const heartbeatMs = timing.heartbeatMs ?? 15_000;
  const streams = createEventStreams({ snapshots: app.snapshots, heartbeatMs });
  const router = createRouter({
    handlers: app.handlers,
    log: app.log,
    verifyOutputs: options.verifyOutputs ?? false,
  });
  const running = new Set<AbortController>();
  // A slow client may not hold a connection for long: Node looks for such ones at this interval.
  const connectionsCheckingInterval = Math.min(headersTimeout, 5000);
  const server = createServer({ headersTimeout, requestTimeout, connectionsCheckingInterval });
  server.keepAliveTimeout = 5000;
  server.maxConnections = CONNECTION_LIMIT;
  const port = await listen(server, options.port ?? 0);
  const host = `${ADDRESS}:${port}`;
  // Cookies do not tell ports apart, so two instances need two names.
  const cookieName = `switchyard-${port}`;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [path = '', query = ''] = (request.url ?? '').split('?', 2);
    const route = routeOf(path);
    const as = path.startsWith('/api/') ? 'json' : 'page';
    const facts = { method: request.method ?? '', route, headers: request.headersDistinct };
    const refusal = findRefusal(facts, host);
    if (refusal !== null) return refuse(request, response, refusal, as);
    const known = sessions.knows(cookieValues(request.headers.cookie, cookieName));
    if (route === 'open') return letIn(request, response, query, known);
    if (!known) return refuse(request, response, NOT_LET_IN, as);
    if (route === 'request') return act(request, response);
    if (route === 'events') {
      return streams.open(response) ? undefined : refuse(request, response, TOO_MANY, as);
    }
    const file = files.get(path);
    return file === undefined
      ? refuse(request, response, NOT_FOUND, as)
      : sendFile(request, response, file);
  }

  function letIn(
    request: IncomingMessage,
    response: ServerResponse,
    query: string,
    known: boolean,
  ): void {
    const session = sessions.redeem(new URLSearchParams(query).get('token') ?? '');
    if (session === null && !known) return refuse(request, response, USED_UP, 'page');
    if (session !== null) {
      const cookie = `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`;
      response.setHeader('set-cookie', cookie);
    }
    const site = request.headers['sec-fetch-site'];
    if (site === 'cross-site' || site === 'same-site') {
      // Clicked in another page, say a terminal in the browser. A redirect would still count as that page's navigation and
      // go without the strict cookie; a step from our own page does not.
      const refresh = '<meta http-equiv="refresh" content="0;url=/">';
      return sendPage(response, 200, 'Switchyard', '<a href="/">Continue</a>', refresh);
    }
    response.writeHead(303, { location: '/' }).end();
  }

  async function act(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const gone = new AbortController();
    running.add(gone);
    response.on('close', () => {
      running.delete(gone);
      gone.abort();
    });
    const envelope = await readEnvelope(request);
    if (envelope === null) return;
    if (isRefusal(envelope)) return refuse(request, response, envelope, 'json');
    const context = { face: 'browser', signal: gone.signal } as const;
    const result = await router.dispatch(envelope.name, envelope.input, context);
    if (!response.destroyed) sendJson(response, 200, result);
  }

  server.on('request', (request, response) => {
    prepare(response);
    answer(request, response).catch((error: unknown) => {
      app.log(`browser host: ${error instanceof Error ? error.name : 'unknown'} while answering`);
      response.destroy();
    });
  });

  return {
    origin: `http://${host}`,
    freshLink: () => `http://${host}/open?token=${sessions.mint()}`,
    async close() {
      for (const controller of running) controller.abort();
      streams.close();
      await closeServer(server);
    },
  };
}

const NOT_LET_IN: Refusal = {
  status: 401,
  code: 'sender.rejected',
  message: `This browser was not let in. ${NEW_LINK}`,
};
const USED_UP: Refusal = {
  status: 401,
  code: 'sender.rejected',
  message: `This link does not work, or was used already; if not by you, stop Switchyard. ${NEW_LINK}`,
};
const NOT_FOUND: Refusal = {
  status: 404,
  code: 'request.invalid',
  message: 'There is nothing at this address.',
};
const TOO_MANY: Refusal = {
  status: 429,
  code: 'request.invalid',
  message: `More than ${STREAM_LIMIT} views are open. Close one of them.`,
};

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, ADDRESS, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
