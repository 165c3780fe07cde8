import type { IncomingMessage, ServerResponse } from 'node:http';

import { fail } from '../../shared/domain/failure.ts';
import { pageHeaders } from '../ipc/page-headers.ts';
import type { RendererFile } from '../ipc/renderer-files.ts';
import type { Refusal } from './guard.ts';

/** How long a refused upload may go on before the connection is cut, milliseconds. */
const LINGER_MS = 500;

const COMMON = pageHeaders({ connect: 'self' });

/** Sets what every answer carries. There is no CORS header anywhere in this host. */
export function prepare(response: ServerResponse): void {
  for (const [name, value] of Object.entries(COMMON)) response.setHeader(name, value);
  response.setHeader('cache-control', 'no-store');
}

/** Answers with a JSON body. */
export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  const bytes = Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': bytes.length,
  });
  response.end(bytes);
}

/**
 * Refuses a request: a `Result` for the API, plain words for a person. The connection ends, and a body that is still being
 * sent is read off for a moment so that the sender gets to see the answer.
 */
export function refuse(
  request: IncomingMessage,
  response: ServerResponse,
  refusal: Refusal,
  as: 'json' | 'page',
): void {
  response.setHeader('connection', 'close');
  if (refusal.allow !== undefined) response.setHeader('allow', refusal.allow);
  if (as === 'json') {
    sendJson(response, refusal.status, fail(refusal.code, { message: refusal.message }));
  } else {
    sendPage(response, refusal.status, 'Switchyard', refusal.message);
  }
  if (request.complete) return;
  request.resume();
  setTimeout(() => request.destroy(), LINGER_MS).unref();
}

/** Answers with a small page of plain words. The texts are our own and hold no markup. */
export function sendPage(
  response: ServerResponse,
  status: number,
  title: string,
  text: string,
  head = '',
): void {
  const page = [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta name="color-scheme" content="light dark"><title>${title}</title>${head}</head>`,
    `<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`,
  ].join('');
  response.writeHead(status, {
    'content-type': 'text/html; charset=utf-8',
    'content-length': Buffer.byteLength(page),
  });
  response.end(page);
}

/** Answers with a built file; hashed names may be kept for good, everything else is asked for again. */
export function sendFile(
  request: IncomingMessage,
  response: ServerResponse,
  file: RendererFile,
): void {
  if (file.immutable) {
    response.setHeader('cache-control', 'private, max-age=31536000, immutable');
    response.setHeader('etag', file.etag);
    if (request.headers['if-none-match'] === file.etag) {
      response.writeHead(304).end();
      return;
    }
  }
  response.writeHead(200, { 'content-type': file.type, 'content-length': file.bytes.length });
  response.end(request.method === 'HEAD' ? undefined : file.bytes);
}
