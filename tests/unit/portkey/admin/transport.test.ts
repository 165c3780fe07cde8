import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { backoffMs } from '../../../../electron/services/portkey/admin/backoff.ts';
import { createLimiter } from '../../../../electron/services/portkey/admin/limiter.ts';
import { fail, ok } from '../../../../shared/domain/failure.ts';
import { must, refusal } from '../../support/settings-bench.ts';
import { type AdminBench, graph, KEY, startAdminBench, TODAY } from './admin-bench.ts';

let bench: AdminBench;
beforeEach(async () => {
  bench = await startAdminBench();
});
afterEach(() => bench.close());

describe('a request to the Admin API', () => {
  it('carries the key in one header, a user agent, and nothing that would route it on', async () => {
    bench.json(graph({ total: 1 }));
    must(await bench.client().costSeries(TODAY));
    const [request] = bench.requests;
    expect(request).toMatchObject({ method: 'GET', path: '/v1/analytics/graphs/cost' });
    expect(request?.headers).toMatchObject({
      'x-portkey-api-key': KEY,
      'user-agent': 'Switchyard/1.2.3',
      accept: 'application/json',
    });
    const others = [
      'authorization',
      'x-api-key',
      'x-portkey-provider',
      'x-portkey-config',
      'cookie',
    ];
    for (const name of others) expect(request?.headers).not.toHaveProperty(name);
    expect([...(request?.query.keys() ?? [])]).toEqual([
      'time_of_generation_min',
      'time_of_generation_max',
    ]);
  });

  it('is not made without a key, or with one that no header can hold', async () => {
    const missing = bench.client({ key: async () => fail('key.missing') });
    expect(refusal(await missing.costSeries(TODAY)).code).toBe('key.missing');
    for (const odd of ['', 'two words-0123456789', 'line\nbreak-0123456789', 'schlüssel-0123456']) {
      const failure = refusal(await bench.client({ key: async () => ok(odd) }).costSeries(TODAY));
      expect(failure.code).toBe('key.invalid');
      if (odd !== '') expect(JSON.stringify(failure)).not.toContain(odd);
    }
    expect(bench.requests).toHaveLength(0);
  });

  it('shares three connections with all the others', async () => {
    const held: (() => void)[] = [];
    let begun = 0;
    bench.answer((_, response) => {
      begun += 1;
      held.push(() => response.end(JSON.stringify(graph({ total: 1 }))));
    });
    const client = bench.client();
    const asked = Array.from({ length: 10 }, () => client.costSeries(TODAY));
    for (let answered = 0; answered < 10; answered += 1) {
      const most = Math.min(10, answered + 3);
      await vi.waitUntil(() => begun === most, { interval: 1 });
      held.shift()?.();
    }
    for (const result of await Promise.all(asked)) expect(must(result).total).toBe(1);
    expect(bench.busiest()).toBe(3);
  });

  it('stops when it is told to: before, in flight, in the queue and between two tries', async () => {
    const gone = AbortSignal.abort();
    expect(refusal(await bench.client().costSeries(TODAY, { signal: gone })).code).toBe(
      'cancelled',
    );
    expect(bench.requests).toHaveLength(0);

    const flight = new AbortController();
    bench.answer(() => flight.abort());
    const client = bench.client();
    const asked = Array.from({ length: 5 }, () =>
      client.costSeries(TODAY, { signal: flight.signal }),
    );
    for (const result of await Promise.all(asked)) expect(refusal(result).code).toBe('cancelled');
    expect(bench.requests.length).toBeLessThanOrEqual(3);
    // The slots are free again.
    bench.json(graph({ total: 2 }));
    expect(must(await client.costSeries(TODAY)).total).toBe(2);

    for (const rejects of [true, false]) {
      const waiting = new AbortController();
      bench.requests.length = 0;
      bench.json('', 500);
      const paused = bench.client({
        pause: async () => {
          waiting.abort();
          if (rejects) throw waiting.signal.reason;
        },
      });
      const failure = refusal(await paused.costSeries(TODAY, { signal: waiting.signal }));
      expect(failure.code).toBe('cancelled');
      expect(bench.requests).toHaveLength(1);
    }
  });

  it('does not take a bug in the pause for a cancellation', async () => {
    bench.json('', 500);
    const client = bench.client({
      pause: async () => {
        throw new Error('a bug');
      },
    });
    await expect(client.costSeries(TODAY)).rejects.toThrow('a bug');
  });

  it('leaves a body without end alone', async () => {
    let sent = 0;
    bench.answer((_, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(1024 * 1024, '[');
      const more = () => {
        while (sent < 200 && !response.destroyed) {
          sent += 1;
          if (!response.write(chunk)) {
            response.once('drain', more);
            return;
          }
        }
      };
      more();
    });
    expect(refusal(await bench.client().costSeries(TODAY)).code).toBe('portkey.unexpected');
    expect(sent).toBeLessThan(60);
  });
});

describe('backing off', () => {
  it('doubles, with full jitter, up to 15 minutes', () => {
    const most = [0, 1, 2, 3, 4, 5, 30].map((attempt) => backoffMs(attempt, () => 1, 30_000));
    expect(most).toEqual([30_000, 60_000, 120_000, 240_000, 480_000, 900_000, 900_000]);
    expect(backoffMs(3, () => 0, 30_000)).toBe(0);
    expect(backoffMs(0, () => 0.25, 30_000)).toBe(7500);
  });
});

describe('a limiter', () => {
  it('hands a slot on when a task throws', async () => {
    const limiter = createLimiter(1);
    const thrown = limiter.run(async () => {
      throw new Error('once');
    });
    const next = limiter.run(async () => 'next');
    await expect(thrown).rejects.toThrow('once');
    expect(await next).toBe('next');
    expect(await limiter.run(async () => 'later')).toBe('later');
  });

  it('runs in the order of asking, and skips who has left', async () => {
    const limiter = createLimiter(1);
    const order: number[] = [];
    const abort = new AbortController();
    const task = (n: number) => async () => {
      await Promise.resolve();
      order.push(n);
      return n;
    };
    const asked = [
      limiter.run(task(0)),
      limiter.run(task(1)),
      limiter.run(task(2), abort.signal),
      limiter.run(task(3)),
    ];
    abort.abort();
    expect(await Promise.all(asked)).toEqual([0, 1, null, 3]);
    expect(order).toEqual([0, 1, 3]);
  });
});
