import { z } from 'zod';

/** Worktree → preset, account, trace ID and metadata: what apply wrote and clear takes away. */
export const assignmentSchema = z.object({
  worktreeId: z.string(),
  /** Absolute path at the time of the last apply. */
  path: z.string(),
  presetId: z.string(),
  accountId: z.string(),
  trace: z.string(),
  /** What the person added; `worktree`, `repo` and `branch` are not part of it. */
  metadata: z.record(z.string(), z.string()),
  appliedAt: z.string(),
});
export type Assignment = z.infer<typeof assignmentSchema>;

/** A trace ID that a worktree had, so that earlier spend can still be found. */
export const traceUseSchema = z.object({
  trace: z.string(),
  from: z.string(),
  /** Null for the current one. */
  until: z.string().nullable(),
});
export type TraceUse = z.infer<typeof traceUseSchema>;

export const journalActionSchema = z.enum(['apply', 'clear', 'undo', 'repair', 'exclude']);
export type JournalAction = z.infer<typeof journalActionSchema>;

/** A journal line as the person sees it. Hashes are SHA-256 in hex; null stands for "no file". */
export const journalEntrySchema = z.object({
  id: z.number().int(),
  at: z.string(),
  face: z.enum(['cli', 'app', 'browser']),
  action: journalActionSchema,
  summary: z.string(),
  file: z.string(),
  worktreePath: z.string(),
  beforeHash: z.string().nullable(),
  afterHash: z.string().nullable(),
  undoneAt: z.string().nullable(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;
