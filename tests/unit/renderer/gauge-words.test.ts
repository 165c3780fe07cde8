import { describe, expect, it } from 'vitest';

import { budgetUse, paceWords, percent } from '../../../renderer/features/gauge/budget-words.ts';
import { ageInSeconds, gaugeView } from '../../../renderer/features/gauge/gauge-words.ts';
import { checkLink, readThresholds } from '../../../renderer/features/settings/settings-form.ts';
import { moneyWords } from '../../../renderer/store/money-words.ts';
import type { Cents } from '../../../shared/domain/money.ts';
import type { Scenario } from '../../fakes/fake-data.ts';
import { startOf } from '../../fakes/fake-data.ts';
import { NOW } from '../../fakes/fake-spend.ts';

const now = Date.parse(NOW);

function viewOf(scenario: Scenario, at = now) {
  const { spend, budgets, profiles } = startOf(scenario);
  return gaugeView({
    account: 'work',
    spend: spend[0],
    budgets,
    analytics: profiles[0]?.capabilities.analytics ?? null,
    now: at,
  });
}

describe('the gauge', () => {
  it('says the day’s spend beside its budget, where it leads and how old it is', () => {
    expect(viewOf('one')).toMatchObject({
      number: '$12.40',
      caption: 'today',
      beside: 'of $20 · 62 %',
      age: '34 s ago',
      verdict: null,
    });
    expect(viewOf('one').pace).toMatch(/^pace \$31 · limit about \d\d:\d\d$/);
    expect(viewOf('one').meter?.share).toBeCloseTo(0.62);
  });

  it('says week and month when there is no budget', () => {
    expect(viewOf('refusals')).toMatchObject({ meter: null, pace: null });
    expect(viewOf('refusals').beside).toMatch(/^week \$[\d.]+ · month \$[\d.]+$/);
  });

  it('keeps the last good number through a fault and says why it is old', () => {
    const view = viewOf('stale');
    expect(view).toMatchObject({ stale: true, age: 'last good 12 min ago' });
    expect(view.number).toMatch(/^\$/);
    expect(view.problem?.message).toBe('The gateway could not be reached.');
  });

  it('is a dash, never a zero, before anything was read', () => {
    expect(viewOf('no-spend-yet')).toMatchObject({ number: '–', caption: 'Reading …', age: '' });
  });

  it('does not pass yesterday’s number for today’s', () => {
    const view = viewOf('one', Date.parse('2026-08-15T08:00:00.000Z'));
    expect(view.number).toBe('–');
    expect(view.age).toMatch(/^last good/);
  });

  it('calls an estimate one, and says how to get the real thing', () => {
    const view = viewOf('plan');
    expect(view.estimate).toBe(true);
    expect(view.notes.join(' ')).toContain('analytics.view');
    expect(view.source).toMatch(/not what Portkey counts/);
  });

  it('says that it is the whole Portkey workspace’s, and that it is too low', () => {
    const view = viewOf('attention');
    expect(view.caption).toBe('today in the Portkey workspace');
    expect(view.number).toMatch(/\+$/);
    expect(view.notes).toHaveLength(2);
  });

  it('has words for a budget that is used up', () => {
    expect(viewOf('over')).toMatchObject({ verdict: 'Over its limit' });
    expect(viewOf('over').meter?.sentence).toMatch(/Over its limit\.$/);
  });
});

describe('the words of a budget', () => {
  it('never read as all of it before it is', () => {
    expect([0.999, 1, 1.5, null].map(percent)).toEqual(['99 %', '100 %', '150 %', '–']);
  });

  it('count requests as requests, and say that a use is not known', () => {
    const [budget] = startOf('one').budgets;
    if (budget === undefined) throw new Error('the scenario has a budget');
    const counted = {
      ...budget,
      period: { name: 'lifetime', from: null, to: null },
      measure: { unit: 'requests', limit: 5000, used: null, projected: null },
      reachedAt: null,
    } as const;
    expect(budgetUse(counted)).toBe('– of 5,000 requests in all');
    expect(paceWords(counted, now)).toBeNull();
  });
});

describe('an amount in a row', () => {
  const base = { atLeast: false, unpriced: false, source: 'portkey', reason: null } as const;
  it.each([
    [{ ...base, cents: 410 as Cents }, '$4.10'],
    [{ ...base, cents: 0 as Cents }, '$0.00'],
    [{ ...base, cents: null }, '–'],
    [{ ...base, cents: null, unpriced: true }, 'not priced'],
    [{ ...base, cents: 410 as Cents, source: 'estimate' as const, atLeast: true }, '≈$4.10+'],
  ])('%# is said as it is known', (spend, text) => {
    expect(moneyWords(spend).text).toBe(text);
  });
});

describe('an age', () => {
  it('counts seconds for a minute', () => {
    const at = (seconds: number) => ageInSeconds(new Date(now - seconds * 1000).toISOString(), now);
    expect([0, 34, 59, 60].map(at)).toEqual(['just now', '34 s ago', '59 s ago', '1 min ago']);
  });
});

describe('the settings of spend', () => {
  it('take percentages in any order and each once', () => {
    expect(readThresholds('100, 80 %; 80')).toEqual([80, 100]);
    expect(readThresholds('50%')).toEqual([50]);
  });

  it.each(['', '0', '1001', '-5', 'most', '8.5', '1 2 3 4 5 6 7 8 9 10 11'])(
    'refuse the percentages “%s” in a sentence',
    (text) => {
      expect(readThresholds(text)).toMatch(/\.$/);
    },
  );

  it('refuse a link that is none and a name that stands for nothing', () => {
    expect(checkLink('https://app.portkey.ai/logs?trace={trace}')).toBeNull();
    expect(checkLink('http://app.portkey.ai')).toMatch(/https/);
    expect(checkLink('https://app.portkey.ai/{id}')).toContain('{id}');
  });
});
