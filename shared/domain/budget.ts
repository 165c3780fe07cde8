import { z } from 'zod';

import { BUDGET_LIMITS } from './budget-limits.ts';
import { centsSchema, spendSourceSchema } from './spend.ts';

export const BUDGET_PERIODS = ['day', 'week', 'month'] as const;
export const budgetPeriodSchema = z.enum(BUDGET_PERIODS);
export type BudgetPeriod = z.infer<typeof budgetPeriodSchema>;

/** What a budget of one's own is about. A repository is named by its common git directory. */
export const budgetScopeSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), account: z.string().min(1).max(64) }),
  z.object({
    kind: z.literal('repository'),
    repository: z.string().min(1).max(4096),
    name: z.string().max(200),
  }),
  z.object({
    kind: z.literal('worktree'),
    worktree: z.string().min(1).max(64),
    name: z.string().max(200),
  }),
]);
export type BudgetScope = z.infer<typeof budgetScopeSchema>;

/** A budget that the person set here. It works on any plan, and stops nothing: it tells. */
export const localBudgetSchema = z.object({
  id: z.string().min(1).max(64),
  scope: budgetScopeSchema,
  period: budgetPeriodSchema,
  /** US dollars, as typed: budgets are set in dollars, spend is counted in cents. */
  limitUsd: z.number().min(BUDGET_LIMITS.least).max(BUDGET_LIMITS.most),
});
export type LocalBudget = z.infer<typeof localBudgetSchema>;

export const budgetsFileSchema = z.object({
  version: z.literal(1),
  budgets: z.array(localBudgetSchema).default([]),
});
export type BudgetsFile = z.infer<typeof budgetsFileSchema>;

/** Limit, use and projected use, all in one unit. Use that is not known is null, never 0. */
export const budgetMeasureSchema = z.discriminatedUnion('unit', [
  z.object({
    unit: z.literal('usd'),
    limit: centsSchema,
    used: centsSchema.nullable(),
    projected: centsSchema.nullable(),
  }),
  z.object({
    unit: z.enum(['tokens', 'requests']),
    limit: z.number(),
    used: z.number().nullable(),
    projected: z.number().nullable(),
  }),
]);
export type BudgetMeasure = z.infer<typeof budgetMeasureSchema>;

/**
 * `near`: four fifths are used. `over`: all of it is. `exhausted`: Portkey says so and blocks requests, whatever the numbers
 * are. `unknown`: how much was used is not known.
 */
export const budgetStatusSchema = z.enum(['ok', 'near', 'over', 'exhausted', 'unknown']);
export type BudgetStatus = z.infer<typeof budgetStatusSchema>;

/** A budget as views show it, Portkey's or one's own. */
export const budgetViewSchema = z.object({
  /** Stable: `local:<id>`, `key:<id>`, `provider:<slug>`, `workspace:<id>`, `policy:<id>`, `policy:<id>:<value>`. */
  id: z.string(),
  origin: z.enum(['portkey', 'local']),
  kind: z.enum(['key', 'provider', 'workspace', 'policy', 'account', 'repository', 'worktree']),
  account: z.string(),
  /** For people: `API key “Claude”`, `web/lisbon`. */
  label: z.string(),
  /** The worktree that it is about, by id, where it is about one that is known here. */
  worktree: z.string().nullable(),
  /** The local budget's own record, to edit it; null for Portkey's. */
  local: localBudgetSchema.nullable(),
  period: z.object({
    name: z.enum(['day', 'week', 'month', 'custom', 'lifetime']),
    /** ISO 8601; null where it is not known or does not end. */
    from: z.string().nullable(),
    to: z.string().nullable(),
  }),
  measure: budgetMeasureSchema,
  status: budgetStatusSchema,
  source: spendSourceSchema.nullable(),
  /** How old `used` is, ISO 8601; null when it is not known. */
  asOf: z.string().nullable(),
  /** Why `used` is not known or may be too low, as a full sentence; else null. */
  reason: z.string().nullable(),
  /** When the limit is reached at this pace, ISO 8601; null when not within the period, or not known. */
  reachedAt: z.string().nullable(),
});
export type BudgetView = z.infer<typeof budgetViewSchema>;
