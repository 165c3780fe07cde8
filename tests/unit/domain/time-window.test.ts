import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  dayWindow,
  isTimeZone,
  monthWindow,
  systemTimeZone,
  type TimeWindow,
  trailingWindow,
  type Weekday,
  weekWindow,
} from '../../../shared/domain/time-window.ts';

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/New_York',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
  'Pacific/Auckland',
  'America/Santiago',
  'Africa/Cairo',
  'Pacific/Apia',
];

const hours = (window: TimeWindow) => (Date.parse(window.to) - Date.parse(window.from)) / 3_600_000;
/** What the zone's clocks show, by a formatter that the code under test does not use. */
const local = (instant: number | string, zone: string) =>
  new Intl.DateTimeFormat('sv-SE', {
    timeZone: zone,
    dateStyle: 'short',
    timeStyle: 'medium',
  }).format(new Date(instant));
const date = (instant: number | string, zone: string) => local(instant, zone).slice(0, 10);

describe('a day', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00.000Z', 23],
    ['Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00.000Z', 25],
    ['Europe/Berlin', '2026-11-23T12:00:00Z', '2026-11-22T23:00:00.000Z', 24],
    ['America/New_York', '2026-03-08T12:00:00Z', '2026-03-08T05:00:00.000Z', 23],
    ['America/New_York', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00.000Z', 25],
    ['Australia/Lord_Howe', '2026-10-04T00:00:00Z', '2026-10-03T13:30:00.000Z', 23.5],
    ['Australia/Lord_Howe', '2026-04-05T00:00:00Z', '2026-04-04T13:00:00.000Z', 24.5],
    ['Asia/Kathmandu', '2026-11-23T18:14:59.999Z', '2026-11-22T18:15:00.000Z', 24],
    ['Asia/Kathmandu', '2026-11-23T18:15:00Z', '2026-11-23T18:15:00.000Z', 24],
    // Clocks skip midnight here: the day begins at 01:00.
    ['America/Santiago', '2026-09-06T12:00:00Z', '2026-09-06T04:00:00.000Z', 23],
    // Clocks go back at midnight here, so the day before is the long one.
    ['America/Santiago', '2026-04-04T12:00:00Z', '2026-04-04T03:00:00.000Z', 25],
    // Midnight comes twice here.
    ['America/Havana', '2026-11-01T12:00:00Z', '2026-11-01T04:00:00.000Z', 25],
    // A day that this place never had.
    ['Pacific/Apia', '2011-12-30T09:59:59Z', '2011-12-29T10:00:00.000Z', 24],
    ['Pacific/Apia', '2011-12-30T10:00:00Z', '2011-12-30T10:00:00.000Z', 24],
  ])('in %s at %s begins at %s and has %d hours', (zone, now, from, length) => {
    const window = dayWindow(new Date(now), zone);
    expect(window.from).toBe(from);
    expect(hours(window)).toBe(length);
  });

  it('begins anew at midnight, to the millisecond', () => {
    const before = dayWindow(new Date('2026-02-28T22:59:59.999Z'), 'Europe/Berlin');
    const after = dayWindow(new Date('2026-02-28T23:00:00.000Z'), 'Europe/Berlin');
    expect(before.to).toBe('2026-02-28T23:00:00.000Z');
    expect(after.from).toBe(before.to);
    expect(date(after.from, 'Europe/Berlin')).toBe('2026-03-01');
  });
});

describe('a week', () => {
  it.each<[Weekday | undefined, string, string]>([
    [undefined, '2026-11-23', '2026-11-30'],
    [0, '2026-11-22', '2026-11-29'],
    [1, '2026-11-23', '2026-11-30'],
    [2, '2026-11-17', '2026-11-24'],
    [6, '2026-11-21', '2026-11-28'],
  ])('that begins on day %s holds Monday the 23rd', (firstDay, from, to) => {
    const now = new Date('2026-11-23T16:00:00Z');
    const window =
      firstDay === undefined
        ? weekWindow(now, 'Europe/Berlin')
        : weekWindow(now, 'Europe/Berlin', firstDay);
    expect(local(window.from, 'Europe/Berlin')).toBe(`${from} 00:00:00`);
    expect(local(window.to, 'Europe/Berlin')).toBe(`${to} 00:00:00`);
  });

  it('with a clock change has an hour more or less', () => {
    expect(hours(weekWindow(new Date('2026-03-25T12:00:00Z'), 'Europe/Berlin'))).toBe(167);
    expect(hours(weekWindow(new Date('2026-10-25T12:00:00Z'), 'Europe/Berlin'))).toBe(169);
  });

  it('reaches over the end of a year', () => {
    const window = weekWindow(new Date('2027-01-01T12:00:00Z'), 'America/New_York');
    expect(date(window.from, 'America/New_York')).toBe('2026-12-28');
    expect(date(window.to, 'America/New_York')).toBe('2027-01-04');
  });
});

describe('a month', () => {
  it.each([
    ['2026-02-15T12:00:00Z', 28 * 24],
    ['2028-02-15T12:00:00Z', 29 * 24],
    ['2026-03-31T12:00:00Z', 31 * 24 - 1],
    ['2026-10-31T12:00:00Z', 31 * 24 + 1],
    ['2026-12-31T22:59:59.999Z', 31 * 24],
  ])('with %s in it has %i hours in Berlin', (now, length) => {
    const window = monthWindow(new Date(now), 'Europe/Berlin');
    expect(hours(window)).toBe(length);
    expect(local(window.from, 'Europe/Berlin')).toMatch(/-01 00:00:00$/);
    expect(local(window.to, 'Europe/Berlin')).toMatch(/-01 00:00:00$/);
  });

  it('follows the local calendar, not UTC’s', () => {
    const now = new Date('2026-11-30T23:30:00Z');
    expect(monthWindow(now, 'Europe/Berlin').from).toBe('2026-11-30T23:00:00.000Z');
    expect(monthWindow(now, 'America/New_York').from).toBe('2026-11-01T04:00:00.000Z');
  });
});

describe('any instant in any zone', () => {
  const instants = fc
    .date({ min: new Date('2012-01-01'), max: new Date('2037-12-31'), noInvalidDate: true })
    .map((made) => made.getTime());
  const zones = fc.constantFrom(...ZONES);
  const kinds = fc.constantFrom(
    dayWindow,
    (now: Date, zone: string) => weekWindow(now, zone, 0),
    monthWindow,
  );

  it('lies in its window, and the windows meet', () => {
    fc.assert(
      fc.property(instants, zones, kinds, (instant, zone, kind) => {
        const window = kind(new Date(instant), zone);
        const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
        expect(from).toBeLessThanOrEqual(instant);
        expect(to).toBeGreaterThan(instant);
        expect(kind(new Date(to), zone).from).toBe(window.to);
        expect(kind(new Date(from - 1), zone).to).toBe(window.from);
        expect(kind(new Date(to - 1), zone)).toEqual(window);
        expect(kind(new Date(from), zone)).toEqual(window);
      }),
      { numRuns: 300 },
    );
  });

  it('has the date of both ends of its day, and of no instant beside it', () => {
    fc.assert(
      fc.property(instants, zones, (instant, zone) => {
        const window = dayWindow(new Date(instant), zone);
        const today = date(instant, zone);
        expect(date(window.from, zone)).toBe(today);
        expect(date(Date.parse(window.to) - 1, zone)).toBe(today);
        expect(date(window.to, zone)).not.toBe(today);
        expect(date(Date.parse(window.from) - 1, zone)).not.toBe(today);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a zone', () => {
  it('is the system’s when none is given', () => {
    const now = new Date('2026-11-23T16:00:00Z');
    expect(isTimeZone(systemTimeZone())).toBe(true);
    expect(dayWindow(now)).toEqual(dayWindow(now, systemTimeZone()));
    expect(isTimeZone('Europe/Atlantis')).toBe(false);
    expect(() => dayWindow(now, 'Europe/Atlantis')).toThrow(RangeError);
  });

  it('does not matter to the hours that have just passed', () => {
    expect(trailingWindow(new Date('2026-03-29T12:00:00Z'), 24)).toEqual({
      from: '2026-03-28T12:00:00.000Z',
      to: '2026-03-29T12:00:00.000Z',
    });
  });
});
