import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  type Cents,
  centsFromWire,
  centsOf,
  dollars,
  dollarsFromWire,
  formatMoney,
  formatMoneyShort,
  sumCents,
} from '../../../shared/domain/money.ts';

const cents = (value: number): Cents => {
  const amount = centsFromWire(value);
  if (amount === null) throw new Error(`${value} is no amount`);
  return amount;
};
const amounts = fc.double({ min: 0, max: 1e9, noNaN: true }).map((value) => cents(value));

describe('cents from the wire', () => {
  it.each([
    [0, 0],
    [6619.19, 6619.19],
    ['6619.19', 6619.19],
    [' 12 ', 12],
    ['1e-7', 1e-7],
    ['.5', 0.5],
    [-0, 0],
    ['-0', 0],
  ])('%j is %d', (wire, expected) => {
    expect(centsFromWire(wire)).toBe(expected);
  });

  it.each([
    [null],
    [undefined],
    [''],
    [' '],
    ['free'],
    ['NaN'],
    ['Infinity'],
    ['1e999'],
    ['0x10'],
    ['1,000'],
    ['12 USD'],
    [Number.NaN],
    [Number.POSITIVE_INFINITY],
    [-0.01],
    ['-3'],
    [true],
    [[]],
    [[5]],
    [{}],
  ])('%j is unknown, not zero', (wire) => {
    expect(centsFromWire(wire)).toBeNull();
  });

  it('are an amount or unknown, whatever comes', () => {
    fc.assert(
      fc.property(fc.anything(), (wire) => {
        const amount = centsFromWire(wire);
        expect(
          amount === null || (Number.isFinite(amount) && Object.is(Math.abs(amount), +amount)),
        ).toBe(true);
      }),
    );
  });

  it('survive being sent as text', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(centsFromWire(String(amount))).toBe(amount);
      }),
    );
  });
});

describe('cents and dollars', () => {
  it('differ by a hundred', () => {
    expect(dollars(cents(1240))).toBe(12.4);
    const budget = dollarsFromWire('25');
    expect(budget).toBe(25);
    expect(budget === null ? null : centsOf(budget)).toBe(2500);
    expect(dollarsFromWire(null)).toBeNull();
  });

  it('come back to the same cent', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        expect(centsOf(dollars(amount))).toBeCloseTo(amount, 4);
      }),
    );
  });
});

describe('a sum', () => {
  it('of 5,000 rows of tenths does not drift', () => {
    expect(sumCents(Array.from({ length: 5000 }, () => cents(0.1)))).toBe(500);
  });

  it('keeps what is small beside what is large', () => {
    const rows = [cents(2 ** 53), ...Array.from({ length: 5000 }, () => cents(0.25))];
    expect(sumCents(rows)).toBe(2 ** 53 + 1250);
  });

  it('of nothing is a true zero', () => {
    expect(sumCents([])).toBe(0);
  });

  it('of 5,000 rows is within a cent of the exact one, in any order', () => {
    const micro = fc.array(fc.integer({ min: 0, max: 100_000_000_000 }), {
      minLength: 1,
      maxLength: 5000,
    });
    fc.assert(
      fc.property(micro, (millionths) => {
        const exact = Number(millionths.reduce((sum, one) => sum + BigInt(one), 0n)) / 1e6;
        const rows = millionths.map((one) => cents(one / 1e6));
        expect(Math.abs(sumCents(rows) - exact)).toBeLessThan(0.01);
        expect(Math.abs(sumCents(rows.reverse()) - exact)).toBeLessThan(0.01);
      }),
      { numRuns: 30 },
    );
  });
});

describe('money for people', () => {
  it.each([
    [null, '–', '–'],
    [0, '$0.00', '$0.00'],
    [1e-12, '<$0.01', '<$0.01'],
    [0.999, '<$0.01', '<$0.01'],
    [1, '$0.01', '$0.01'],
    [99.5, '$1.00', '$1.00'],
    [100.5, '$1.01', '$1.01'],
    [1240, '$12.40', '$12.40'],
    [9999.4, '$99.99', '$99.99'],
    [9999.5, '$100.00', '$100'],
    [123_456, '$1,234.56', '$1,235'],
    [999_949, '$9,999.49', '$9,999'],
    [999_950, '$9,999.50', '$10.0k'],
    [1_234_500, '$12,345.00', '$12.3k'],
    [99_994_999, '$999,949.99', '$999.9k'],
    [99_995_000, '$999,950.00', '$1.0M'],
    [123_456_789_012, '$1,234,567,890.12', '$1,234.6M'],
  ])('%j reads %s, and %s where there is little room', (amount, long, short) => {
    const value = amount === null ? null : cents(amount);
    expect(formatMoney(value)).toBe(long);
    expect(formatMoneyShort(value)).toBe(short);
  });

  it('is never off by more than half a cent, and zero only for zero', () => {
    fc.assert(
      fc.property(amounts, (amount) => {
        const text = formatMoney(amount);
        expect(text === '$0.00').toBe(amount === 0);
        if (text === '<$0.01') {
          expect(amount).toBeLessThan(1);
          return;
        }
        expect(text).toMatch(/^\$\d{1,3}(,\d{3})*\.\d{2}$/);
        const shown = Number(text.replace(/[$,.]/g, ''));
        expect(Math.abs(shown - amount)).toBeLessThanOrEqual(0.5);
      }),
    );
  });

  it('stays within eight characters where there is little room, up to a thousand million', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 9.99e10, noNaN: true }), (amount) => {
        expect(formatMoneyShort(cents(amount)).length).toBeLessThanOrEqual(8);
      }),
    );
  });
});
