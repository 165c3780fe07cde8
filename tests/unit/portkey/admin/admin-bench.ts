import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

import {
  type AdminClient,
  type AdminClientOptions,
  createAdminClient,
} from '../../../../electron/services/portkey/admin-client.ts';
import { ok } from '../../../../shared/domain/failure.ts';
import type { TimeWindow } from '../../../../shared/domain/time-window.ts';

export const KEY = 'pk-live-0123456789/abcdef';
export const NOW = Date.parse('2026-11-23T16:00:00Z');
export const TODAY: TimeWindow = {
  from: '2026-11-22T23:00:00.000Z',
  to: '2026-11-23T23:00:00.000Z',
};

export interface SeenRequest {
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly method: string;
}
export type Answer = (
  request: SeenRequest,
  response: ServerResponse,
  raw: IncomingMessage,
) => void | Promise<void>;

/** A server on loopback that plays Portkey's Admin API, and a client for it whose pauses take no time. */
export interface AdminBench {
  readonly url: string;
  readonly requests: SeenRequest[];
  /** The pauses that the client took, milliseconds. */
  readonly pauses: number[];
  /** The most requests that were open at the same time. */
  busiest(): number;
  answer(answer: Answer): void;
  json(body: unknown, status?: number): void;
  client(options?: Partial<AdminClientOptions>): AdminClient;
  close(): Promise<void>;
}

export async function startAdminBench(): Promise<AdminBench> {
  const requests: SeenRequest[] = [];
  const pauses: number[] = [];
  let open = 0;
  let busiest = 0;
  let answer: Answer = (_, response) => {
    response.writeHead(404).end('{}');
  };
  const server = createServer((raw, response) => {
    const { pathname, searchParams } = new URL(raw.url ?? '', 'http://portkey.test');
    const { headers, method = '' } = raw;
    const request = { path: pathname, query: searchParams, headers, method };
    requests.push(request);
    open += 1;
    busiest = Math.max(busiest, open);
    response.on('close', () => (open -= 1));
    void answer(request, response, raw);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    requests,
    pauses,
    busiest: () => busiest,
    answer: (next) => {
      answer = next;
    },
    json: (body, status = 200) => {
      answer = says(status, body);
    },
    client: (options) =>
      createAdminClient({
        adminUrl: `${url}/v1`,
        key: async () => ok(KEY),
        version: '1.2.3',
        clock: { now: () => NOW },
        random: () => 0.5,
        pause: async (milliseconds) => {
          pauses.push(milliseconds);
          await delay(0);
        },
        ...options,
      }),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

/** Text is sent as a proxy's page, everything else as JSON. */
export const says =
  (status: number, body: unknown): Answer =>
  (_, response) => {
    const text = typeof body === 'string';
    response.writeHead(status, { 'content-type': text ? 'text/html' : 'application/json' });
    response.end(text ? body : JSON.stringify(body));
  };
/** Answers of the Admin API's own error envelope. */
export const adminError = (code: string, message = 'no') => ({
  success: false,
  data: { message, errorCode: code },
});
/** Answers of the gateway's authentication. */
export const gatewayError = (code: string, text: string) => ({
  status: 'failure',
  message: `Portkey Error: ${text}. Error Code: ${code}`,
  error: { message: text, code },
});
/** Answers of the gateway's checks before a request. */
export const typedError = (type: string, code: string, message = 'Limit exceeded') => ({
  error: { message, type, param: null, code },
});
/** Answers of what the gateway blocks itself. */
export const inlineError = (code: string, message: string) => ({
  status: 'failure',
  error: { code, message, field: 'x' },
  message,
});
export const graph = (summary: unknown, points: unknown = [], more: object = {}) => ({
  object: 'analytics-graph',
  summary,
  data_points: points,
  ...more,
});
export const list = (...data: unknown[]) => ({ object: 'list', total: data.length, data });
