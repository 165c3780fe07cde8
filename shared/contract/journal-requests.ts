import { z } from 'zod';

import {
  batchOutcomeSchema,
  historyLineSchema,
  reversalPreviewSchema,
} from '../domain/assignment.ts';
import { restoreOutcomeSchema } from '../domain/preview.ts';
import { worktreePath } from './fields.ts';

const write = z.number().int();
const reversal = z.strictObject({
  id: write.optional(),
  /** Put our variables back although somebody else has changed the file since. */
  force: z.boolean().optional(),
});

/** What was written, and the way back and forth. */
export const journalRequests = {
  /** Newest first; of one workspace when its path is given. */
  'journal.list': {
    input: z.strictObject({
      limit: z.number().int().min(1).max(500).optional(),
      worktree: worktreePath.optional(),
    }),
    output: z.array(historyLineSchema),
  },
  /** Takes the named write back, or the latest when `id` is left out. */
  'journal.undo': { input: reversal, output: restoreOutcomeSchema },
  /** Does the named write again after it was undone, or the latest such. */
  'journal.redo': { input: reversal, output: restoreOutcomeSchema },
  /** Takes back whatever of a batch still stands. What cannot be is listed with the reason; the others happen. */
  'journal.undoBatch': {
    input: z.strictObject({ batch: z.string().min(1).max(200) }),
    output: batchOutcomeSchema,
  },
  /** What an undo or a redo would do, variable by variable. */
  'journal.preview': { input: z.strictObject({ id: write }), output: reversalPreviewSchema },
  /** A workspace's settings file as it was before Switchyard's first write, keys masked; `text` null: there was none. */
  'journal.firstSeen': {
    input: z.strictObject({ worktree: worktreePath }),
    output: z.object({ file: z.string(), at: z.string(), text: z.string().nullable() }),
  },
} as const;
