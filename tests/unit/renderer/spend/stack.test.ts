import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { unknownRuns } from '../../../../renderer/features/spend/chart-marks.ts';
import { chartSentence } from '../../../../renderer/features/spend/spend-words.ts';
import { stackOf } from '../../../../renderer/features/spend/stack.ts';
import type { Cents } from '../../../../shared/domain/money.ts';
import type { SpendSeries } from '../../../../shared/domain/spend.ts';

type Line = SpendSeries['lines'][number];

function series(...amounts: readonly (readonly (number | null)[])[]): SpendSeries {
  const size = amounts[0]?.length ?? 3;
  return {
    account: 'work',
    range: 'today',
    by: 'model',
    source: 'portkey',
    asOf: '2026-08-14T10:00:00.000Z',
    incomplete: false,
    buckets: Array.from({ length: size }, (_, at) => ({ from: `${at}`, to: `${at + 1}` })),
    lines: amounts.map(
      (cents, at): Line => ({ kind: 'named', key: `m${at}`, label: `m${at}`, cents: cents as Cents[] }),
    ),
  }; // prettier-ignore
}

describe('the layers of the chart', () => {
  it('stand on each other, the largest at the bottom', () => {
    const stack = stackOf(series([1, 2, 3], [10, 20, 30]));
    expect(stack.lines.map((line) => [line.name, line.colour, line.total])).toEqual([
      ['m1', 1, 60],
      ['m0', 2, 6],
    ]);
    expect(stack.tops).toEqual([
      [10, 20, 30],
      [11, 22, 33],
    ]);
    expect(stack.totals).toEqual([11, 22, 33]);
  });

  it('leave a gap where nothing is known, and are marked where something is not', () => {
    const stack = stackOf(series([1, null, null], [2, null, 3]));
    expect(stack.states).toEqual(['known', 'unknown', 'partial']);
    expect(stack.totals).toEqual([3, null, 3]);
    expect(stack.tops.map((edge) => edge[1])).toEqual([null, null]);
  });

  it('of nothing are a known nothing', () => {
    const stack = stackOf({ ...series([0, 0]), lines: [] });
    expect(stack).toEqual({ lines: [], tops: [], totals: [0, 0], states: ['known', 'known'] });
  });

  it('are eight at the most: seven and everything else', () => {
    const eight = stackOf(series(...Array.from({ length: 8 }, (_, at) => [at])));
    expect(eight.lines.map((line) => line.name)).not.toContain('Everything else (1)');
    expect(eight.lines).toHaveLength(8);
    const nine = stackOf(series(...Array.from({ length: 9 }, (_, at) => [at])));
    expect(nine.lines.map((line) => line.name)).toEqual([
      'm8', 'm7', 'm6', 'm5', 'm4', 'm3', 'm2', 'Everything else (2)',
    ]); // prettier-ignore
    expect(nine.lines.at(-1)).toMatchObject({ colour: 8, cents: [1], total: 1 });
  });

  it('lose nothing, grow upwards, and end at the total', () => {
    const cents = fc.option(fc.double({ min: 0, max: 1e7, noNaN: true }), { freq: 4 });
    const table = fc.integer({ min: 1, max: 25 }).chain((size) =>
      fc.array(fc.array(cents, { minLength: size, maxLength: size }), {
        minLength: 1,
        maxLength: 14,
      }),
    );
    fc.assert(
      fc.property(table, (amounts) => {
        const stack = stackOf(series(...amounts));
        expect(stack.lines.length).toBe(Math.min(amounts.length, 8));
        stack.totals.forEach((total, at) => {
          const known = amounts.map((line) => line[at] ?? null).filter((one) => one !== null);
          expect(stack.states[at]).toBe(
            known.length === amounts.length ? 'known' : known.length === 0 ? 'unknown' : 'partial',
          );
          const edges = stack.tops.map((edge) => edge[at] ?? null);
          if (total === null) {
            expect(known).toEqual([]);
            expect(edges.every((edge) => edge === null)).toBe(true);
            return;
          }
          expect(total).toBeCloseTo(
            known.reduce((sum, one) => sum + one, 0),
            4,
          );
          expect(edges.at(-1)).toBe(total);
          edges.reduce<Cents | null>((below, edge) => {
            expect((edge ?? 0) - (below ?? 0)).toBeGreaterThan(-1e-6);
            return edge;
          }, null);
        });
      }),
    );
  });
});

describe('what the chart says in words', () => {
  it('is where most was spent, and what is missing', () => {
    const stack = stackOf(series([5, null, 640], [1, null, null]));
    const names = ['09:00 – 10:00', '10:00 – 11:00', '11:00 – 12:00'];
    expect(chartSentence({ range: 'today', by: 'model', stack, names })).toBe(
      'Chart of the spend of today by model, one bar for each hour. ' +
        'The highest is 11:00 – 12:00 with $6.40. 1 hour is not known. 1 hour is known only in part.',
    );
  });

  it('is not that nothing was spent where nothing is known', () => {
    const words = (amounts: (number | null)[]) =>
      chartSentence({ range: 'week', by: 'worktree', stack: stackOf(series(amounts)), names: ['Mon'] });
    expect(words([0])).toContain('Nothing was spent.');
    expect(words([null])).not.toContain('Nothing was spent.');
    expect(words([null])).toContain('1 day is not known.');
  }); // prettier-ignore

  it('stands once in a stretch of gaps', () => {
    expect(unknownRuns(['unknown', 'unknown', 'known', 'unknown', 'partial'])).toEqual([
      { from: 0, to: 1 },
      { from: 3, to: 3 },
    ]);
  });
});
