import { z } from 'zod';

import { failureCodeSchema } from './failure-schema.ts';
import type { Cents } from './money.ts';

/** Money on the wire between main and the views: US cents with fractions. */
export const centsSchema = z.custom<Cents>(
  (value) => typeof value === 'number' && Number.isFinite(value) && value >= 0,
  'must be an amount in cents',
);

/** Where a number comes from. The two are never added together. */
export const spendSourceSchema = z.enum(['portkey', 'estimate']);
export type SpendSource = z.infer<typeof spendSourceSchema>;

/**
 * Whose spend it is. `key`: what this key spent. `workspace`: everything in the key's Portkey workspace, because the key's
 * own id is not known. `machine`: what the transcripts on this machine say.
 */
export const spendScopeSchema = z.enum(['key', 'workspace', 'machine']);
export type SpendScope = z.infer<typeof spendScopeSchema>;

export const SPEND_RANGES = ['today', 'week', 'month'] as const;
export const spendRangeSchema = z.enum(SPEND_RANGES);
export type SpendRange = z.infer<typeof spendRangeSchema>;

export const SPEND_GROUPINGS = ['worktree', 'model', 'provider'] as const;
export const spendGroupingSchema = z.enum(SPEND_GROUPINGS);
export type SpendGrouping = z.infer<typeof spendGroupingSchema>;

/** An amount of spend. What is not known is null, never 0. */
export const amountSchema = z.object({
  cents: centsSchema.nullable(),
  requests: z.number().nullable(),
  tokens: z.number().nullable(),
  /** Tokens were used that no price is known for (a Max plan, an unknown model), so `cents` is too low. */
  unpriced: z.boolean(),
});
export type Amount = z.infer<typeof amountSchema>;

export const windowSchema = z.object({ from: z.string(), to: z.string() });

/** The spend of one of the person's own days, weeks or months. */
export const periodSpendSchema = windowSchema.extend({
  source: spendSourceSchema,
  scope: spendScopeSchema,
  cents: centsSchema.nullable(),
  /** Some of the spend has no price, so `cents` is too low. */
  unpriced: z.boolean(),
  /** Portkey said that its answer is not whole. */
  incomplete: z.boolean(),
  /** When it was read, ISO 8601. Portkey itself lags by up to about three minutes. */
  asOf: z.string(),
});
export type PeriodSpend = z.infer<typeof periodSpendSchema>;

/** Today's spend by worktree. */
export const worktreeSpendSchema = windowSchema.extend({
  source: spendSourceSchema,
  incomplete: z.boolean(),
  asOf: z.string(),
  /** By worktree id, for worktrees that are known here. One that is missing spent nothing, unless `incomplete`. */
  rows: z.record(z.string(), amountSchema),
  /** Requests that name no worktree; null when there are none. */
  other: amountSchema.nullable(),
  /** Requests of worktrees that are not on this machine; null when there are none. */
  elsewhere: amountSchema.nullable(),
});
export type WorktreeSpend = z.infer<typeof worktreeSpendSchema>;

export const spendPointSchema = z.object({ at: z.string(), cents: centsSchema.nullable() });

/** Why numbers are old or missing, and since when. */
export const spendProblemSchema = z.object({
  code: failureCodeSchema,
  message: z.string(),
  hint: z.string().nullable(),
  since: z.string(),
});
export type SpendProblem = z.infer<typeof spendProblemSchema>;

/** The spend that one account's key is answered for. Each number keeps its age; the last good one stays through a fault. */
export const accountSpendSchema = z.object({
  account: z.string(),
  /** Null until there is a number. */
  source: spendSourceSchema.nullable(),
  today: periodSpendSchema.nullable(),
  week: periodSpendSchema.nullable(),
  month: periodSpendSchema.nullable(),
  worktrees: worktreeSpendSchema.nullable(),
  /** Today so far, oldest first; `bucketMs` null with fewer than two points. */
  series: z
    .object({
      asOf: z.string(),
      bucketMs: z.number().nullable(),
      points: z.array(spendPointSchema),
    })
    .nullable(),
  problem: spendProblemSchema.nullable(),
  refreshing: z.boolean(),
});
export type AccountSpend = z.infer<typeof accountSpendSchema>;

/** `other`: names nothing. `elsewhere`: worktrees that are not on this machine. `rest`: what no row explains. */
export const reportRowKindSchema = z.enum(['named', 'other', 'elsewhere', 'rest']);

export const reportRowSchema = amountSchema.extend({
  kind: reportRowKindSchema,
  /** Worktree id, model, `@slug` or trace ID; empty for the other kinds. */
  key: z.string(),
  /** For people: `web/lisbon`, the model, … */
  label: z.string(),
});
export type ReportRow = z.infer<typeof reportRowSchema>;

/** Spend of a range by something; the rows add up to `total`. */
export const spendReportSchema = windowSchema.extend({
  account: z.string(),
  range: spendRangeSchema,
  by: z.enum([...SPEND_GROUPINGS, 'trace']),
  source: spendSourceSchema,
  scope: spendScopeSchema,
  asOf: z.string(),
  incomplete: z.boolean(),
  total: amountSchema,
  rows: z.array(reportRowSchema),
  /** Full sentences that a reader of these numbers should know. */
  notes: z.array(z.string()),
});
export type SpendReport = z.infer<typeof spendReportSchema>;

/** The same over time: one line a row of the report, one value a bucket (null: unknown). */
export const spendSeriesSchema = z.object({
  account: z.string(),
  range: spendRangeSchema,
  by: spendGroupingSchema,
  source: spendSourceSchema,
  asOf: z.string(),
  incomplete: z.boolean(),
  /** Hours of today, days of a week or a month; oldest first, none in the future. */
  buckets: z.array(windowSchema),
  lines: z.array(
    z.object({
      kind: reportRowKindSchema,
      key: z.string(),
      label: z.string(),
      cents: z.array(centsSchema.nullable()),
    }),
  ),
});
export type SpendSeries = z.infer<typeof spendSeriesSchema>;

export const traceSpendSchema = windowSchema.extend({
  asOf: z.string(),
  source: spendSourceSchema,
  rows: z.array(amountSchema.extend({ trace: z.string(), current: z.boolean() })),
});
export type TraceSpend = z.infer<typeof traceSpendSchema>;
