import { z } from 'zod';

import { journalEntrySchema } from '../domain/assignment.ts';
import { restoreOutcomeSchema } from '../domain/preview.ts';

/** What was written, and the way back. */
export const journalRequests = {
  'journal.list': {
    input: z.strictObject({ limit: z.number().int().min(1).max(500).optional() }),
    output: z.array(journalEntrySchema),
  },
  /** Takes the named write back, or the latest when `id` is left out. */
  'journal.undo': {
    input: z.strictObject({ id: z.number().int().optional() }),
    output: restoreOutcomeSchema,
  },
} as const;
