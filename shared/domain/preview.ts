import { z } from 'zod';

const variableChangeSchema = z.object({
  name: z.string(),
  /** Masked; null when the variable was not in the file. */
  before: z.string().nullable(),
  /** Masked; null when the variable will not be in the file. */
  after: z.string().nullable(),
  changed: z.boolean(),
});

/** Another settings file that sets the same variables and wins over the worktree's own. */
export const shadowSchema = z.object({
  file: z.string(),
  layer: z.enum(['main-checkout', 'managed']),
  variables: z.array(z.string()),
});
export type Shadow = z.infer<typeof shadowSchema>;

/** What apply or clear would do, with secrets masked. Nothing is written for it. */
export const previewSchema = z.object({
  worktree: z.string(),
  file: z.string(),
  fileExists: z.boolean(),
  variables: z.array(variableChangeSchema),
  /** Every header that will be sent, with the layer that it comes from. Values of secret headers are masked. */
  headers: z.array(z.object({ name: z.string(), value: z.string(), origin: z.string() })),
  trace: z.string().nullable(),
  /** The line that has to go into `info/exclude` first, or null when git ignores the file already. */
  exclude: z.object({ file: z.string(), line: z.string() }).nullable(),
  shadowedBy: z.array(shadowSchema),
  /** For a main checkout: the linked worktrees whose own settings this one will override. */
  overrides: z.array(z.string()),
  /** Full sentences about what the person should know before saying yes. */
  warnings: z.array(z.string()),
});
export type Preview = z.infer<typeof previewSchema>;
export type VariableChange = z.infer<typeof variableChangeSchema>;

/** What apply did. */
export const applyOutcomeSchema = z.object({
  worktree: z.string(),
  file: z.string(),
  /** Names of the variables whose value in the file changed. */
  changed: z.array(z.string()),
  shadowedBy: z.array(shadowSchema),
  overrides: z.array(z.string()),
  trace: z.string(),
  warnings: z.array(z.string()),
  journalId: z.number().int().nullable(),
});
export type ApplyOutcome = z.infer<typeof applyOutcomeSchema>;

/** What clear or undo did. */
export const restoreOutcomeSchema = z.object({
  worktree: z.string(),
  file: z.string(),
  changed: z.array(z.string()),
  /** True when the file is byte for byte what it was before. */
  exact: z.boolean(),
  /** Full sentences: what open sessions keep, what else to know. */
  notes: z.array(z.string()),
  journalId: z.number().int().nullable(),
});
export type RestoreOutcome = z.infer<typeof restoreOutcomeSchema>;
