import type { ServerResponse } from 'node:http';
import { bodyObject, listenOnLoopback, readArrived } from './loopback.ts';
import type { ArrivedRequest } from './loopback.ts';

/** An answer that replaces the normal one, for as many messages requests as `times` says. */
export interface PlannedError {
  readonly status: number;
  /** Anthropic's `error.type`, for example `overloaded_error`. */
  readonly type: string;
  readonly message: string;
  readonly times: number;
}

export interface AnthropicStandin {
  readonly url: string;
  /** Everything that arrived, in order. */
  readonly requests: readonly ArrivedRequest[];
  /** Only `POST /v1/messages`. */
  messages(): readonly ArrivedRequest[];
  failNext(error: PlannedError): void;
  /** Forgets what arrived and what was planned. */
  reset(): void;
  dispose(): Promise<void>;
}

/** Every answer costs these tokens, so that tests of spend have fixed numbers. */
export const STANDIN_USAGE = { input_tokens: 12, output_tokens: 5 } as const;

/**
 * A loopback server that speaks enough of Anthropic's Messages API for the real CLI and the real gateway: messages
 * (streamed and whole), token counting, the model list and `HEAD /`. It answers every prompt with `ok`.
 * Shapes: https://docs.anthropic.com/en/api/messages-streaming
 */
export async function startAnthropicStandin(): Promise<AnthropicStandin> {
  const requests: ArrivedRequest[] = [];
  let planned: PlannedError[] = [];
  let serial = 0;

  const answer = (arrived: ArrivedRequest, response: ServerResponse): void => {
    const path = arrived.path.split('?')[0];
    const model = bodyObject(arrived.body)['model'];
    const modelId = typeof model === 'string' ? model : 'unknown';
    if (arrived.method === 'HEAD') {
      response.writeHead(200).end();
    } else if (arrived.method === 'POST' && path === '/v1/messages/count_tokens') {
      sendJson(response, 200, { input_tokens: STANDIN_USAGE.input_tokens });
    } else if (arrived.method === 'GET' && path === '/v1/models') {
      sendJson(response, 200, { data: [], has_more: false, first_id: null, last_id: null });
    } else if (arrived.method === 'POST' && path === '/v1/messages') {
      const [error, ...rest] = planned;
      if (error) {
        planned = error.times > 1 ? [{ ...error, times: error.times - 1 }, ...rest] : rest;
        sendError(response, error.status, error.type, error.message);
        return;
      }
      serial += 1;
      const id = `msg_standin_${serial}`;
      if (bodyObject(arrived.body)['stream'] === true) sendStream(response, id, modelId);
      else sendJson(response, 200, wholeMessage(id, modelId), { 'request-id': `req_${serial}` });
    } else {
      sendError(response, 404, 'not_found_error', `${arrived.method} ${arrived.path}`);
    }
  };

  const server = await listenOnLoopback((request, response) => {
    const serve = async (): Promise<void> => {
      const arrived = await readArrived(request);
      requests.push(arrived);
      answer(arrived, response);
    };
    // A client that goes away before its body is complete leaves no record.
    serve().catch(() => response.destroy());
  });

  return {
    url: server.url,
    requests,
    messages: () =>
      requests.filter((each) => each.method === 'POST' && /^\/v1\/messages(\?|$)/.test(each.path)),
    failNext: (error) => {
      planned = [...planned, error];
    },
    reset: () => {
      requests.length = 0;
      planned = [];
    },
    dispose: () => server.dispose(),
  };
}

function wholeMessage(id: string, model: string): unknown {
  return {
    id,
    type: 'message',
    role: 'assistant',
    model,
    content: [{ type: 'text', text: 'ok' }],
    stop_reason: 'end_turn',
    stop_sequence: null,
    usage: STANDIN_USAGE,
  };
}

function sendStream(response: ServerResponse, id: string, model: string): void {
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-cache',
    'request-id': `req_${id}`,
  });
  const event = (type: string, data: object): void => {
    response.write(`event: ${type}\ndata: ${JSON.stringify({ type, ...data })}\n\n`);
  };
  event('message_start', {
    message: {
      id,
      type: 'message',
      role: 'assistant',
      model,
      content: [],
      stop_reason: null,
      stop_sequence: null,
      usage: { input_tokens: STANDIN_USAGE.input_tokens, output_tokens: 1 },
    },
  });
  event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  event('ping', {});
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'ok' } });
  event('content_block_stop', { index: 0 });
  event('message_delta', {
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: STANDIN_USAGE.output_tokens },
  });
  event('message_stop', {});
  response.end();
}

function sendError(response: ServerResponse, status: number, type: string, message: string): void {
  sendJson(response, status, { type: 'error', error: { type, message } });
}

function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(JSON.stringify(body));
}
