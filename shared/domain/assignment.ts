import { z } from 'zod';

import { failureSchema } from './failure-schema.ts';

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

export const journalActionSchema = z.enum(['apply', 'clear', 'undo', 'redo', 'repair', 'exclude']);
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
  /** What several writes that were asked for at once have in common. */
  batch: z.string().nullable(),
});
export type JournalEntry = z.infer<typeof journalEntrySchema>;

/** A journal line with what can be done about it now. */
export const historyLineSchema = journalEntrySchema.extend({
  /** Whether the write can be taken back, or done again after it was; null: neither. */
  way: z.enum(['undo', 'redo']).nullable(),
  /** Why neither is possible, as a full sentence; null when one is. */
  why: z.string().nullable(),
  /** True when only another program's change stands in the way; `journal.preview` shows it. */
  drifted: z.boolean(),
});
export type HistoryLine = z.infer<typeof historyLineSchema>;

/** One of our variables as three sides have it: before the write, as it was written, and now. Keys masked. */
export const threeWaySchema = z.object({
  name: z.string(),
  before: z.string().nullable(),
  written: z.string().nullable(),
  now: z.string().nullable(),
  /** What taking the write back (or doing it again) by force would leave. */
  result: z.string().nullable(),
  /** Whether somebody else has changed it since the write. */
  theirs: z.boolean(),
});
export type ThreeWay = z.infer<typeof threeWaySchema>;

/** What an undo or a redo of a write would do, and why it cannot where it cannot. */
export const reversalPreviewSchema = z.object({
  id: z.number().int(),
  summary: z.string(),
  file: z.string(),
  way: z.enum(['undo', 'redo']).nullable(),
  why: z.string().nullable(),
  drifted: z.boolean(),
  /** Whether `force` would get it done: our variables are put back, what others wrote beside them stays. */
  forcible: z.boolean(),
  /** Empty for a write of an earlier version, which did not keep them, and for files other than settings. */
  variables: z.array(threeWaySchema),
});
export type ReversalPreview = z.infer<typeof reversalPreviewSchema>;

/** What became of one write of a batch that was to be taken back. `failure` is null when it was. */
export const batchItemSchema = z.object({
  id: z.number().int(),
  summary: z.string(),
  worktree: z.string(),
  file: z.string(),
  failure: failureSchema.nullable(),
  notes: z.array(z.string()),
});
export type BatchItem = z.infer<typeof batchItemSchema>;

export const batchOutcomeSchema = z.object({ batch: z.string(), items: z.array(batchItemSchema) });
export type BatchOutcome = z.infer<typeof batchOutcomeSchema>;
