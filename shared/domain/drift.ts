import { z } from 'zod';

/** An assigned workspace whose settings file no longer holds what was applied; offered once for what it holds now. */
export const driftNoticeSchema = z.object({
  id: z.string(),
  /** Absolute path; what “Apply again” is about. */
  worktree: z.string(),
  name: z.string(),
  preset: z.string(),
});
export type DriftNotice = z.infer<typeof driftNoticeSchema>;
