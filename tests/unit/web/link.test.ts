import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { createFakeApp, type FakeApp } from '../ipc/fake-app.ts';
import { makeRenderer, PAGE, startTestHost, type TestHost } from './harness.ts';

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

describe('the link', () => {
  it('lets one browser in, once, and leads to the page', async () => {
    const host = await start(createFakeApp());
    const path = host.freshLink().slice(host.origin.length);
    expect(path).toMatch(/^\/open\?token=[\w-]{43,}$/);
    const first = await host.send({ path, headers: { 'sec-fetch-site': 'none' } });
    expect(first.status).toBe(303);
    expect(first.headers['location']).toBe('/');
    expect(first.headers['referrer-policy']).toBe('no-referrer');
    const cookie = first.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toMatch(
      new RegExp(`^switchyard-${host.port}=[\\w-]{43}; Path=/; HttpOnly; SameSite=Strict$`),
    );
    const page = await host.send({ headers: { cookie: cookie.split(';')[0] } });
    expect(page.text).toBe(PAGE);

    const second = await host.send({ path });
    expect(second.status).toBe(401);
    expect(second.headers['set-cookie']).toBeUndefined();
    expect(second.text).toContain('used already');
    expect(second.text).not.toContain(path.slice(12));
  });

  it('just leads on when the same browser opens it again', async () => {
    const host = await start(createFakeApp());
    const path = host.freshLink().slice(host.origin.length);
    await host.send({ path });
    const again = await host.send({ path, headers: { cookie: host.cookie } });
    expect([again.status, again.headers['set-cookie']]).toEqual([303, undefined]);
  });

  it('steps on from a page of its own when it was clicked in another page', async () => {
    const host = await start(createFakeApp());
    const path = host.freshLink().slice(host.origin.length);
    const headers = {
      'sec-fetch-site': 'cross-site',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
    };
    const reply = await host.send({ path, headers });
    expect(reply.status).toBe(200);
    expect(reply.headers['set-cookie']).toHaveLength(1);
    expect(reply.text).toContain('content="0;url=/"');
  });

  it.each([
    ['a prefetch', { 'sec-purpose': 'prefetch' }],
    ['an image of another page', { 'sec-fetch-site': 'cross-site', 'sec-fetch-dest': 'image' }],
  ])('is not used up by %s', async (_what, headers) => {
    const host = await start(createFakeApp());
    const path = host.freshLink().slice(host.origin.length);
    expect((await host.send({ path, headers })).status).toBe(403);
    expect((await host.send({ path, method: 'HEAD' })).status).toBe(405);
    expect((await host.send({ path })).status).toBe(303);
  });

  it('stops working once a newer one was made', async () => {
    const host = await start(createFakeApp());
    const older = host.freshLink().slice(host.origin.length);
    const newer = host.freshLink().slice(host.origin.length);
    expect((await host.send({ path: older })).status).toBe(401);
    expect((await host.send({ path: newer })).status).toBe(303);
  });

  it('of one instance opens no other', async () => {
    const [one, two] = [await start(createFakeApp()), await start(createFakeApp())];
    expect((await two.send({ path: one.freshLink().slice(one.origin.length) })).status).toBe(401);
    expect((await two.send({ headers: { cookie: one.cookie } })).status).toBe(401);
  });
});
