import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  calibrate,
  commonUnit,
  rawCents,
  type UsageUnit,
} from '../../../electron/services/budgets/calibrate.ts';
import type { Cents } from '../../../shared/domain/money.ts';

const unit = (raw: number | null, analytics: number | null) =>
  calibrate({ raw, analytics: analytics as Cents | null });

describe('the unit of a raw use', () => {
  it.each<[string, number | null, number | null, UsageUnit]>([
    ['as many as analytics count', 1234, 1234, 'cents'],
    ['one hundredth of it', 12.34, 1234, 'dollars'],
    ['a little more than analytics know yet', 1400, 1234, 'cents'],
    ['a little less, as the counter is read first', 1100, 1234, 'cents'],
    ['a little more than a hundredth', 14, 1234, 'dollars'],
    ['twice as many', 2468, 1234, 'unknown'],
    ['a tenth', 123.4, 1234, 'unknown'],
    ['a hundred times as many', 123_400, 1234, 'unknown'],
    ['a thousandth', 1.234, 1234, 'unknown'],
    ['nothing, where something was spent', 0, 1234, 'unknown'],
    ['a counter that the record does not have', null, 1234, 'unknown'],
    ['a counter beside analytics that were not read', 1234, null, 'unknown'],
    ['nothing beside nothing', 0, 0, 'unknown'],
    ['dollars beside a cent that lags behind', 1, 1, 'unknown'],
    ['too little to tell', 49, 49, 'unknown'],
    ['just enough to tell', 50, 50, 'cents'],
    ['half a dollar', 0.5, 50, 'dollars'],
  ])('%s: %d beside %d', (_, raw, analytics, expected) => {
    expect(unit(raw, analytics)).toBe(expected);
  });

  it('is never mistaken for the other one while analytics know a third of the spend', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 1e7, noNaN: true }),
        fc.double({ min: 1 / 3, max: 1, noNaN: true }),
        (cents, seen) => {
          expect(unit(cents, cents * seen)).not.toBe('dollars');
          expect(unit(cents / 100, cents * seen)).not.toBe('cents');
        },
      ),
    );
  });

  it('is what budgets of one installation agree on', () => {
    expect(commonUnit(['unknown', 'cents', 'cents'])).toBe('cents');
    expect(commonUnit(['dollars', 'unknown'])).toBe('dollars');
    expect(commonUnit(['dollars', 'cents'])).toBe('unknown');
    expect(commonUnit(['unknown'])).toBe('unknown');
    expect(commonUnit([])).toBe('unknown');
  });

  it('makes cents of it, and nothing of nothing in any unit', () => {
    expect(rawCents(12, 'cents')).toBe(12);
    expect(rawCents(12, 'dollars')).toBe(1200);
    expect(rawCents(12, 'unknown')).toBeNull();
    expect(rawCents(0, 'unknown')).toBe(0);
  });
});
