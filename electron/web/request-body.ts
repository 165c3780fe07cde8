import type { IncomingMessage } from 'node:http';

import { BODY_LIMIT, type Refusal, TOO_LARGE } from './guard.ts';

/** The envelope of `POST /api/request`. */
export interface Envelope {
  readonly name: unknown;
  readonly input: unknown;
}

const MALFORMED: Refusal = {
  status: 400,
  code: 'request.invalid',
  message: 'The request is not a JSON object with a name and an input.',
};

/**
 * Reads the body, never holding more than the limit, whatever length was announced. How slowly it may come is the
 * server's `requestTimeout`.
 *
 * @returns the envelope, a refusal, or null when the client went away
 */
export async function readEnvelope(request: IncomingMessage): Promise<Envelope | Refusal | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    // `destroyOnReturn: false`: after a refusal the answer still has to go out over this connection.
    for await (const chunk of request.iterator({ destroyOnReturn: false })) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > BODY_LIMIT) return TOO_LARGE;
      chunks.push(bytes);
    }
  } catch {
    return null;
  }
  return parseEnvelope(Buffer.concat(chunks));
}

function parseEnvelope(bytes: Buffer): Envelope | Refusal {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const body: unknown = JSON.parse(text);
    if (typeof body !== 'object' || body === null || Array.isArray(body)) return MALFORMED;
    if (!Object.hasOwn(body, 'name')) return MALFORMED;
    const { name, input } = body as { name: unknown; input?: unknown };
    return { name, input };
  } catch {
    // The parser's message quotes the text, which may hold a key: it goes nowhere.
    return MALFORMED;
  }
}

/** Tells a refusal from an envelope. */
export function isRefusal(read: Envelope | Refusal): read is Refusal {
  return 'status' in read;
}
