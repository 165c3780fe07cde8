/**
 * Loaded with `--import` before Portkey's open-source gateway, which is started as it was published. It fixes three
 * things that its own start script leaves open:
 * - on Node the gateway appends to the headers of fetch's Response, which are immutable there, so every streamed answer
 *   ended in 500 "Something went wrong"; a fresh Response has headers that can be changed;
 * - it would listen on every interface and on a port that somebody else may take first; here it gets a free loopback
 *   port and reports it over the IPC channel;
 * - it would outlive a test run that was killed; here it ends when the channel closes.
 */
import { Server } from 'node:net';
import type { AddressInfo } from 'node:net';

const fetchOriginal = globalThis.fetch;
globalThis.fetch = async (...args: Parameters<typeof fetch>): Promise<Response> => {
  const answer = await fetchOriginal(...args);
  return new Response(answer.body, {
    status: answer.status,
    statusText: answer.statusText,
    headers: answer.headers,
  });
};

// oxlint-disable-next-line typescript/unbound-method -- called with its own `this` below
const listenOriginal = Server.prototype.listen;
Server.prototype.listen = function listen(this: Server, ...args: unknown[]): Server {
  this.once('listening', () => {
    process.send?.({ port: (this.address() as AddressInfo).port });
  });
  const callback = args.find((each): each is () => void => typeof each === 'function');
  return listenOriginal.call(this, { host: '127.0.0.1', port: 0 }, callback);
};

process.on('disconnect', () => process.exit(0));
