import { z } from 'zod';

import { presetSchema } from './preset.ts';

/**
 * A `switchyard://` link that was opened and waits for the person: nothing has been done yet. `refused` says why nothing can
 * be.
 */
export const pendingLinkSchema = z.discriminatedUnion('kind', [
  z.object({
    id: z.string(),
    kind: z.literal('preset'),
    preset: presetSchema,
    /** The link itself, which `presets.import` takes. */
    text: z.string(),
    /** Whether a preset of that id is here already. */
    exists: z.boolean(),
  }),
  z.object({
    id: z.string(),
    kind: z.literal('worktree'),
    /** Path of the one worktree that is meant. It was found here; a link carries no path. */
    worktree: z.string(),
    name: z.string(),
    /** Id of the preset that the link proposes, one of those here; null: none. */
    preset: z.string().nullable(),
    /** The trace ID that it proposes; null: none. */
    trace: z.string().nullable(),
  }),
  z.object({
    id: z.string(),
    kind: z.literal('refused'),
    message: z.string(),
    hint: z.string().nullable(),
  }),
]);
export type PendingLink = z.infer<typeof pendingLinkSchema>;
