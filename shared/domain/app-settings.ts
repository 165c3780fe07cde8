import { z } from 'zod';

/** The person's own choices, kept in `settings.json` of Switchyard's home. */
export const appSettingsSchema = z.object({
  version: z.literal(1),
  /** Folders that the person wants searched, absolute. Conductor's own places are searched anyway. */
  roots: z.array(z.string()).default([]),
});
export type AppSettings = z.infer<typeof appSettingsSchema>;
