import { z } from 'zod';

import { accountSchema, keyDeliverySchema } from '../domain/account.ts';
import { appSnapshotSchema } from '../domain/app-snapshot.ts';
import { journalEntrySchema, traceUseSchema } from '../domain/assignment.ts';
import { applyOutcomeSchema, previewSchema, restoreOutcomeSchema } from '../domain/preview.ts';
import { presetSchema } from '../domain/preset.ts';

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
} as const;

export type EventName = keyof typeof events;
export type EventPayload<N extends EventName> = z.infer<(typeof events)[N]>;
