import { z } from 'zod';

import { alertSettingsSchema } from '../domain/alert.ts';
import { appSnapshotSchema } from '../domain/app-snapshot.ts';
import { traceUseSchema } from '../domain/assignment.ts';
import { menuBarSettingsSchema } from '../domain/menu-bar.ts';
import { applyOutcomeSchema, previewSchema, restoreOutcomeSchema } from '../domain/preview.ts';
import { accountRequests } from './account-requests.ts';
import { automationRequests } from './automation-requests.ts';
import { desktopRequests } from './desktop-requests.ts';
import { doctorRequests } from './doctor-requests.ts';
import { done, id, nothing, worktreePath } from './fields.ts';
import { journalRequests } from './journal-requests.ts';
import { spendRequests } from './spend-requests.ts';

const assignmentInput = z.strictObject({
  worktree: worktreePath,
  preset: id,
  account: id.optional(),
  trace: z.string().max(400).optional(),
  metadata: z.record(z.string().max(100), z.string().max(2000)).optional(),
  /** Says yes to adding the line to `info/exclude` when git does not ignore the settings file yet. */
  exclude: z.boolean().optional(),
});

/**
 * Every request that a view can make: one list from which the preload, the browser host, the router and the renderer
 * derive their types and names. Inputs are parsed before a handler sees them, outputs before they leave.
 */
export const requests = {
  'snapshot.get': { input: nothing, output: appSnapshotSchema },

  'worktrees.rescan': { input: nothing, output: done },
  'roots.add': { input: z.strictObject({ path: z.string().min(1).max(4096) }), output: done },
  'roots.remove': { input: z.strictObject({ path: z.string().min(1).max(4096) }), output: done },

  'assignments.preview': { input: assignmentInput, output: previewSchema },
  'assignments.apply': { input: assignmentInput, output: applyOutcomeSchema },
  'assignments.previewClear': {
    input: z.strictObject({ worktree: worktreePath }),
    output: previewSchema,
  },
  'assignments.clear': {
    input: z.strictObject({ worktree: worktreePath }),
    output: restoreOutcomeSchema,
  },
  /** Sets another trace ID (or makes a new one when null) and applies it. */
  'assignments.setTrace': {
    input: z.strictObject({ worktree: worktreePath, trace: z.string().max(400).nullable() }),
    output: applyOutcomeSchema,
  },
  'assignments.traceHistory': {
    input: z.strictObject({ worktree: worktreePath }),
    output: z.array(traceUseSchema),
  },
  /** The block to paste elsewhere; keys masked. There is no way to get an unmasked one over this contract. */
  'assignments.environment': {
    input: z.strictObject({
      worktree: worktreePath,
      format: z.enum(['conductor', 'dotenv', 'json']),
    }),
    output: z.object({ text: z.string() }),
  },
  'settings.previewRepair': {
    input: z.strictObject({ worktree: worktreePath }),
    output: z.object({
      file: z.string(),
      reason: z.string(),
      before: z.string(),
      after: z.string(),
    }),
  },
  'settings.repair': {
    input: z.strictObject({ worktree: worktreePath }),
    output: restoreOutcomeSchema,
  },

  'settings.save': {
    input: z.strictObject({
      alerts: alertSettingsSchema.optional(),
      portkeyLink: z.string().max(2000).optional(),
      menuBar: menuBarSettingsSchema.partial().strict().optional(),
    }),
    output: done,
  },
  /** Puts the link away that waits in the snapshot. */
  'links.dismiss': { input: z.strictObject({ id }), output: done },

  /**
   * A view says whether it can be seen, again and again while it can: numbers are read more often then. `view` is any id of
   * the view's own.
   */
  'view.report': {
    input: z.strictObject({ view: id, visible: z.boolean() }),
    output: done,
  },

  ...accountRequests,
  ...automationRequests,
  ...spendRequests,
  ...desktopRequests,
  ...journalRequests,
  ...doctorRequests,
} as const;

export type RequestName = keyof typeof requests;
export type RequestInput<N extends RequestName> = z.infer<(typeof requests)[N]['input']>;
export type RequestOutput<N extends RequestName> = z.infer<(typeof requests)[N]['output']>;

/** What main tells views without being asked. */
export const events = {
  'snapshot.changed': appSnapshotSchema,
  /** A view was shown or hidden by its host. Told by hosts that show and hide views; a browser's tab knows by itself. */
  'view.visible': z.object({ visible: z.boolean() }),
  /** The view is asked to go to a page, and there to a worktree (its path) when one is given. */
  'view.open': z.object({
    page: z.enum(['workspaces', 'spend', 'presets', 'accounts', 'doctor', 'history', 'settings']),
    worktree: z.string().nullable(),
  }),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
