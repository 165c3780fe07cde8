import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { createFakeApp, type FakeApp } from '../ipc/fake-app.ts';
import { makeRenderer, PAGE, startTestHost, type TestHost } from './harness.ts';

let app: FakeApp;
let host: TestHost;
let renderer: Awaited<ReturnType<typeof makeRenderer>>;

beforeAll(async () => {
  app = createFakeApp();
  renderer = await makeRenderer();
  host = await startTestHost(app, renderer.folder);
});
afterAll(async () => {
  await host.close();
  await renderer.remove();
});

const get = { name: 'snapshot.get', input: {} };

describe('who may ask', () => {
  it('answers the renderer', async () => {
    const reply = await host.ask(get);
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toMatchObject({ ok: true, value: { rev: 1 } });
  });

  it.each([
    'localhost:PORT',
    '127.0.0.1',
    '127.0.0.1:1',
    'evil.example:PORT',
    '127.0.0.1.evil.example:PORT',
    '127.1:PORT',
    '2130706433:PORT',
    '[::1]:PORT',
    '127.0.0.1:PORT ',
    '127.0.0.1:PORT@evil.example',
    '',
  ])('refuses the Host “%s”', async (pattern) => {
    const name = pattern.replace('PORT', String(host.port));
    const answer = await host.raw(
      `GET / HTTP/1.1\r\nHost: ${name}${name.endsWith(' ') ? '\u00a0' : ''}\r\nCookie: ${host.cookie}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(answer).not.toContain(PAGE);
  });

  it.each([
    ['no Host', ''],
    ['two Hosts', 'Host: 127.0.0.1:PORT\r\nHost: evil.example\r\n'],
    ['two Hosts, the other way round', 'Host: evil.example\r\nHost: 127.0.0.1:PORT\r\n'],
  ])('refuses %s', async (_what, pattern) => {
    const lines = pattern.replace('PORT', String(host.port));
    const answer = await host.raw(`GET / HTTP/1.1\r\n${lines}Cookie: ${host.cookie}\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 40[03] /);
    expect(answer).not.toContain(PAGE);
  });

  it.each([
    ['no origin', { origin: null }],
    ['a null origin', { origin: 'null' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['localhost as the origin', { origin: 'http://localhost:PORT' }],
    ['https', { origin: 'https://127.0.0.1:PORT' }],
    ['a longer origin', { origin: 'http://127.0.0.1:PORT.evil.example' }],
    ['a cross-site fetch', { 'sec-fetch-site': 'cross-site' }],
    ['a fetch from another port', { 'sec-fetch-site': 'same-site' }],
    ['no header of ours', { 'x-switchyard': null }],
    ['another value in it', { 'x-switchyard': 'true' }],
  ])('refuses a request with %s', async (_what, pattern) => {
    const headers = Object.fromEntries(
      Object.entries(pattern).map(([name, value]) => [
        name,
        value?.replace('PORT', String(host.port)) ?? null,
      ]),
    );
    const reply = await host.ask(get, headers);
    expect(reply.status).toBe(403);
    expect(JSON.parse(reply.text)).toMatchObject({
      ok: false,
      failure: { code: 'sender.rejected' },
    });
  });

  it.each(['switchyard-PORT=', 'switchyard-PORT=guess', 'switchyard=x', 'other=1', null])(
    'refuses the cookie “%s”',
    async (pattern) => {
      const cookie = pattern?.replace('PORT', String(host.port)) ?? null;
      const reply = await host.ask(get, { cookie });
      expect(reply.status).toBe(401);
      expect(JSON.parse(reply.text)).toMatchObject({
        ok: false,
        failure: { code: 'sender.rejected' },
      });
    },
  );

  it('finds the right cookie behind a stale one of the same name', async () => {
    const cookie = `switchyard-${host.port}=stale; theme=dark; ${host.cookie}`;
    expect((await host.ask(get, { cookie })).status).toBe(200);
  });

  it.each(['/', '/index.html', '/assets/main-abcd1234.js', '/api/events', '/api/nothing'])(
    'gives nothing at %s without a session',
    async (path) => {
      const reply = await host.send({ path });
      expect(reply.status).toBe(401);
      expect(reply.text).toContain('not let in');
    },
  );

  it('refuses the event stream to another page', async () => {
    const headers = { cookie: host.cookie, 'sec-fetch-site': 'same-site' };
    expect((await host.send({ path: '/api/events', headers })).status).toBe(403);
  });
});

describe('what may be asked', () => {
  it.each(['OPTIONS', 'PUT', 'DELETE', 'PATCH', 'GET', 'HEAD', 'TRACE', 'PROPFIND'])(
    'refuses %s on the request address and never speaks of CORS',
    async (method) => {
      const headers = {
        cookie: host.cookie,
        origin: 'http://evil.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'x-switchyard',
      };
      const reply = await host.send({ method, path: '/api/request', headers });
      expect(reply.status).toBe(405);
      expect(reply.headers['allow']).toBe('POST');
      expect(Object.keys(reply.headers).join()).not.toContain('access-control');
    },
  );

  it.each(['POST', 'OPTIONS', 'DELETE'])('refuses %s on a page', async (method) => {
    const headers = { cookie: host.cookie, origin: host.origin };
    expect((await host.send({ method, path: '/', headers })).status).toBe(405);
  });

  it.each([
    '/../outside.html',
    '/assets/../../outside.html',
    '/%2e%2e/outside.html',
    '/..%2foutside.html',
    '/%2e%2e%2foutside.html',
    '/..\\outside.html',
    '//outside.html',
    '/./index.html',
    '/index.html%00.js',
    '/assets',
    '/assets/',
    '/assets/main-abcd1234.js.map',
    '/__proto__',
    '/constructor',
    '/favicon.ico',
    '/%69ndex.html',
    'http://evil.example/',
    '*',
  ])('finds nothing at %s', async (path) => {
    const answer = await host.raw(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nCookie: ${host.cookie}\r\n\r\n`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 404 /);
    expect(answer).not.toContain('person');
    expect(answer).not.toMatch(/\r\noutside/);
  });

  it.each(['/\0', '/index.html\0', '/a b'])('survives the bytes %j', async (path) => {
    const answer = await host.raw(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nCookie: ${host.cookie}\r\n\r\n`,
    );
    expect(answer).not.toMatch(/^HTTP\/1\.1 2/);
    expect((await host.ask(get)).status).toBe(200);
  });

  it.each([
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data', 415],
    ['application/json; charset=utf-16', 415],
    ['application/jsonp', 415],
    ['application/json;charset=UTF-8', 200],
  ])('judges the content type %s', async (type, status) => {
    expect((await host.ask(get, { 'content-type': type })).status).toBe(status);
  });

  it.each([
    '',
    '{',
    'null',
    '7',
    '[]',
    '"snapshot.get"',
    '{}',
    '{"input":{}}',
    '\ufeff{',
    '{"a":1}',
  ])('refuses the body %j as malformed', async (body) => {
    const reply = await host.ask(body);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.text)).toMatchObject({ failure: { code: 'request.invalid' } });
  });

  it('does not repeat or log a body that it cannot parse', async () => {
    const reply = await host.ask('{"name":"accounts.save","input":{"secret":"pk-broken-secret');
    expect(reply.status).toBe(400);
    expect(reply.text).not.toContain('pk-broken');
    expect(app.lines.join()).not.toContain('pk-broken');
  });

  it.each(['__proto__', 'constructor', 'nothing.here'])('knows no request %s', async (name) => {
    const reply = await host.ask(`{"name":"${name}","input":{}}`);
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.text)).toMatchObject({
      ok: false,
      failure: { code: 'request.invalid' },
    });
  });
});
