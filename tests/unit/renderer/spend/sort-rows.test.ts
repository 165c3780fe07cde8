import { describe, expect, it } from 'vitest';

import {
  addAmounts,
  nextSorting,
  printedSum,
  shareText,
  sortRows,
} from '../../../../renderer/features/spend/sort-rows.ts';
import type { Cents } from '../../../../shared/domain/money.ts';
import type { Amount, ReportRow, SpendReport } from '../../../../shared/domain/spend.ts';

function row(label: string, cents: number | null, more: Partial<ReportRow> = {}): ReportRow {
  return {
    kind: 'named',
    key: label,
    label,
    cents: cents as Cents | null,
    requests: 1,
    tokens: 1,
    unpriced: false,
    ...more,
  };
}

const ROWS = [
  row('web/a10', 5),
  row('', 90, { kind: 'other', key: '' }),
  row('web/a9', null),
  row('web/b', 40),
  row('', 1, { kind: 'elsewhere', key: '' }),
];
const REPORT = { by: 'worktree', rows: ROWS } as unknown as SpendReport;
const labels = (sorting: Parameters<typeof sortRows>[1]) =>
  sortRows(REPORT, sorting).map((one) => (one.kind === 'named' ? one.label : one.kind));

describe('the rows', () => {
  it('stand by their amounts with what is not known last, whichever way', () => {
    expect(labels({ column: 'cents', descending: true })).toEqual([
      'other', 'web/b', 'web/a10', 'elsewhere', 'web/a9',
    ]);
    expect(labels({ column: 'cents', descending: false })).toEqual([
      'elsewhere', 'web/a10', 'web/b', 'other', 'web/a9',
    ]);
  }); // prettier-ignore

  it('stand by name as people count, with those without a name last', () => {
    expect(labels({ column: 'label', descending: false })).toEqual([
      'web/a9', 'web/a10', 'web/b', 'other', 'elsewhere',
    ]);
    expect(labels({ column: 'label', descending: true })[0]).toBe('web/b');
  }); // prettier-ignore

  it('turn round when their column is pressed again', () => {
    const first = nextSorting({ column: 'cents', descending: true }, 'label');
    expect(first).toEqual({ column: 'label', descending: false });
    expect(nextSorting(first, 'label')).toEqual({ column: 'label', descending: true });
    expect(nextSorting(first, 'tokens')).toEqual({ column: 'tokens', descending: true });
  });
});

describe('sums', () => {
  const amount = (cents: number | null): Amount => ({
    cents: cents as Cents | null,
    requests: 2,
    tokens: null,
    unpriced: false,
  });

  it('are not known as soon as one part is not', () => {
    expect(addAmounts([amount(1), amount(2)])).toEqual({
      cents: 3,
      requests: 4,
      tokens: null,
      unpriced: false,
    });
    expect(addAmounts([amount(1), amount(null)]).cents).toBeNull();
    expect(addAmounts([{ ...amount(1), unpriced: true }, amount(2)]).unpriced).toBe(true);
  });

  it('are compared as they are printed', () => {
    expect(printedSum([amount(10.5), amount(10.5)])).toBe(22);
    expect(printedSum([amount(0.9), amount(null)])).toBe(0);
  });

  it.each([
    [50, 200, '25\u00a0%'],
    [1, 1000, '<1\u00a0%'],
    [0, 1000, '0\u00a0%'],
    [0, 0, '0\u00a0%'],
    [null, 10, '–'],
    [10, null, '–'],
  ])('as a share: %s of %s is %s', (part, whole, text) => {
    expect(shareText(part, whole)).toBe(text);
  });
});
