import { readFileSync } from 'node:fs';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { requests } from '../../shared/contract/index.ts';
import { ask, expectAlive, KEY, openPopover, setUp } from './acts.ts';
import { startHost, type TestHost } from './host.ts';

let host: TestHost;
beforeAll(async () => {
  host = await startHost();
  await openPopover(host);
  await setUp(host);
});
afterAll(() => host.dispose());

const log = () => readFileSync(path.join(host.home, 'switchyard/switchyard.log'), 'utf8');

interface Bridge {
  request(
    name: string,
    input: unknown,
  ): Promise<{ readonly ok: boolean; readonly failure?: { readonly code: string } }>;
}

describe('a page that means harm', () => {
  it('gets nothing from a frame inside of it, not even with the channel’s own name', async () => {
    const tried = await host.drive(async ({ windows }) => {
      const target = [...windows][0];
      const page = await target?.opened;
      const invoke = target?.host.invoke;
      await page?.evaluate(() => {
        const frame = document.createElement('iframe');
        frame.srcdoc = '<p>inside</p>';
        document.body.append(frame);
      });
      const inner = page?.frames()[1];
      await inner?.waitForLoadState();
      const found = await inner?.evaluate(() => 'switchyard' in window).catch(() => 'blocked');
      // Past the preload: straight at the handler, from that frame and from others that are merely similar.
      const own = { url: 'app://switchyard/index.html', origin: 'app://switchyard', parent: null };
      const frames = [
        { ...own, parent: own },
        { ...own, origin: 'https://example.com' },
        { ...own, origin: 'app://switchyard.example.com' },
        { ...own, origin: 'null', url: 'about:srcdoc' },
        { ...own, url: 'https://example.com/' },
        { ...own, url: 'app://switchyard:80/index.html' },
      ];
      const answers = await Promise.all(
        frames.map((frame) => invoke?.('switchyard:snapshot.get', {}, frame)),
      );
      await page?.evaluate(() => document.querySelector('iframe')?.remove());
      return {
        found,
        codes: answers.map((one) => (one as { failure?: { code: string } }).failure?.code),
      };
    });
    expect(tried.found === false || tried.found === 'blocked').toBe(true);
    expect(tried.codes).toEqual(Array.from({ length: 6 }, () => 'sender.rejected'));
    expect(log()).toContain('request snapshot.get refused: not from the app’s own page');
    await expectAlive(host);
  });

  it('cannot name a channel that the contract does not have, or hear one', async () => {
    const outcome = await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      return page?.evaluate(async () => {
        const { switchyard } = window as unknown as {
          switchyard: {
            request(name: unknown, input: unknown): Promise<unknown>;
            on(name: unknown, listener: () => void): unknown;
          };
        };
        const names = [
          'constructor',
          '__proto__',
          'switchyard:snapshot.get',
          'keytar',
          '',
          null,
          {},
        ];
        const answers = await Promise.all(
          names.map((name) =>
            switchyard.request(name, {}).then(
              () => 'answered',
              () => 'refused',
            ),
          ),
        );
        return { answers, keys: Object.keys(switchyard), frozen: Object.isFrozen(switchyard) };
      });
    });
    expect(outcome).toEqual({
      answers: Array.from({ length: 7 }, () => 'refused'),
      keys: ['request', 'on'],
      frozen: true,
    });
    await expectAlive(host);
  });

  it('is told what is wrong with a payload, for every request there is, and nothing is done', async () => {
    const codes = await host.drive(async ({ windows }, names) => {
      const page = await [...windows][0]?.opened;
      return page?.evaluate(async (all) => {
        const { switchyard } = window as unknown as { switchyard: Bridge };
        const payloads: unknown[] = [
          null,
          undefined,
          7,
          'text',
          [],
          { surprise: 1 },
          JSON.parse('{"__proto__":{"admin":true},"constructor":1}'),
          'x'.repeat(100_000),
        ];
        const found = new Set<string>();
        for (const name of all) {
          for (const payload of payloads) {
            let answer = await switchyard.request(name, payload);
            // The limit on calls holds here as well: it is asked again until there is room.
            while (answer.failure?.code === 'host.busy') {
              answer = await switchyard.request(name, payload);
            }
            found.add(answer.ok ? `${name} was done` : (answer.failure?.code ?? ''));
          }
        }
        return [...found];
      }, names);
    }, Object.keys(requests));
    expect(codes).toEqual(['request.invalid']);
    await expectAlive(host);
  });

  it('is refused when it asks ten thousand times at once, and the app answers again a moment later', async () => {
    const codes = await host.drive(async ({ windows }) => {
      const page = await [...windows][0]?.opened;
      return page?.evaluate(async () => {
        const { switchyard } = window as unknown as { switchyard: Bridge };
        const began = performance.now();
        const answers = await Promise.all(
          Array.from({ length: 10_000 }, () => switchyard.request('journal.list', {})),
        );
        const counts: Record<string, number> = {};
        for (const { ok, failure } of answers) {
          const name = ok ? 'answered' : (failure?.code ?? 'unknown');
          counts[name] = (counts[name] ?? 0) + 1;
        }
        return { counts, seconds: (performance.now() - began) / 1000 };
      });
    });
    const { counts = {}, seconds = 0 } = codes ?? {};
    expect(Object.keys(counts).sort()).toEqual(['answered', 'host.busy']);
    expect(counts['answered']).toBeLessThan(400 + 200 * (seconds + 1));
    expect((counts['answered'] ?? 0) + (counts['host.busy'] ?? 0)).toBe(10_000);
    await expect.poll(async () => (await ask(host, 'snapshot.get', {})).ok).toBe(true);
    await expectAlive(host);
    const written = log();
    expect(written.match(/refused: too many at once/g)?.length).toBeLessThanOrEqual(20);
    expect(written).not.toContain(KEY);
    expect(host.output()).not.toContain(KEY);
  });
});
