import { type ClientRequest, get as httpGet } from 'node:http';
import { connect } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { appSnapshotSchema } from '../../../shared/domain/app-snapshot.ts';
import { createFakeApp, type FakeApp, snapshotOf } from '../ipc/fake-app.ts';
import { makeRenderer, startTestHost, type TestHost, until } from './harness.ts';

let renderer: Awaited<ReturnType<typeof makeRenderer>>;
let app: FakeApp;
let host: TestHost;

beforeEach(async () => {
  renderer = await makeRenderer();
  app = createFakeApp();
  host = await startTestHost(app, renderer.folder, { timing: { heartbeatMs: 40 } });
});
afterEach(async () => {
  await host.close();
  await renderer.remove();
});

interface Listening {
  readonly request: ClientRequest;
  text(): string;
  /** The `rev` of each snapshot that came. */
  revs(): number[];
}

function listen(): Listening {
  let text = '';
  const headers = { cookie: host.cookie, 'sec-fetch-site': 'same-origin' };
  const request = httpGet(`${host.origin}/api/events`, { headers, agent: false }, (response) => {
    response.setEncoding('utf8');
    response.on('data', (chunk: string) => {
      text += chunk;
    });
    response.on('error', () => {});
  });
  request.on('error', () => {});
  return {
    request,
    text: () => text,
    revs: () =>
      [...text.matchAll(/^event: snapshot\.changed\nid: \d+\ndata: (.*)$/gm)].map(
        ([, data]) => appSnapshotSchema.parse(JSON.parse(data ?? '')).rev,
      ),
  };
}

describe('the event stream', () => {
  it('begins with the snapshot as it is, then tells each change', async () => {
    const view = listen();
    await until(() => view.revs().length === 1);
    app.push(snapshotOf(2));
    await until(() => view.revs().length === 2);
    expect(view.revs()).toEqual([1, 2]);
    view.request.destroy();
  });

  it('sends a burst as a few events that end with the latest', async () => {
    const view = listen();
    await until(() => view.revs().length === 1);
    for (let rev = 2; rev <= 5000; rev += 1) app.push(snapshotOf(rev));
    await until(() => view.revs().at(-1) === 5000);
    expect(view.revs().length).toBeLessThanOrEqual(3);
    view.request.destroy();
  });

  it('keeps the line open with comments', async () => {
    const view = listen();
    await until(() => (view.text().match(/^:$/gm) ?? []).length >= 2);
    expect(view.revs()).toEqual([1]);
    view.request.destroy();
  });

  it('forgets a view that went away', async () => {
    const view = listen();
    await until(() => app.listeners() === 1 && view.revs().length === 1);
    view.request.destroy();
    await until(() => app.listeners() === 0);
    app.push(snapshotOf(9));
    expect((await host.ask({ name: 'snapshot.get', input: {} })).status).toBe(200);
  });

  it('takes sixteen views and refuses more in words', async () => {
    const views = Array.from({ length: 16 }, () => listen());
    await until(() => app.listeners() === 16);
    const reply = await host.send({ path: '/api/events', headers: { cookie: host.cookie } });
    expect(reply.status).toBe(429);
    expect(JSON.parse(reply.text)).toMatchObject({ ok: false });
    views[0]?.request.destroy();
    await until(() => app.listeners() === 15);
    const another = listen();
    await until(() => another.revs().length === 1);
    for (const view of [...views, another]) view.request.destroy();
  });

  it('piles nothing up for a view that does not read, and lets it go', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.pause();
    socket.on('error', () => {});
    socket.write(
      `GET /api/events HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nCookie: ${host.cookie}\r\n\r\n`,
    );
    await until(() => app.listeners() === 1);
    const heavy = { ...snapshotOf(2), defaultAccount: 'x'.repeat(8_000_000) };
    const before = process.memoryUsage().rss;
    for (let rev = 2; rev < 400; rev += 1) app.push({ ...heavy, rev });
    // Four heartbeats without a byte taken: the connection is given up.
    await until(() => app.listeners() === 0);
    // 400 pushes of 8 MB would be 3.2 GB; one may wait in the socket and one behind it.
    expect(process.memoryUsage().rss - before).toBeLessThan(200_000_000);
    socket.destroy();
  });
});
