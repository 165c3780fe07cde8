import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { resetWindow } from '../../../electron/services/budgets/reset-window.ts';

/** A Wednesday. */
const NOW = new Date('2026-11-25T12:00:00.000Z');
type Limit = Parameters<typeof resetWindow>[0];
const limit = (change: Partial<Limit>): Limit => ({
  reset: 'weekly',
  nextResetAt: null,
  lastResetAt: null,
  ...change,
});
const day = (text: string) => `2026-11-${text}T00:00:00.000Z`;

describe('the period of one of Portkey’s budgets', () => {
  it.each<[string, Partial<Limit>, 0 | 1, string | null, string | null]>([
    ['a key’s week begins on Sunday', {}, 0, day('22'), day('29')],
    ['a policy’s week begins on Monday', {}, 1, day('23'), day('30')],
    ['a month', { reset: 'monthly' }, 0, day('01'), '2026-12-01T00:00:00.000Z'],
    ['the reset that is named comes first', { nextResetAt: day('27') }, 0, day('20'), day('27')],
    ['a past reset has happened', { nextResetAt: day('12') }, 0, day('19'), day('26')],
    ['a reset by hand', { lastResetAt: day('24') }, 0, day('24'), day('29')],
    [
      'a reset by hand beside the next one',
      { lastResetAt: day('24'), nextResetAt: day('27') },
      0,
      day('24'),
      day('27'),
    ],
    ['a reset long ago', { lastResetAt: day('02') }, 0, day('22'), day('29')],
    ['days', { reset: { days: 3 }, nextResetAt: day('27') }, 0, day('24'), day('27')],
    ['days since a reset', { reset: { days: 3 }, lastResetAt: day('20') }, 0, day('23'), day('26')],
    ['days from nobody knows when', { reset: { days: 3 } }, 0, null, null],
    ['no reset at all', { reset: null }, 0, null, null],
    ['no reset since', { reset: null, lastResetAt: day('02') }, 0, day('02'), null],
    ['a date that is none', { nextResetAt: 'soon' }, 0, day('22'), day('29')],
    [
      'a first period that begins later',
      { nextResetAt: '2026-12-09T00:00:00Z' },
      0,
      null,
      '2026-12-09T00:00:00.000Z',
    ],
  ])('%s', (_, change, weekStart, from, to) => {
    expect(resetWindow(limit(change), NOW, weekStart)).toMatchObject({ from, to });
  });

  it('ends a month on its last day where the reset’s own day does not exist', () => {
    const monthly = limit({ reset: 'monthly', nextResetAt: '2026-01-31T06:00:00.000Z' });
    expect(resetWindow(monthly, new Date('2026-02-10T00:00:00Z'), 0)).toMatchObject({
      from: '2026-01-31T06:00:00.000Z',
      to: '2026-02-28T06:00:00.000Z',
    });
    expect(resetWindow(monthly, new Date('2028-02-29T06:00:00Z'), 0)).toMatchObject({
      from: '2028-02-29T06:00:00.000Z',
      to: '2028-03-31T06:00:00.000Z',
    });
  });

  it('holds the present, whatever the record says', () => {
    const instants = fc
      .date({ min: new Date('2020-01-01'), max: new Date('2035-01-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(
        fc.constantFrom<Limit['reset']>('weekly', 'monthly', { days: 1 }, { days: 90 }),
        fc.option(instants),
        fc.option(instants),
        instants,
        (reset, nextResetAt, lastResetAt, now) => {
          const { from, to } = resetWindow({ reset, nextResetAt, lastResetAt }, new Date(now), 0);
          if (from !== null) expect(Date.parse(from)).toBeLessThanOrEqual(Date.parse(now));
          if (to !== null) expect(Date.parse(to)).toBeGreaterThan(Date.parse(now));
        },
      ),
    );
  });
});
