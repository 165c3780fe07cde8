import { listenOnLoopback } from './loopback.ts';

export interface Outside {
  /** Value for HTTPS_PROXY and HTTP_PROXY. */
  readonly url: string;
  /** `host:port` of every tunnel, or absolute URL of every plain request, that was asked for. */
  readonly attempts: readonly string[];
  reset(): void;
  dispose(): Promise<void>;
}

/**
 * The world outside this machine, as a proxy that refuses everything and remembers what was asked for. With it as
 * HTTPS_PROXY nothing that the CLI does can leave the machine, and a test can say where a request would have gone.
 */
export async function startOutside(): Promise<Outside> {
  const attempts: string[] = [];
  const server = await listenOnLoopback((request, response) => {
    attempts.push(request.url ?? '');
    response.writeHead(403).end();
  });
  server.onConnect((target, socket) => {
    attempts.push(target);
    socket.end('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
  });
  return {
    url: server.url,
    attempts,
    reset: () => {
      attempts.length = 0;
    },
    dispose: () => server.dispose(),
  };
}
