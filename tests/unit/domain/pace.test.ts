import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { project, reachedAt } from '../../../shared/domain/pace.ts';

const FROM = '2026-11-23T00:00:00.000Z';
const TO = '2026-11-24T00:00:00.000Z';
const at = (time: string) => new Date(`2026-11-23T${time}Z`);
const use = (used: number | null, time: string) => ({ used, from: FROM, to: TO, now: at(time) });

describe('a projection', () => {
  it('goes on in a straight line', () => {
    expect(project(use(600, '06:00:00'))).toBe(2400);
    expect(reachedAt({ ...use(600, '06:00:00'), limit: 1200 })).toBe('2026-11-23T12:00:00.000Z');
    expect(reachedAt({ ...use(600, '06:00:00'), limit: 2400 })).toBe(TO);
    expect(reachedAt({ ...use(600, '06:00:00'), limit: 2401 })).toBeNull();
  });

  it.each([
    ['too little of a day has passed', use(600, '01:11:59')],
    ['nothing was used', use(0, '06:00:00')],
    ['the use is not known', use(null, '06:00:00')],
    ['the start is not known', { ...use(600, '06:00:00'), from: null }],
    ['the period does not end', { ...use(600, '06:00:00'), to: null }],
    ['a date cannot be read', { ...use(600, '06:00:00'), to: 'soon' }],
    ['the period is over', { ...use(600, '06:00:00'), now: new Date(TO) }],
    ['the period has not begun', { ...use(600, '06:00:00'), now: new Date('2026-11-22') }],
    ['half an hour has not passed', { ...use(600, '00:29:59'), to: '2026-11-23T01:00:00.000Z' }],
  ])('is not made when %s', (_, given) => {
    expect(project(given)).toBeNull();
    expect(reachedAt({ ...given, limit: 10_000 })).toBeNull();
  });

  it('is made from 5 % of the period on, and from half an hour on', () => {
    expect(project(use(600, '01:12:00'))).toBeCloseTo(12_000);
    expect(project({ ...use(600, '00:30:00'), to: '2026-11-23T01:00:00.000Z' })).toBe(1200);
  });

  it('does not say when a limit will be reached that is reached', () => {
    expect(reachedAt({ ...use(600, '06:00:00'), limit: 600 })).toBeNull();
  });

  it('is never below what was used, and reaches a limit just when it is not below it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e7, noNaN: true }),
        fc.double({ min: 0.001, max: 1e7, noNaN: true }),
        fc.integer({ min: 72, max: 1439 }),
        (used, limit, minute) => {
          const given = {
            ...use(used, '00:00:00'),
            now: new Date(Date.parse(FROM) + minute * 6e4),
          };
          const projected = project(given) ?? Number.NaN;
          expect(projected).toBeGreaterThanOrEqual(used);
          const reached = reachedAt({ ...given, limit });
          // Beside the limit, rounding may decide either way.
          fc.pre(Math.abs(projected - limit) > limit * 1e-9);
          expect(reached !== null).toBe(used < limit && projected > limit);
          if (reached !== null) {
            expect(Date.parse(reached)).toBeGreaterThanOrEqual(given.now.getTime() - 1);
          }
        },
      ),
    );
  });
});
