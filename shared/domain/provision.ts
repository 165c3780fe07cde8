import { z } from 'zod';

/** A workspace that a rule put on a preset by itself, or could not; told once, until it is put away. */
export const provisionNoticeSchema = z.object({
  id: z.string(),
  /** Absolute path. */
  worktree: z.string(),
  name: z.string(),
  preset: z.string(),
  rule: z.string(),
  /** What undoes it; null when nothing was written. */
  journalId: z.number().int().nullable(),
  at: z.string(),
  /** Why it was not done, as a sentence; it is not tried again by itself. Null when it was. */
  failure: z.string().nullable(),
});
export type ProvisionNotice = z.infer<typeof provisionNoticeSchema>;

/** More than anybody reads; older ones are in the history. */
export const PROVISION_NOTICES = 20;

/** What became of one worktree when the rules were asked. */
export const provisionOutcomeSchema = z.object({
  worktree: z.string(),
  /**
   * `older`: it was there before the rule. `handled`: it was provisioned, or applied to or cleared by hand, before.
   * `unready`: git is still making it.
   */
  state: z.enum(['provisioned', 'failed', 'no-rule', 'older', 'handled', 'assigned', 'unready']),
  rule: z.string().nullable(),
  preset: z.string().nullable(),
  trace: z.string().nullable(),
  journalId: z.number().int().nullable(),
  failure: z.string().nullable(),
});
export type ProvisionOutcome = z.infer<typeof provisionOutcomeSchema>;
