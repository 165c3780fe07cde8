import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';

import type { LedgerEntry } from '../../../electron/demo/emulator/state.ts';
import { reportNotes } from '../../../electron/services/spend/report.ts';
import {
  traceReport,
  traceSpend,
  type UsedTrace,
} from '../../../electron/services/spend/traces.ts';
import { centsFromWire } from '../../../shared/domain/money.ts';
import { SPEND_GROUPINGS, SPEND_RANGES, type SpendReport } from '../../../shared/domain/spend.ts';
import { must, refusal } from '../support/settings-bench.ts';
import { DAY, entry, HOUR, KEY_ID } from '../demo/emulator/fixture.ts';
import { NOW, type SpendBench, startSpendBench } from './spend-bench.ts';

const MODELS = ['claude-sonnet-4-6', 'claude-opus-4-8', 'claude-haiku-4-5'] as const;
const anyEntry: fc.Arbitrary<LedgerEntry> = fc
  .record({
    at: fc.integer({ min: NOW - 40 * DAY, max: NOW - 1 }),
    model: fc.constantFrom(...MODELS),
    providerSlug: fc.constantFrom('anthropic-prod', 'bedrock-prod'),
    apiKeyId: fc.constantFrom(KEY_ID.service, KEY_ID.service, KEY_ID.colleague),
    worktree: fc.option(fc.constantFrom('wt-a', 'wt-b', 'wt-gone', 'wt-away')),
    costCents: fc.oneof(
      fc.double({ min: 0, max: 5000, noNaN: true }),
      fc.double({ min: 0, max: 0.001, noNaN: true }),
      fc.constant(0),
    ),
  })
  .map(({ worktree, ...made }) =>
    entry({ ...made, metadata: worktree === null ? {} : { worktree } }),
  );

const sumOf = (report: SpendReport) =>
  report.rows.reduce((sum, row) => sum + (row.cents ?? Number.NaN), 0);

describe('totals', () => {
  let bench: SpendBench;
  beforeAll(async () => {
    bench = await startSpendBench();
    bench.known.add('wt-a').add('wt-b');
    must(await bench.profiles.probe(bench.account));
  });
  afterAll(() => bench.dispose());

  it('by any grouping are the window’s total, and their rows add up to it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { maxLength: 60 }), async (ledger) => {
        bench.state.ledger.splice(0, Infinity, ...ledger);
        for (const range of SPEND_RANGES) {
          const reports = await Promise.all(
            SPEND_GROUPINGS.map(async (by) =>
              must(await bench.reporter.report({ account: bench.account, range, by })),
            ),
          );
          const window = { from: reports[0]?.from ?? '', to: reports[0]?.to ?? '' };
          const filters = { apiKeyIds: [KEY_ID.service] };
          const whole = must(await bench.client.costSeries(window, { filters }));
          for (const report of reports) {
            expect(Math.abs((report.total.cents ?? NaN) - (whole.total ?? NaN))).toBeLessThan(1);
            expect(Math.abs(sumOf(report) - (report.total.cents ?? NaN))).toBeLessThan(1e-6);
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('of a series are the report’s, line by line', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyEntry, { maxLength: 60 }), async (ledger) => {
        bench.state.ledger.splice(0, Infinity, ...ledger);
        // History would rightly give back the days of the run before.
        Object.assign(bench.account, {
          keySavedAt: new Date(Date.now() * Math.random()).toISOString(),
        });
        must(await bench.profiles.probe(bench.account));
        for (const range of SPEND_RANGES) {
          const asked = { account: bench.account, range, by: 'worktree' } as const;
          const report = must(await bench.reporter.report(asked));
          const series = must(await bench.reporter.series(asked));
          expect(series.lines.map((line) => `${line.kind} ${line.key}`).toSorted()).toEqual(
            report.rows.map((row) => `${row.kind} ${row.key}`).toSorted(),
          );
          for (const row of report.rows) {
            const line = series.lines.find((one) => one.kind === row.kind && one.key === row.key);
            const sum = line?.cents.reduce((so: number, one) => so + (one ?? NaN), 0) ?? NaN;
            expect(Math.abs(sum - (row.cents ?? NaN))).toBeLessThan(1);
          }
        }
      }),
      { numRuns: 8 },
    );
  });
});

describe('a report', () => {
  let bench: SpendBench;
  beforeEach(async () => {
    bench = await startSpendBench();
    bench.known.add('wt-a');
    must(await bench.profiles.probe(bench.account));
    bench.state.ledger.push(
      entry({ costCents: 10 }),
      entry({ costCents: 4, metadata: { worktree: 'wt-x' }, traceId: 'trace-2' }),
      entry({ costCents: 2, metadata: { worktree: 'wt-y' } }),
      entry({ costCents: 1, metadata: {} }),
    );
    bench.asked();
  });
  afterEach(() => bench.dispose());
  const ask = (
    range: 'today' | 'week' | 'month' = 'today',
    by: 'worktree' | 'model' = 'worktree',
  ) => bench.reporter.report({ account: bench.account, range, by });

  it('names worktrees that are known, and puts the others together', async () => {
    const report = must(await ask());
    expect(report.rows.map(({ kind, key, label, cents }) => [kind, key, label, cents])).toEqual([
      ['named', 'wt-a', 'web/wt-a', 10],
      ['other', '', 'Without a workspace', 1],
      ['elsewhere', '', 'Workspaces not on this machine', 6],
    ]);
    expect(report.total.cents).toBe(17);
    expect(reportNotes(report).join(' ')).toContain('3 minutes');
  });

  it('of an answer that is not whole has no total', async () => {
    bench.state.analyticsQuota = 2;
    const report = must(await ask('today', 'model'));
    expect(report.incomplete).toBe(true);
    expect(report.total.cents).toBeNull();
    expect(reportNotes(report).join(' ')).toContain('not whole');
  });

  it('asks for days that are over once', async () => {
    const asked = { account: bench.account, range: 'month', by: 'worktree' } as const;
    must(await bench.reporter.series(asked));
    expect(bench.asked()).toHaveLength(24);
    must(await bench.reporter.series(asked));
    expect(bench.asked()).toHaveLength(2);
  });

  it('asks again for a day that was read too early to be final', async () => {
    const asked = { account: bench.account, range: 'week', by: 'worktree' } as const;
    bench.clock.set(NOW + DAY - 12 * HOUR + 5 * 60_000);
    must(await bench.reporter.series(asked));
    expect(bench.asked()).toHaveLength(3);
    must(await bench.reporter.series(asked));
    expect(bench.asked()).toHaveLength(3);
  });

  it('leaves a gap where one bucket could not be read', async () => {
    bench.script([{ match: { path: '/v1/analytics', nth: 3 }, answer: 'html' }]);
    bench.asked();
    const series = must(
      await bench.reporter.series({ account: bench.account, range: 'today', by: 'worktree' }),
    );
    expect(series.incomplete).toBe(true);
    expect(series.lines[0]?.cents.filter((cents) => cents === null)).toHaveLength(1);
    expect(series.buckets).toHaveLength(13);
  });

  it('by trace ID says what none of them explains', async () => {
    const use = (trace: string): UsedTrace => ({
      trace, label: `web/${trace}`, current: true, from: '2026-11-01T00:00:00.000Z', until: null,
    }); // prettier-ignore
    const uses = [
      use('trace-1'),
      use('trace-2'),
      use('trace-3'),
      { ...use('old'), until: '2026-11-02T00:00:00.000Z' },
    ];
    const common = {
      client: bench.client,
      profile: must(await bench.profiles.of(bench.account)),
      uses,
      now: bench.clock.date(),
    };
    bench.state.ledger.push(entry({ costCents: 5, traceId: 'of-somebody' }));
    const report = must(await traceReport({ ...common, account: bench.account, range: 'today' }));
    expect(report.rows.map(({ kind, key, cents }) => [kind, key, cents])).toEqual([
      ['named', 'trace-1', 13],
      ['named', 'trace-2', 4],
      ['named', 'trace-3', 0],
      ['rest', '', 5],
    ]);
    expect(report.total.cents).toBe(22);
    const today = must(await traceSpend(common));
    expect(today.rows.map((row) => [row.trace, row.cents])).toEqual([
      ['trace-1', 13],
      ['trace-2', 4],
      ['trace-3', 0],
    ]);
  });

  it('without analytics is an estimate that says so and how to get the real numbers', async () => {
    bench.state.plan.analytics = false;
    must(await bench.profiles.probe(bench.account));
    const rows = [
      { worktree: 'wt-a', model: 'claude-opus-4-8', requests: 3, tokens: 100, cents: centsFromWire(7) },
      { worktree: '', model: 'mystery', requests: 1, tokens: 50, cents: null },
    ]; // prettier-ignore
    bench.estimate = { ...bench.estimate, windows: [rows], notes: ['The price list is of today.'] };
    const report = must(await ask());
    expect(report).toMatchObject({
      source: 'estimate',
      scope: 'machine',
      total: { cents: 7, unpriced: true },
    });
    expect(report.rows.find((row) => row.kind === 'other')).toMatchObject({
      cents: null,
      unpriced: true,
    });
    expect(report.notes.join(' ')).toMatch(/estimate.*AB03.*price list is of today/s);
    const traces = await traceSpend({
      client: bench.client,
      profile: must(await bench.profiles.of(bench.account)),
      uses: [],
      now: bench.clock.date(),
    });
    expect(refusal(traces).code).toBe('portkey.plan');
  });
});
