import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { readReleaseSource } from '../../../electron/release-source.ts';
import { createReleases } from '../../../electron/services/updates/releases.ts';

let server: Server;
let api: string;
let reply: { status: number; body: string; headers?: Record<string, string> };
const asked: {
  url: string | undefined;
  agent: string | undefined;
  authorization: string | undefined;
}[] = [];

beforeEach(async () => {
  asked.length = 0;
  server = createServer((request, response) => {
    const { 'user-agent': agent, authorization } = request.headers;
    asked.push({ url: request.url, agent, authorization });
    response.writeHead(reply.status, reply.headers);
    response.end(reply.body);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

const URL = 'https://github.com/owner/name/releases/tag/v1.2.0';
const latest = () => createReleases({ repository: 'owner/name', version: '1.0.0', api }).latest();

describe('the latest release', () => {
  it('is asked for with nothing but the app’s name and version', async () => {
    reply = { status: 200, body: JSON.stringify({ tag_name: 'v1.2.0', html_url: URL, more: 1 }) };
    expect(await latest()).toEqual({ ok: true, value: { version: '1.2.0', url: URL } });
    expect(asked).toEqual([
      {
        url: '/repos/owner/name/releases/latest',
        agent: 'Switchyard/1.0.0',
        authorization: undefined,
      },
    ]);
  });

  it.each([
    ['no release yet', { status: 404, body: '{}' }],
    ['a limit', { status: 403, body: '{}' }],
    ['no JSON', { status: 200, body: '<html>' }],
    [
      'a page elsewhere',
      { status: 200, body: JSON.stringify({ tag_name: 'v2', html_url: 'https://evil.example/x' }) },
    ],
    [
      'a script as its page',
      { status: 200, body: JSON.stringify({ tag_name: 'v2', html_url: 'javascript:1' }) },
    ],
    ['a redirect', { status: 302, body: '', headers: { location: 'https://example.invalid/' } }],
    ['far too much', { status: 200, body: 'x'.repeat(1_100_000) }],
  ])('is not known after %s, and that is said', async (_what, given) => {
    reply = given;
    const found = await latest();
    expect(found).toMatchObject({ ok: false, failure: { code: 'network.unreachable' } });
    expect(found.ok ? '' : found.failure.message).toContain('new version could not be found out');
  });
});

describe('where releases are', () => {
  it('is nowhere for an app that runs from its sources', () => {
    expect(readReleaseSource(new globalThis.URL('../../..', import.meta.url).pathname)).toEqual({
      repository: null,
      signed: false,
    });
    expect(readReleaseSource('/nowhere')).toEqual({ repository: null, signed: false });
  });
});
