import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface GatewayPeer {
  readonly url: string;
  readonly port: number;
  readonly requests: { path: string; headers: IncomingMessage['headers'] }[];
  answer: (request: IncomingMessage, response: ServerResponse) => void;
  /** Answers everything with one status and body; what is no string is sent as JSON. */
  reply(status: number, body: unknown, type?: string): void;
  close(): Promise<void>;
}

/** A gateway on this machine that records what it is asked and answers as it is told. */
export async function startGatewayPeer(): Promise<GatewayPeer> {
  const server = createServer((request, response) => {
    peer.requests.push({ path: request.url ?? '', headers: request.headers });
    peer.answer(request, response);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const peer: GatewayPeer = {
    url: `http://127.0.0.1:${port}`,
    port,
    requests: [],
    answer: (_, response) => response.end(),
    reply: (status, body, type = 'application/json') => {
      peer.answer = (_, response) => {
        response.writeHead(status, { 'content-type': type });
        response.end(typeof body === 'string' ? body : JSON.stringify(body));
      };
    },
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return peer;
}

/** An error as Portkey's gateway answers it. */
export function portkeyError(text: string, code: string): object {
  return {
    status: 'failure',
    message: `Portkey Error: ${text}. Error Code: ${code}`,
    error: { message: text, code },
  };
}
