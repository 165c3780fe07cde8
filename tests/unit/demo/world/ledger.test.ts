import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { PRICES } from '../../../../electron/demo/emulator/prices.ts';
import type { LedgerEntry } from '../../../../electron/demo/emulator/state.ts';
import {
  dayWindow,
  monthWindow,
  type TimeWindow,
  weekWindow,
} from '../../../../shared/domain/time-window.ts';
import { AWKWARD, centsOf, DAY, WORKTREES, worldAt } from './sample.ts';

const within = ({ from, to }: TimeWindow, ledger: readonly LedgerEntry[]) =>
  ledger.filter(({ at }) => at >= Date.parse(from) && at < Date.parse(to));
const idOf = ({ metadata }: LedgerEntry) => metadata['worktree'] ?? '';

const AFTERNOON = Date.parse('2026-11-25T15:00:00Z');
const afternoon = worldAt(AFTERNOON, 'Europe/Lisbon').state.ledger;

describe('The sample’s two weeks', () => {
  it('are the same for the same seed and clock, and others for another seed', () => {
    const one = worldAt(AFTERNOON, 'Europe/Lisbon');
    const { busy, ...data } = one;
    expect(worldAt(AFTERNOON, 'Europe/Lisbon')).toStrictEqual({ ...data, busy });
    expect(worldAt(AFTERNOON, 'Europe/Lisbon', 'other').state.ledger).not.toStrictEqual(
      one.state.ledger,
    );
  });

  it('do not change in the past when the clock goes on', () => {
    const later = worldAt(AFTERNOON + 3 * 3_600_000, 'Europe/Lisbon').state.ledger;
    const plain = (entries: readonly LedgerEntry[]) =>
      entries
        // The newest trace ID is counted from the clock.
        .filter(({ metadata }) => metadata['branch'] !== 'ada/checkout-redesign')
        .map(({ at, costCents, traceId }) => [at, costCents, traceId]);
    const before = plain(afternoon);
    expect(before.length).toBeGreaterThan(2_000);
    expect(plain(later).slice(0, before.length)).toStrictEqual(before);
  });

  it.each(AWKWARD)('have something today, this week and this month on %s', (_, now, zone) => {
    const at = new Date(now);
    const { ledger } = worldAt(now, zone).state;
    for (const window of [dayWindow, weekWindow, monthWindow]) {
      const entries = within(window(at, zone), ledger);
      expect(entries.length).toBeGreaterThanOrEqual(18);
      expect(centsOf(entries)).toBeGreaterThan(10);
    }
    expect(new Set(within(dayWindow(at, zone), ledger).map(idOf)).size).toBeGreaterThan(1);
  });

  it('hold at any clock: in order, nothing of the future, two weeks at the most', () => {
    const zones = ['UTC', 'Asia/Kolkata', 'America/St_Johns', 'Australia/Lord_Howe'];
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse('2026-01-01'), max: Date.parse('2028-12-31') }),
        fc.constantFrom(...zones),
        (now, zone) => {
          const { ledger } = worldAt(now, zone).state;
          const times = ledger.map(({ at }) => at);
          expect(times.every((at, index) => index === 0 || at >= (times[index - 1] ?? 0))).toBe(
            true,
          );
          expect(times.at(-1)).toBeLessThanOrEqual(now);
          expect(times[0]).toBeGreaterThan(now - 14 * DAY - 2 * 3_600_000);
          expect(new Set(ledger.map(({ id }) => id)).size).toBe(ledger.length);
          expect(ledger.length).toBeGreaterThan(2_000);
          expect(ledger.length).toBeLessThan(10_000);
          expect(within(dayWindow(new Date(now), zone), ledger).length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 20 },
    );
  }, 30_000);

  it('are of people who work by day and seldom at the weekend', () => {
    const isWeekend = ({ at }: LedgerEntry) => [0, 6].includes(new Date(at).getUTCDay());
    const isDay = ({ at }: LedgerEntry) => {
      const hour = new Date(at).getUTCHours();
      return hour >= 8 && hour < 19;
    };
    const weekend = afternoon.filter(isWeekend).length / afternoon.length;
    expect(weekend).toBeGreaterThan(0);
    expect(weekend).toBeLessThan(0.2);
    expect(afternoon.filter(isDay).length / afternoon.length).toBeGreaterThan(0.85);
  });

  it('name worktrees that are here, some that are not, and sometimes none', () => {
    const here = new Set(WORKTREES.map(({ id }) => id));
    const ids = new Set(afternoon.map(idOf));
    expect([...ids].filter((id) => here.has(id)).length).toBe(7);
    expect([...ids].filter((id) => id !== '' && !here.has(id)).length).toBe(2);
    expect(ids.has('')).toBe(true);
  });

  it('carry the trace IDs that are assigned, the current one last', () => {
    const { assignments, state } = worldAt(AFTERNOON, 'Europe/Lisbon');
    expect(assignments.length).toBe(7);
    for (const { worktree, traces } of assignments) {
      const seen = state.ledger.filter((entry) => idOf(entry) === worktree.id);
      expect([...new Set(seen.map(({ traceId }) => traceId))]).toStrictEqual(traces);
      for (const trace of traces) expect(trace).toMatch(new RegExp(`^${worktree.repo}-`));
    }
  });

  it('cost what the price list says, and nothing where somebody’s own plan pays', () => {
    let unpriced = 0;
    for (const { aiService, costCents, inputTokens, model, outputTokens, ...rest } of afternoon) {
      if (rest.providerSlug === 'anthropic-max') {
        expect(costCents).toBe(0);
        unpriced += inputTokens;
        continue;
      }
      const price = PRICES[aiService]?.[model];
      if (price === undefined) throw new Error(`${aiService} has no ${model}`);
      const answered = outputTokens * price.output;
      const least = answered + inputTokens * (price.cache?.read ?? price.input);
      const most = answered + inputTokens * (price.cache?.write ?? price.input);
      expect(costCents).toBeGreaterThanOrEqual(least * 0.999_999);
      expect(costCents).toBeLessThanOrEqual(most * 1.000_001);
    }
    expect(unpriced).toBeGreaterThan(1_000_000);
    expect(new Set(afternoon.map(({ model }) => model)).size).toBeGreaterThan(6);
    expect(new Set(afternoon.map(({ providerSlug }) => providerSlug)).size).toBe(3);
  });
});
