import { z } from 'zod';

/** What one small message through a worktree's effective environment came back with. */
export const probeReportSchema = z.object({
  /** Where it was sent: scheme, host and path. */
  url: z.string(),
  /** The model that was asked for. */
  model: z.string(),
  /** HTTP status; null when nothing was reached. */
  status: z.number().int().nullable(),
  ok: z.boolean(),
  /** What the answer means, as one sentence, and what to do; the hint is null when all is well. */
  message: z.string(),
  hint: z.string().nullable(),
  /** What Portkey says of the request: provider, retries, cache, options. Never a credential. */
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
  /** The trace ID under which Portkey has it; null when it said none. */
  trace: z.string().nullable(),
  /** Milliseconds until the answer was complete. */
  millis: z.number(),
  /** Tokens as the answer says; null when it says none. */
  tokens: z.object({ input: z.number(), output: z.number() }).nullable(),
});
export type ProbeReport = z.infer<typeof probeReportSchema>;

/** Before a probe: what would be sent, and what it may cost. */
export const probePlanSchema = z.object({
  url: z.string(),
  model: z.string(),
  /** What it costs, as one sentence. */
  cost: z.string(),
});
export type ProbePlan = z.infer<typeof probePlanSchema>;

/** Whether the trace has arrived in Portkey's analytics; `unknown` when the account's key may not ask. */
export const traceArrivalSchema = z.enum(['seen', 'not-yet', 'unknown']);
export type TraceArrival = z.infer<typeof traceArrivalSchema>;
