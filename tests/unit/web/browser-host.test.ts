import { Agent, get as httpGet, request as httpRequest } from 'node:http';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { fail, ok } from '../../../shared/domain/failure.ts';
import { createFakeApp, type FakeApp } from '../ipc/fake-app.ts';
import { makeRenderer, PAGE, startTestHost, type TestHost, until } from './harness.ts';

let renderer: Awaited<ReturnType<typeof makeRenderer>>;
const hosts: TestHost[] = [];

async function start(app: FakeApp): Promise<TestHost> {
  const host = await startTestHost(app, renderer.folder);
  hosts.push(host);
  return host;
}

beforeEach(async () => {
  renderer = await makeRenderer();
});
afterEach(async () => {
  await Promise.all(hosts.splice(0).map((host) => host.close()));
  await renderer.remove();
});

describe('the page', () => {
  it('comes with every protecting header and is not stored', async () => {
    const host = await start(createFakeApp());
    const { headers } = await host.send({ headers: { cookie: host.cookie } });
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    );
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['cross-origin-opener-policy']).toBe('same-origin');
    expect(headers['cross-origin-resource-policy']).toBe('same-origin');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
  });

  it('may be opened with a query, and hashed assets may be kept', async () => {
    const host = await start(createFakeApp());
    const headers = { cookie: host.cookie };
    expect((await host.send({ path: '/?view=popover', headers })).text).toBe(PAGE);
    const asset = await host.send({ path: '/assets/main-abcd1234.js', headers });
    expect(asset.headers['cache-control']).toContain('immutable');
    expect(asset.headers['content-type']).toBe('text/javascript; charset=utf-8');
    const again = await host.send({
      path: '/assets/main-abcd1234.js',
      headers: { ...headers, 'if-none-match': asset.headers['etag'] },
    });
    expect([again.status, again.text]).toEqual([304, '']);
    const head = await host.send({ method: 'HEAD', headers });
    expect([head.status, head.text, head.headers['content-length']]).toEqual([
      200,
      '',
      String(PAGE.length),
    ]);
  });
});

describe('requests', () => {
  it('carry the face and expected failures as plain results', async () => {
    const faces: string[] = [];
    const app = createFakeApp({
      'worktrees.rescan': (_input, context) => {
        faces.push(context.face);
        return Promise.resolve(fail('worktree.bare'));
      },
    });
    const host = await start(app);
    const reply = await host.ask({ name: 'worktrees.rescan', input: {} });
    expect([reply.status, JSON.parse(reply.text)]).toEqual([200, fail('worktree.bare')]);
    expect(faces).toEqual(['browser']);
  });

  it('are aborted when the client goes away', async () => {
    const signals: AbortSignal[] = [];
    const app = createFakeApp({
      'worktrees.rescan': (_input, { signal }) =>
        new Promise((resolve) => {
          signals.push(signal);
          signal.addEventListener('abort', () => resolve(ok(null)));
        }),
    });
    const host = await start(app);
    const request = httpRequest(`${host.origin}/api/request`, {
      method: 'POST',
      headers: {
        cookie: host.cookie,
        origin: host.origin,
        'x-switchyard': '1',
        'content-type': 'application/json',
      },
    });
    request.on('error', () => {});
    request.end('{"name":"worktrees.rescan","input":{}}');
    await until(() => signals.length === 1);
    expect(signals[0]?.aborted).toBe(false);
    request.destroy();
    await until(() => signals[0]?.aborted === true);
    expect(app.lines).toEqual([]);
  });

  it('never put a secret into the log, even when the handler breaks', async () => {
    const app = createFakeApp({
      'accounts.save': (input) => Promise.reject(new Error(`no room for ${input.secret}`)),
    });
    const host = await start(app);
    const input = { id: 'work', secret: 'pk-do-not-log-me' };
    const reply = await host.ask({ name: 'accounts.save', input });
    expect(JSON.parse(reply.text)).toMatchObject({ ok: false, failure: { code: 'internal' } });
    expect(app.lines).toHaveLength(1);
    expect(app.lines.join() + reply.text).not.toContain('do-not-log');
  });

  it('may come ten thousand at a time', { timeout: 60_000 }, async () => {
    const app = createFakeApp();
    const host = await start(app);
    const agent = new Agent({ keepAlive: true, maxSockets: 64 });
    const body = '{"name":"snapshot.get","input":{}}';
    const headers = {
      cookie: host.cookie,
      origin: host.origin,
      'x-switchyard': '1',
      'content-type': 'application/json',
      'content-length': body.length,
    };
    const statuses = await Promise.all(
      Array.from(
        { length: 10_000 },
        () =>
          new Promise<number>((resolve, reject) => {
            const options = { method: 'POST', headers, agent };
            const request = httpRequest(`${host.origin}/api/request`, options, (response) => {
              response.resume();
              response.on('end', () => resolve(response.statusCode ?? 0));
            });
            request.on('error', reject);
            request.end(body);
          }),
      ),
    );
    agent.destroy();
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await host.ask({ name: 'snapshot.get', input: {} })).status).toBe(200);
    expect(app.lines).toEqual([]);
  });
});

describe('closing', () => {
  it('ends streams, running requests and idle connections promptly', async () => {
    const signals: AbortSignal[] = [];
    const app = createFakeApp({
      'worktrees.rescan': (_input, { signal }) => {
        signals.push(signal);
        return new Promise(() => {});
      },
    });
    const host = await start(app);
    const agent = new Agent({ keepAlive: true });
    const headers = { cookie: host.cookie };
    const stream = new Promise<string>((resolve, reject) => {
      httpGet(`${host.origin}/api/events`, { headers, agent }, (response) => {
        response.resume();
        response.on('end', () => resolve('ended'));
        response.on('error', reject);
      });
    });
    const hanging = host.ask({ name: 'worktrees.rescan', input: {} }).catch(() => 'cut');
    await until(() => signals.length === 1 && app.listeners() === 1);
    const before = performance.now();
    await host.close();
    expect(performance.now() - before).toBeLessThan(1000);
    expect(await stream).toBe('ended');
    expect(await hanging).toBe('cut');
    expect(signals[0]?.aborted).toBe(true);
    expect(app.listeners()).toBe(0);
    agent.destroy();
    await expect(host.send({})).rejects.toThrow('ECONNREFUSED');
  });
});
