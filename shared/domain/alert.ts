import { z } from 'zod';

/** When to tell. Off until the person switches it on. */
export const alertSettingsSchema = z.object({
  enabled: z.boolean().default(false),
  /** Percent of a budget; told once for each crossing. */
  thresholds: z.array(z.number().int().min(1).max(1000)).min(1).max(10).default([80, 100]),
});
export type AlertSettings = z.infer<typeof alertSettingsSchema>;

/** One crossing that was told. */
export const alertSchema = z.object({
  id: z.string(),
  at: z.string(),
  /** The budget's id. */
  budget: z.string(),
  label: z.string(),
  /** Percent that was crossed. */
  threshold: z.number(),
  /** A full sentence with the numbers. */
  sentence: z.string(),
  /** The worktree that it is about, by id; null when it is about more than one. */
  worktree: z.string().nullable(),
});
export type Alert = z.infer<typeof alertSchema>;

/** A crossing that was told, so that no restart and no second process tells it again. */
export const firedSchema = z.object({
  budget: z.string(),
  /** Start of the budget's period, ISO 8601; null where it is not known or the budget never resets. */
  from: z.string().nullable(),
  /** In the budget's own unit; another limit is another crossing. */
  limit: z.number(),
  threshold: z.number(),
  at: z.string(),
});
export type Fired = z.infer<typeof firedSchema>;

export const alertsFileSchema = z.object({
  version: z.literal(1),
  /** Told and not dismissed, oldest first. */
  alerts: z.array(alertSchema).default([]),
  /** Oldest first. */
  fired: z.array(firedSchema).default([]),
});
export type AlertsFile = z.infer<typeof alertsFileSchema>;
