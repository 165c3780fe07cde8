import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { sumCents } from '../../../../shared/domain/money.ts';
import { must, refusal } from '../../support/settings-bench.ts';
import { type AdminBench, adminError, says, startAdminBench, TODAY } from './admin-bench.ts';

let bench: AdminBench;
beforeEach(async () => {
  bench = await startAdminBench();
});
afterEach(() => bench.close());

interface Habits {
  /** Rows a page at most. */
  readonly cap?: number;
  /** Refuse larger pages instead of shortening them. */
  readonly refuses?: boolean;
  readonly total?: 'right' | 'none' | 'zero past the end';
  /** Rows of the page before that each page begins with again. */
  readonly overlap?: number;
}

/** A server with `count` rows and its own way with pages. */
function serve(count: number, { cap, refuses, total = 'right', overlap = 0 }: Habits = {}) {
  bench.answer((request, ...rest) => {
    const asked = Number(request.query.get('page_size'));
    if (refuses === true && cap !== undefined && asked > cap) {
      return says(400, adminError('AB01', 'page_size too large'))(request, ...rest);
    }
    const size = Math.min(asked, cap ?? asked);
    const start = Math.max(0, Number(request.query.get('current_page')) * size - overlap);
    const length = Math.max(0, Math.min(size, count - start));
    const data = Array.from({ length }, (_, n) => ({
      metadata_value: `w${start + n}`,
      requests: 1,
      cost: 0.1,
      avg_tokens: 3,
    }));
    const said = total === 'right' ? count : length === 0 ? 0 : count;
    const body = { object: 'list', data, ...(total === 'none' ? {} : { total: said }) };
    return says(200, body)(request, ...rest);
  });
}
const spend = async (pageSize?: number) =>
  must(
    await bench
      .client(pageSize === undefined ? {} : { pageSize })
      .spendByMetadata(TODAY, 'worktree'),
  );

describe('a list over pages', () => {
  it.each<[number, Habits, number]>([
    [0, {}, 1],
    [1, {}, 1],
    [100, {}, 2],
    [999, {}, 1],
    [1000, {}, 2],
    [5000, {}, 6],
    [5000, { total: 'none' }, 6],
    [5000, { total: 'zero past the end' }, 6],
    [5000, { cap: 100 }, 51],
    [5000, { cap: 100, total: 'none' }, 51],
    [5000, { cap: 100, refuses: true }, 52],
    [250, { cap: 100 }, 3],
    [120, { cap: 50 }, 3],
    [60, { cap: 100, refuses: true }, 2],
    [1, { cap: 100 }, 1],
  ])(
    'of %i rows, from a server with %j, is read in %i requests',
    async (count, habits, requests) => {
      serve(count, habits);
      const { rows, incomplete } = await spend();
      expect(rows).toHaveLength(count);
      expect(new Set(rows.map(({ value }) => value)).size).toBe(count);
      expect(incomplete).toBe(false);
      expect(bench.requests).toHaveLength(requests);
      const sum = sumCents(rows.flatMap(({ cost }) => cost ?? []));
      expect(sum).toBeCloseTo(count * 0.1, 6);
    },
  );

  it('counts no row twice that slips from one page to the next', async () => {
    serve(480, { overlap: 5 });
    const { rows, incomplete } = await spend(100);
    expect(rows).toHaveLength(480);
    expect(new Set(rows.map(({ value }) => value)).size).toBe(480);
    expect(incomplete).toBe(false);
  });

  it('takes the later of two answers about one row', async () => {
    bench.answer((request, ...rest) => {
      const page = Number(request.query.get('current_page'));
      const data = [
        { metadata_value: 'w', cost: page + 1 },
        ...(page === 0 ? [{ metadata_value: 'v' }] : []),
      ];
      return says(200, { data })(request, ...rest);
    });
    const { rows } = await spend(2);
    expect(rows.find(({ value }) => value === 'w')?.cost).toBe(2);
  });

  it.each([
    [{}, true],
    [{ total: 5000 }, true],
    [{ total: 1000 }, false],
  ])(
    'from a server that never turns the page, saying %j, is incomplete: %j',
    async (more, expected) => {
      const data = Array.from({ length: 1000 }, (_, n) => ({ metadata_value: `w${n}`, cost: 1 }));
      bench.json({ data, ...more });
      const { rows, incomplete } = await spend();
      expect(rows).toHaveLength(1000);
      expect(incomplete).toBe(expected);
      expect(bench.requests).toHaveLength(2);
    },
  );

  it('without an end is cut off, and says so', async () => {
    serve(1_000_000);
    const { rows, incomplete } = await spend(2);
    expect(rows).toHaveLength(122);
    expect(incomplete).toBe(true);
  });

  it('fails as a whole when a later page fails', async () => {
    bench.answer((request, ...rest) =>
      request.query.get('current_page') === '0'
        ? says(200, { data: [{ metadata_value: 'w' }] })(request, ...rest)
        : says(429, adminError('AB06'))(request, ...rest),
    );
    const result = await bench.client({ pageSize: 1 }).spendByMetadata(TODAY, 'worktree');
    expect(refusal(result).code).toBe('portkey.rate_limited');
  });

  it('is not asked for in shorter pages for ever', async () => {
    bench.json(adminError('AB01'), 400);
    const result = await bench.client().spendByMetadata(TODAY, 'worktree');
    expect(refusal(result).code).toBe('request.invalid');
    expect(bench.requests.map(({ query }) => query.get('page_size'))).toEqual(['1000', '100']);
  });

  it.each([
    [{ success: true, data: [{ metadata_value: 'w' }] }],
    [{ object: 'list', data: [{ metadata_value: 'w' }], total: 1 }],
    [{ success: true, data: { object: 'list', data: [{ metadata_value: 'w' }], total: '1' } }],
  ])('comes in the envelope %j', async (body) => {
    bench.json(body);
    expect((await spend()).rows).toHaveLength(1);
  });

  it.each([[{}], [{ data: {} }], [{ data: 'x' }], [{ rows: [] }], [[]]])(
    'does not come in %j',
    async (body) => {
      bench.json(body);
      const result = await bench.client().spendByMetadata(TODAY, 'worktree');
      expect(refusal(result).code).toBe('portkey.unexpected');
    },
  );
});
