import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a page can load from, or send to, an address of a network. */
export const REACHES = [
  'beacon',
  'eventsource',
  'fetch',
  'font',
  'image',
  'ping',
  'preload',
  'script',
  'style',
  'websocket',
  'worker',
  'xhr',
] as const;

/** A server on this machine that notes who comes: connections, and the last part of each path. */
export async function startListener() {
  let connections = 0;
  const paths = new Set<string>();
  const server = createServer((request, response) => {
    paths.add((request.url ?? '').slice(1));
    response.setHeader('content-type', 'text/html').end('<p>here');
  });
  server.on('connection', () => (connections += 1));
  server.on('upgrade', (request, socket) => {
    paths.add((request.url ?? '').slice(1));
    socket.destroy();
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    connections: () => connections,
    paths: () => [...paths].filter((path) => path !== '' && path !== 'favicon.ico').sort(),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Runs in a page: tries every one of {@link REACHES} at an address. What fails, fails silently. */
export function reachOut(base: string): void {
  const attempt = (act: () => unknown): void => {
    Promise.resolve()
      .then(act)
      .catch(() => undefined);
  };
  const add = (tag: string, attributes: Readonly<Record<string, string>>): void => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    document.head.append(element);
  };
  attempt(() => fetch(`${base}fetch`));
  attempt(() => {
    const request = new XMLHttpRequest();
    request.open('GET', `${base}xhr`);
    request.send();
  });
  attempt(() => new WebSocket(`${base.replace('http', 'ws')}websocket`));
  attempt(() => new EventSource(`${base}eventsource`));
  attempt(() => navigator.sendBeacon(`${base}beacon`, 'x'));
  attempt(() => new FontFace('reach', `url(${base}font)`).load());
  attempt(() => new Worker(`${base}worker`));
  add('img', { src: `${base}image` });
  add('script', { src: `${base}script` });
  add('link', { rel: 'stylesheet', href: `${base}style` });
  add('link', { rel: 'preload', as: 'script', href: `${base}preload` });
  const link = document.createElement('a');
  link.href = '#reach';
  link.ping = `${base}ping`;
  document.body.append(link);
  link.click();
  link.remove();
  history.replaceState(null, '', location.pathname + location.search);
}
