import { z } from 'zod';

import { accountSchema } from './account.ts';
import { alertSchema, alertSettingsSchema } from './alert.ts';
import { assignmentSchema } from './assignment.ts';
import { budgetViewSchema } from './budget.ts';
import { accountProfileSchema } from './capability.ts';
import { desktopStateSchema, menuBarSettingsSchema } from './menu-bar.ts';
import { pendingLinkSchema } from './pending-link.ts';
import { driftNoticeSchema } from './drift.ts';
import { presetSchema } from './preset.ts';
import { shadowSchema } from './preview.ts';
import { provisionNoticeSchema } from './provision.ts';
import { ruleSchema } from './rule.ts';
import { accountSpendSchema } from './spend.ts';
import { scanProblemSchema, worktreeSchema } from './worktree.ts';

export const worktreeViewSchema = worktreeSchema.extend({
  assignment: assignmentSchema.nullable(),
  /** Other files that win over this worktree's own settings, as of the last scan. */
  shadowedBy: z.array(shadowSchema),
  /** True when the file no longer holds what was applied. */
  drifted: z.boolean(),
});
export type WorktreeView = z.infer<typeof worktreeViewSchema>;

export const rootSchema = z.object({
  path: z.string(),
  /** `conductor`: one of Conductor's own places, searched without being asked for. */
  source: z.enum(['person', 'conductor']),
  exists: z.boolean(),
});
export type Root = z.infer<typeof rootSchema>;

/** Everything a view shows. Main owns it; views mirror it. Pushed whole, with a rising `rev`. */
export const appSnapshotSchema = z.object({
  rev: z.number().int(),
  mode: z.enum(['live', 'demo']),
  version: z.string(),
  /** The file manager's and settings' wording follows it. */
  platform: z.string(),
  secrets: z.object({ available: z.boolean(), reason: z.string().nullable() }),
  accounts: z.array(accountSchema),
  defaultAccount: z.string().nullable(),
  presets: z.array(presetSchema),
  roots: z.array(rootSchema),
  worktrees: z.array(worktreeViewSchema),
  scan: z.object({
    running: z.boolean(),
    /** ISO time of the last finished scan, null before the first. */
    at: z.string().nullable(),
    problems: z.array(scanProblemSchema),
  }),
  /** Spend of the accounts in use, the default one first. */
  spend: z.array(accountSpendSchema),
  budgets: z.array(budgetViewSchema),
  /** What was found out about each account's key. */
  profiles: z.array(accountProfileSchema),
  /** Crossings that were told and not put away yet, latest first. */
  alerts: z.array(alertSchema),
  /** Rules for new workspaces, in the order in which they are asked. */
  rules: z.array(ruleSchema),
  /** What rules did by themselves or could not do, latest first; at most twenty, until they are put away. */
  provisioned: z.array(provisionNoticeSchema),
  /** Workspaces whose settings were changed since they were applied, each drift until it is put away or gone. */
  drifts: z.array(driftNoticeSchema),
  settings: z.object({
    alerts: alertSettingsSchema,
    portkeyLink: z.string(),
    menuBar: menuBarSettingsSchema,
  }),
  /** Whether reading spend by itself was stopped by the person, until it is resumed or the app ends. */
  paused: z.boolean(),
  /** Null in a host without a menu bar. */
  desktop: desktopStateSchema.nullable(),
  /** A link that was opened and waits for the person. */
  link: pendingLinkSchema.nullable(),
  /** What ⌘Z would take back, or null. */
  undo: z.object({ id: z.number().int(), summary: z.string() }).nullable(),
});
export type AppSnapshot = z.infer<typeof appSnapshotSchema>;
