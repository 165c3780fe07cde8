import { z } from 'zod';

/** What became of one worktree of a bulk apply. */
export const bulkItemSchema = z.object({
  /** Absolute path. */
  worktree: z.string(),
  /** `already`: it was right before, so nothing was written. `cancelled`: its turn did not come. */
  state: z.enum(['applied', 'already', 'failed', 'cancelled']),
  trace: z.string().nullable(),
  /** What undoes it; null where nothing was written. */
  journalId: z.number().int().nullable(),
  warnings: z.array(z.string()),
  failure: z
    .object({ code: z.string(), message: z.string(), hint: z.string().optional() })
    .nullable(),
});
export type BulkItem = z.infer<typeof bulkItemSchema>;

/** How far a bulk apply is. */
export const bulkJobSchema = z.object({
  id: z.string(),
  total: z.number().int(),
  done: z.number().int(),
  /** Of the worktrees that are done, in their order. */
  results: z.array(bulkItemSchema),
  state: z.enum(['running', 'cancelled', 'finished']),
});
export type BulkJob = z.infer<typeof bulkJobSchema>;

/** How many of each there are. */
export function countItems(
  items: readonly BulkItem[],
): Readonly<Record<BulkItem['state'], number>> {
  const counts = { applied: 0, already: 0, failed: 0, cancelled: 0 };
  for (const { state } of items) counts[state] += 1;
  return counts;
}
