import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createFakeApp } from '../ipc/fake-app.ts';
import { makeRenderer, startTestHost, type TestHost } from './harness.ts';

let host: TestHost;
let renderer: Awaited<ReturnType<typeof makeRenderer>>;

beforeAll(async () => {
  renderer = await makeRenderer();
  host = await startTestHost(createFakeApp(), renderer.folder, {
    timing: { headersMs: 300, requestMs: 600 },
  });
});
afterAll(async () => {
  await host.close();
  await renderer.remove();
});

const get = { name: 'snapshot.get', input: {} };

describe('how much and how slowly', () => {
  const head = (): string =>
    [
      'POST /api/request HTTP/1.1',
      `Host: 127.0.0.1:${host.port}`,
      `Origin: ${host.origin}`,
      `Cookie: ${host.cookie}`,
      'X-Switchyard: 1',
      'Content-Type: application/json',
      '',
    ].join('\r\n');

  it('refuses a body over two megabytes, announced or not', async () => {
    const body = `{"name":"presets.import","input":{"text":"${'x'.repeat(2_100_000)}"}}`;
    expect((await host.ask(body)).status).toBe(413);
    expect((await host.ask(body, { 'transfer-encoding': 'chunked' })).status).toBe(413);
  });

  it('takes the largest input of the contract', async () => {
    const input = { text: 'x'.repeat(1_000_000), save: false };
    expect((await host.ask({ name: 'presets.import', input })).status).toBe(200);
  });

  it('refuses a body nested a hundred thousand deep without falling over', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const reply = await host.ask(`{"name":"snapshot.get","input":${deep}}`);
    expect(JSON.parse(reply.text)).toMatchObject({ ok: false });
    expect((await host.ask(get)).status).toBe(200);
  });

  it.each([
    ['a chunked body that never ends', 'Transfer-Encoding: chunked\r\n\r\n5\r\n{"nam\r\n'],
    ['a body that is shorter than announced', 'Content-Length: 1000\r\n\r\n{"name"'],
  ])('cuts off %s', async (_what, rest) => {
    expect(await host.raw(head() + rest)).toMatch(/^HTTP\/1\.1 408 /);
  });

  it('cuts off headers that never end', async () => {
    expect(await host.raw(`GET / HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nX-A: `)).toMatch(
      /^HTTP\/1\.1 408 /,
    );
  });

  it('refuses headers that are too large, and two lengths at once', async () => {
    expect(await host.raw(`${head()}X-A: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(/ 431 /);
    const smuggled = 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n{}';
    expect(await host.raw(head() + smuggled)).toMatch(/ 400 /);
  });
});
