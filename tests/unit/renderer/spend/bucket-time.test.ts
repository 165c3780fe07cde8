import { describe, expect, it } from 'vitest';

import { slotNames, slotsOf, ticksOf } from '../../../../renderer/features/spend/bucket-time.ts';
import { dayWindow, monthWindow, weekWindow } from '../../../../shared/domain/time-window.ts';

const ZONE = 'Europe/Berlin';
const HOUR = 3_600_000;

/** The hours of the local day that `noon` lies in, up to `noon`. */
function hoursUntil(noon: string, zone = ZONE) {
  const { from } = dayWindow(new Date(noon), zone);
  const count = Math.floor((Date.parse(noon) - Date.parse(from)) / HOUR) + 1;
  return Array.from({ length: count }, (_, at) => ({
    from: new Date(Date.parse(from) + at * HOUR).toISOString(),
    to: new Date(Date.parse(from) + (at + 1) * HOUR).toISOString(),
  }));
}

describe('the slots of a day', () => {
  it.each([
    ['an ordinary day', '2026-08-14T10:00:00Z', 24],
    ['the day on which clocks go forward', '2026-03-29T10:00:00Z', 23],
    ['the day on which they go back', '2026-10-25T10:00:00Z', 25],
  ])('on %s are as many as it has hours', (_, noon, hours) => {
    const slots = slotsOf(hoursUntil(noon), 'today', ZONE);
    expect(slots).toHaveLength(hours);
    expect(slots.at(-1)?.to).toBe(dayWindow(new Date(noon), ZONE).to);
    expect(new Set(slotNames(slots, 'today', ZONE)).size).toBe(hours);
  });

  it('go on after an hour that ends now', () => {
    const hours = hoursUntil('2026-08-14T10:20:00Z');
    const cut = hours.map((hour, at) =>
      at === hours.length - 1 ? { ...hour, to: '2026-08-14T10:20:00.000Z' } : hour,
    );
    const slots = slotsOf(cut, 'today', ZONE);
    expect(slots).toHaveLength(24);
    expect(slots[13]?.from).toBe('2026-08-14T11:00:00.000Z');
  });

  it('say which of two equal hours is meant', () => {
    const names = slotNames(slotsOf(hoursUntil('2026-10-25T10:00:00Z'), 'today', ZONE), 'today', ZONE);
    expect(names.slice(1, 5)).toEqual([
      '01:00 – 02:00', '02:00 – 03:00 GMT+2', '02:00 – 03:00 GMT+1', '03:00 – 04:00',
    ]);
  }); // prettier-ignore

  it('are named every third hour under the axis, also around the change', () => {
    const slots = slotsOf(hoursUntil('2026-10-25T10:00:00Z'), 'today', ZONE);
    expect([...ticksOf(slots, 'today', ZONE)]).toEqual([
      [0, '00:00'], [4, '03:00'], [7, '06:00'], [10, '09:00'],
      [13, '12:00'], [16, '15:00'], [19, '18:00'], [22, '21:00'],
    ]);
  }); // prettier-ignore
});

describe('the slots of weeks and months', () => {
  const day = (iso: string) => dayWindow(new Date(iso), ZONE);

  it('are the days, each of its own length', () => {
    const week = weekWindow(new Date('2026-03-27T10:00:00Z'), ZONE);
    const slots = slotsOf([day(week.from)], 'week', ZONE);
    expect(slots).toHaveLength(7);
    expect(slots.at(-1)?.to).toBe(week.to);
    expect(slotNames(slots, 'week', ZONE)[6]).toBe('Sun 29 Mar');
    expect(ticksOf(slots, 'week', ZONE).size).toBe(7);
  });

  it('follow a week that begins on another day', () => {
    const sunday = day('2026-08-09T10:00:00Z');
    expect(slotNames(slotsOf([sunday], 'week', ZONE), 'week', ZONE).at(-1)).toBe('Sat 15 Aug');
  });

  it.each([
    ['2026-02-10T10:00:00Z', 28],
    ['2026-10-10T10:00:00Z', 31],
  ])('of the month of %s are %i', (now, days) => {
    const month = monthWindow(new Date(now), ZONE);
    const slots = slotsOf([day(month.from)], 'month', ZONE);
    expect(slots).toHaveLength(days);
    expect(slots.at(-1)?.to).toBe(month.to);
    expect([...ticksOf(slots, 'month', ZONE).values()].slice(0, 3)).toEqual(['1', '5', '10']);
  });

  it('of no buckets are none', () => {
    expect(slotsOf([], 'month', ZONE)).toEqual([]);
  });
});
