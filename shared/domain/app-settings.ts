import { z } from 'zod';

import { alertSettingsSchema } from './alert.ts';
import { DEFAULT_SETTINGS } from './default-settings.ts';
import { menuBarSettingsSchema } from './menu-bar.ts';

/** The person's own choices, kept in `settings.json` of Switchyard's home. */
export const appSettingsSchema = z.object({
  version: z.literal(1),
  /** Folders that the person wants searched, absolute. Conductor's own places are searched anyway. */
  roots: z.array(z.string()).default([]),
  /** Fewer than a month would take the way back from people who are on holiday. */
  historyDays: z.number().int().min(30).max(36_500).default(DEFAULT_SETTINGS.historyDays),
  alerts: alertSettingsSchema.default(DEFAULT_SETTINGS.alerts),
  portkeyLink: z.string().default(DEFAULT_SETTINGS.portkeyLink),
  menuBar: menuBarSettingsSchema.default(DEFAULT_SETTINGS.menuBar),
});
export type AppSettings = z.infer<typeof appSettingsSchema>;
