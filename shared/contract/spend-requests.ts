import { z } from 'zod';

import { budgetPeriodSchema, budgetScopeSchema, localBudgetSchema } from '../domain/budget.ts';
import {
  spendGroupingSchema,
  spendRangeSchema,
  spendReportSchema,
  spendSeriesSchema,
  traceSpendSchema,
} from '../domain/spend.ts';
import { done, id, nothing, worktreePath } from './fields.ts';

const spendInput = z.strictObject({
  account: id.optional(),
  range: spendRangeSchema,
  by: spendGroupingSchema,
});

/** Spend, budgets and alerts. */
export const spendRequests = {
  /** Asks Portkey now, for every account in use. Resolves when the answers are in the snapshot. */
  'spend.refresh': { input: nothing, output: done },
  /** Spend of a range by something; read anew. Without an account, the default one. */
  'spend.report': { input: spendInput, output: spendReportSchema },
  /** The same over time. Asks once for every hour or day that is not kept yet, at most three at a time. */
  'spend.series': { input: spendInput, output: spendSeriesSchema },
  /** Today's spend of every trace ID that the worktree had today. One or two requests a trace ID. */
  'spend.traces': { input: z.strictObject({ worktree: worktreePath }), output: traceSpendSchema },

  /** Sets a budget of one's own; without an id, a new one. */
  'budgets.save': {
    input: z.strictObject({
      id: id.optional(),
      scope: budgetScopeSchema,
      period: budgetPeriodSchema,
      limitUsd: z.number(),
    }),
    output: localBudgetSchema,
  },
  'budgets.remove': { input: z.strictObject({ id }), output: done },

  /** Puts alerts away: these, or all. */
  'alerts.dismiss': {
    input: z.strictObject({ ids: z.array(z.string().max(400)).max(1000).optional() }),
    output: done,
  },
  /** Stops reading spend by itself, or resumes it. What is asked for by hand is read in either case. */
  'spend.pause': { input: z.strictObject({ paused: z.boolean() }), output: done },
} as const;
