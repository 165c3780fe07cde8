import { describe, expect, it } from 'vitest';

import type { BudgetStatus, BudgetView } from '../../../shared/domain/budget.ts';
import type { Cents } from '../../../shared/domain/money.ts';
import {
  measureWords,
  paceSentence,
  periodWords,
  statusWords,
} from '../../../shared/domain/pace-words.ts';
import { dayWindow, monthWindow, weekWindow } from '../../../shared/domain/time-window.ts';

const ZONE = 'Europe/Berlin';
/** A Monday, 13:00 in Berlin. */
const NOW = new Date('2026-11-23T12:00:00Z');
const usd = (projected: number | null, used: number | null = 500): BudgetView['measure'] => ({
  unit: 'usd',
  limit: 2_000 as Cents,
  used: used as Cents | null,
  projected: projected as Cents | null,
});
const day = { name: 'day', ...dayWindow(NOW, ZONE) } as const;
const week = { name: 'week', ...weekWindow(NOW, ZONE) } as const;
const month = { name: 'month', ...monthWindow(NOW, ZONE) } as const;

const sentence = (
  period: BudgetView['period'],
  measure: BudgetView['measure'],
  reachedAt: string | null = null,
  more: { now?: Date; status?: BudgetStatus; zone?: string } = {},
) => {
  const { now = NOW, status = 'ok', zone = ZONE } = more;
  return paceSentence({ measure, period, reachedAt, status }, now, zone);
};

describe('pace in words', () => {
  it('names midnight, the week’s last day, and a date that is far', () => {
    expect(sentence(day, usd(3_100))).toBe('$31 by midnight');
    expect(sentence(week, usd(3_800))).toBe('$38 by Sunday');
    expect(sentence(month, usd(123_456))).toBe('$1,235 by 30 November');
    const friday = { ...week, to: '2026-11-27T23:00:00Z' };
    expect(sentence(friday, usd(3_800), '2026-11-23T15:42:00Z')).toBe(
      '$38 by Friday; limit reached about 16:40',
    );
  });

  it('says when the limit is reached: today, another day, a date', () => {
    expect(sentence(day, usd(3_100), '2026-11-23T15:36:00Z')).toBe(
      '$31 by midnight; limit reached about 16:40',
    );
    expect(sentence(week, usd(3_100), '2026-11-26T08:19:00Z')).toBe(
      '$31 by Sunday; limit reached Thursday about 09:20',
    );
    const late = { name: 'custom', from: day.from, to: '2026-12-20T23:00:00Z' } as const;
    expect(sentence(late, usd(3_100), '2026-12-09T12:00:00Z')).toBe(
      '$31 by 20 December; limit reached about 9 December',
    );
  });

  it('does not round a time into another day', () => {
    expect(sentence(day, usd(2_010), '2026-11-23T22:57:00Z')).toBe(
      '$20 by midnight; limit reached about 23:50',
    );
  });

  it('rounds by the clock on the wall where zones are not whole hours', () => {
    const window = { name: 'day', ...dayWindow(NOW, 'Asia/Kathmandu') } as const;
    const words = sentence(window, usd(3_100), '2026-11-23T15:00:00Z', { zone: 'Asia/Kathmandu' });
    expect(words).toBe('$31 by midnight; limit reached about 20:50');
  });

  it('says that a limit may be reached when its moment has gone by since the number was read', () => {
    expect(sentence(day, usd(3_100), '2026-11-23T11:59:00Z')).toBe(
      '$31 by midnight; limit may be reached by now',
    );
  });

  it('names the time where a period does not end at the person’s midnight', () => {
    // Sunday 00:00 UTC in Berlin; then the same seen on that very day.
    const utcWeek = { name: 'week', from: null, to: '2026-11-29T00:00:00Z' } as const;
    expect(sentence(utcWeek, usd(3_100))).toBe('$31 by Sunday 01:00');
    const now = new Date('2026-11-28T23:30:00Z');
    expect(sentence(utcWeek, usd(3_100), null, { now })).toBe('$31 by 01:00');
  });

  it.each([
    ['Berlin’s short day', '2026-03-29T12:00:00Z'],
    ['Berlin’s long day', '2026-10-25T12:00:00Z'],
  ])('ends %s at midnight', (_, noon) => {
    const now = new Date(noon);
    const period = { name: 'day', ...dayWindow(now, ZONE) } as const;
    expect(sentence(period, usd(3_100), null, { now })).toBe('$31 by midnight');
  });

  it('keeps cents where they matter, and rounds the rest', () => {
    expect(sentence(day, usd(420))).toBe('$4.20 by midnight');
    expect(sentence(day, usd(9_996))).toBe('$100 by midnight');
    expect(sentence(day, usd(0.4))).toBe('<$0.01 by midnight');
  });

  it('counts tokens as tokens', () => {
    const tokens = { unit: 'tokens', limit: 9_000, used: 10, projected: 1_234.4 } as const;
    expect(sentence(day, tokens)).toBe('1,234 tokens by midnight');
  });

  it('says until when Portkey blocks what is used up', () => {
    const utcWeek = { name: 'week', from: null, to: '2026-11-29T00:00:00Z' } as const;
    expect(sentence(utcWeek, usd(null), null, { status: 'exhausted' })).toBe(
      'Portkey blocks requests until Sunday 01:00',
    );
  });

  it('has nothing to say without a projection, without an end, or after it', () => {
    expect(sentence(day, usd(null))).toBeNull();
    expect(sentence({ ...day, to: null }, usd(3_100))).toBeNull();
    expect(sentence(day, usd(3_100), null, { now: new Date('2026-11-24T12:00:00Z') })).toBeNull();
  });
});

describe('a budget in words', () => {
  it('has words of its own for each state', () => {
    const states = ['ok', 'near', 'over', 'exhausted', 'unknown'] as const;
    const words = states.map((status) => statusWords({ status }));
    expect(new Set(words).size).toBe(states.length);
    expect(words[3]).toContain('Portkey blocks');
  });

  it('shows use that is not known as a dash', () => {
    expect(measureWords(usd(null, 1_660))).toBe('$16.60 of $20.00');
    expect(measureWords(usd(null, null))).toBe('– of $20.00');
    const requests = { unit: 'requests', limit: 5_000, projected: null } as const;
    expect(measureWords({ ...requests, used: 1_200 })).toBe('1,200 of 5,000 requests');
    expect(measureWords({ ...requests, used: null })).toBe('– of 5,000 requests');
  });

  it('names the period that it is about', () => {
    const names = [day, week, month, { name: 'lifetime', from: null, to: null } as const];
    expect(names.map((period) => periodWords({ period }))).toEqual([
      'today',
      'this week',
      'this month',
      null,
    ]);
  });
});
