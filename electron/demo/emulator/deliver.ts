import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import type { Answer } from './errors.ts';
import type { Fault } from './faults.ts';

const SIGN_IN = '<!doctype html><html><head><title>Sign in</title></head><body></body></html>';
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

function send(
  response: ServerResponse,
  status: number,
  headers: Readonly<Record<string, string>>,
  text: string,
): number {
  const bytes = Buffer.from(text);
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
  return status;
}

/** Writes the head and the first half of an answer, under its full length; gives the second half. */
function sendHalf(response: ServerResponse, answer: Answer): Promise<Buffer> {
  const bytes = Buffer.from(JSON.stringify(answer.body));
  const middle = Math.floor(bytes.length / 2);
  response.writeHead(answer.status, { ...JSON_TYPE, 'content-length': bytes.length });
  return new Promise((resolve, reject) => {
    response.write(bytes.subarray(0, middle), (error) => {
      if (error) reject(error);
      else resolve(bytes.subarray(middle));
    });
  });
}

/**
 * Puts an answer on the wire, or the fault in its place. Gives the HTTP status that was sent, null when there was none.
 *
 * @param answer is asked for only where the fault sends it, in whole or in part
 * @param signal ends the wait of a slow answer when the emulator is disposed of
 */
export async function deliver(
  response: ServerResponse,
  answer: () => Answer,
  fault: Fault | null,
  signal: AbortSignal,
): Promise<number | null> {
  if (fault === null) {
    const { status, body } = answer();
    return send(response, status, JSON_TYPE, JSON.stringify(body));
  }
  const kind = fault.answer;
  if (typeof kind === 'object') {
    const { status, body = '', headers = {} } = kind;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return send(response, status, { ...JSON_TYPE, ...headers }, text);
  }
  switch (kind) {
    case 'hang':
      return null;
    case 'reset':
      response.socket?.resetAndDestroy();
      return null;
    case 'html':
      return send(response, 200, { 'content-type': 'text/html; charset=utf-8' }, SIGN_IN);
    case 'empty':
      return send(response, 200, JSON_TYPE, '');
    case 'truncate': {
      const right = answer();
      await sendHalf(response, right);
      response.socket?.destroy();
      return right.status;
    }
    case 'slow': {
      const right = answer();
      const rest = await sendHalf(response, right);
      await delay(fault.delayMs ?? 200, undefined, { signal });
      response.end(rest);
      return right.status;
    }
  }
}
