import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import { routeRequest } from './catalogue-routing.ts';
import type { CatalogueWorkspace } from './catalogue-routing.ts';
import { listenOnLoopback, readArrived } from './loopback.ts';
import type { ArrivedRequest } from './loopback.ts';

export interface Catalogue {
  /** The base URL to give to Claude Code and to Switchyard, as `https://api.portkey.ai` would be. */
  readonly url: string;
  /** Everything that arrived, in order, refused requests too. This is what tests assert on. */
  readonly requests: readonly ArrivedRequest[];
  /** Only `POST /v1/messages`. */
  messages(): readonly ArrivedRequest[];
  reset(): void;
  dispose(): Promise<void>;
}

/** Headers of the gateway's answer that no longer hold once fetch has decoded the body. */
const DECODED_BY_FETCH = new Set([
  'content-encoding',
  'content-length',
  'transfer-encoding',
  'connection',
]);

/**
 * Portkey's hosted front, as far as Claude Code meets it: keys, `@slug` providers, saved configs and the model list,
 * which the open-source gateway does not have. Everything else goes to the real gateway behind it.
 *
 * @param options.workspace read anew for every request, so a test may replace what it returns
 * @param options.gatewayUrl the real gateway
 * @param options.upstreamUrl the model provider's stand-in; no request is ever forwarded to another host
 */
export async function startCatalogue(options: {
  workspace: () => CatalogueWorkspace;
  gatewayUrl: string;
  upstreamUrl: string;
}): Promise<Catalogue> {
  const requests: ArrivedRequest[] = [];

  const server = await listenOnLoopback((request, response) => {
    const serve = async (): Promise<void> => {
      const arrived = await readArrived(request);
      requests.push(arrived);
      if (arrived.path === '/') {
        response.writeHead(200).end();
        return;
      }
      const route = routeRequest(options.workspace(), arrived, options.upstreamUrl);
      if (route.kind !== 'forward') {
        const status = route.kind === 'refuse' ? route.status : 200;
        response.writeHead(status, { 'content-type': 'application/json' });
        response.end(JSON.stringify(route.body));
        return;
      }
      const withBody = arrived.method !== 'GET' && arrived.method !== 'HEAD';
      const answer = await fetch(`${options.gatewayUrl}${arrived.path}`, {
        method: arrived.method,
        headers: route.headers,
        ...(withBody && { body: route.body }),
      });
      const headers = [...answer.headers].filter(([name]) => !DECODED_BY_FETCH.has(name));
      response.writeHead(answer.status, Object.fromEntries(headers));
      if (answer.body) await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
      else response.end();
    };
    serve().catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502).end(String(error));
    });
  });

  return {
    url: server.url,
    requests,
    messages: () =>
      requests.filter((each) => each.method === 'POST' && /^\/v1\/messages(\?|$)/.test(each.path)),
    reset: () => {
      requests.length = 0;
    },
    dispose: () => server.dispose(),
  };
}
