import { z } from 'zod';

import { accountSchema, keyDeliverySchema } from '../domain/account.ts';
import { alertSettingsSchema } from '../domain/alert.ts';
import { appSnapshotSchema } from '../domain/app-snapshot.ts';
import { journalEntrySchema, traceUseSchema } from '../domain/assignment.ts';
import { budgetPeriodSchema, budgetScopeSchema, localBudgetSchema } from '../domain/budget.ts';
import { accountProfileSchema } from '../domain/capability.ts';
import { menuBarSettingsSchema } from '../domain/menu-bar.ts';
import { applyOutcomeSchema, previewSchema, restoreOutcomeSchema } from '../domain/preview.ts';
import { presetSchema } from '../domain/preset.ts';
import {
  spendGroupingSchema,
  spendRangeSchema,
  spendReportSchema,
  spendSeriesSchema,
  traceSpendSchema,
} from '../domain/spend.ts';

/** A worktree is named by the absolute path of its top folder. */
const worktreePath = z.string().min(1).max(4096);
const id = z.string().min(1).max(64);
/** Checked in full by the domain; the wire only bounds the size. */
const presetInput = z.looseObject({ id: z.string().max(64), name: z.string().max(200) });
const nothing = z.strictObject({});
const done = z.null();

const assignmentInput = z.strictObject({
  worktree: worktreePath,
  preset: id,
  account: id.optional(),
  trace: z.string().max(400).optional(),
  metadata: z.record(z.string().max(100), z.string().max(2000)).optional(),
  /** Says yes to adding the line to `info/exclude` when git does not ignore the settings file yet. */
  exclude: z.boolean().optional(),
});

const spendInput = z.strictObject({
  account: id.optional(),
  range: spendRangeSchema,
  by: spendGroupingSchema,
});

/**
 * Every request that a view can make: one list from which the preload, the browser host, the router and the renderer
 * derive their types and names. Inputs are parsed before a handler sees them, outputs before they leave.
 */
export const requests = {
  'snapshot.get': { input: nothing, output: appSnapshotSchema },

  /** Adds an account, or changes one. `secret` goes to the keychain and never comes back. */
  'accounts.save': {
    input: z.strictObject({
      id: z.string().max(64),
      gatewayUrl: z.string().max(2000).optional(),
      adminUrl: z.string().max(2000).optional(),
      delivery: keyDeliverySchema.optional(),
      selfHosted: z.boolean().optional(),
      secret: z.string().max(4096).optional(),
    }),
    output: accountSchema,
  },
  'accounts.rename': {
    input: z.strictObject({ id, to: z.string().max(64) }),
    output: accountSchema,
  },
  'accounts.remove': { input: z.strictObject({ id }), output: done },
  'accounts.setDefault': { input: z.strictObject({ id }), output: done },
  /** Asks the gateway whether it knows the key: one `GET /v1/models?limit=1`. */
  'accounts.test': {
    input: z.strictObject({ id }),
    output: z.object({
      status: z.enum(['valid', 'no_data_plane', 'expired', 'budget_exhausted', 'rate_limited']),
      message: z.string(),
    }),
  },
  /** Model IDs of the account's catalogue for one provider slug (`@slug`), without the `@slug/` part; all when null. */
  'accounts.models': {
    input: z.strictObject({ id, provider: z.string().max(200).nullable() }),
    output: z.object({
      models: z.array(z.string()),
      /** The provider slugs that occur in the catalogue. */
      providers: z.array(z.string()),
    }),
  },

  /** Finds out anew what the account's key may do: one cheap request a capability. */
  'accounts.probe': { input: z.strictObject({ id }), output: accountProfileSchema },

  /** Creates a preset, or changes the one with this id. `replaces` names the old id when the id itself changed. */
  'presets.save': {
    input: z.strictObject({ preset: presetInput, replaces: id.optional() }),
    output: presetSchema,
  },
  'presets.duplicate': { input: z.strictObject({ id }), output: presetSchema },
  'presets.remove': { input: z.strictObject({ id }), output: done },
  'presets.reorder': { input: z.strictObject({ ids: z.array(id).max(1000) }), output: done },
  /** Text of a preset file, or a `switchyard://preset?…` link. Only parsed when `save` is false. */
  'presets.import': {
    input: z.strictObject({ text: z.string().max(1_000_000), save: z.boolean() }),
    output: z.object({ presets: z.array(presetSchema) }),
  },
  'presets.export': {
    input: z.strictObject({ id }),
    output: z.object({ fileName: z.string(), json: z.string(), link: z.string() }),
  },

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

  /** Asks Portkey now, for every account in use. Resolves when the answers are in the snapshot. */
  'spend.refresh': { input: nothing, output: done },
  /** Spend of a range by something; read anew. Without an account, the default one. */
  'spend.report': { input: spendInput, output: spendReportSchema },
  /** The same over time. Asks once for every hour or day that is not kept yet, at most three at a time. */
  'spend.series': { input: spendInput, output: spendSeriesSchema },
  /** Today's spend of every trace ID that the worktree had today. One or two requests a trace ID. */
  'spend.traces': { input: z.strictObject({ worktree: worktreePath }), output: traceSpendSchema },

  /** Sets a budget of one's own; without an id, a new one. */
  'budgets.save': {
    input: z.strictObject({
      id: id.optional(),
      scope: budgetScopeSchema,
      period: budgetPeriodSchema,
      limitUsd: z.number(),
    }),
    output: localBudgetSchema,
  },
  'budgets.remove': { input: z.strictObject({ id }), output: done },

  /** Puts alerts away: these, or all. */
  'alerts.dismiss': {
    input: z.strictObject({ ids: z.array(z.string().max(400)).max(1000).optional() }),
    output: done,
  },
  'settings.save': {
    input: z.strictObject({
      alerts: alertSettingsSchema.optional(),
      portkeyLink: z.string().max(2000).optional(),
      menuBar: menuBarSettingsSchema.partial().strict().optional(),
    }),
    output: done,
  },
  /** Stops reading spend by itself, or resumes it. What is asked for by hand is read in either case. */
  'spend.pause': { input: z.strictObject({ paused: z.boolean() }), output: done },

  /** Puts the link away that waits in the snapshot. */
  'links.dismiss': { input: z.strictObject({ id }), output: done },

  /** The requests from here to `desktop.saveText` answer `host.unsupported` where `desktop` in the snapshot is null. */
  'desktop.setLoginItem': { input: z.strictObject({ open: z.boolean() }), output: done },
  /** Opens System Settings where the menu bar's icons are shown and hidden. */
  'desktop.openMenuBarSettings': { input: nothing, output: done },
  'desktop.restartToUpdate': { input: nothing, output: done },
  'desktop.dismissNotice': { input: z.strictObject({ id }), output: done },
  /** Asks the person where to save a text, and saves it there. `saved` is false when they changed their mind. */
  'desktop.saveText': {
    input: z.strictObject({ name: z.string().min(1).max(200), text: z.string().max(10_000_000) }),
    output: z.object({ saved: z.boolean() }),
  },
  /**
   * A view says whether it can be seen, again and again while it can: numbers are read more often then. `view` is any id of
   * the view's own.
   */
  'view.report': {
    input: z.strictObject({ view: id, visible: z.boolean() }),
    output: done,
  },

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
    page: z.enum(['workspaces', 'spend', 'presets', 'accounts', 'history', 'settings']),
    worktree: z.string().nullable(),
  }),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
