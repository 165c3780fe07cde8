import { z } from 'zod';

import { bulkJobSchema } from '../domain/bulk.ts';
import { findingSchema } from '../domain/doctor/finding.ts';
import { presetSchema } from '../domain/preset.ts';
import { ruleDraftSchema, ruleSchema } from '../domain/rule.ts';
import { setupScriptSchema } from '../domain/setup-script.ts';
import { done, id, nothing, worktreePath } from './fields.ts';

/** What takes work off the person’s hands: import, many worktrees at once, rules for new ones. */
export const automationRequests = {
  /**
   * Reads text that was pasted from Conductor’s Env panel, a guide, or a settings file. With `save` the key goes to the
   * keychain as an account and the route becomes a preset; an account or a preset that is the same already is not made
   * twice, and the key of an account that exists is never replaced. The key does not come back, whole or in part.
   */
  'presets.importEnvironment': {
    input: z.strictObject({
      text: z.string().max(100_000),
      save: z.boolean(),
      /** The account that the key is for; one with the same key, or a new one, when left out. */
      account: z.string().max(64).optional(),
      /** The preset’s name; made from the route when left out. */
      name: z.string().max(80).optional(),
    }),
    output: z.object({
      gatewayUrl: z.string().nullable(),
      /** Masked; null when the text holds no key. */
      key: z.string().nullable(),
      preset: presetSchema,
      /** Why the preset cannot be saved as it is, as a sentence; null when it can. */
      refused: z.string().nullable(),
      metadata: z.record(z.string(), z.string()),
      findings: z.array(findingSchema),
      /** Names of variables that are not taken over. */
      ignored: z.array(z.string()),
      /** Null for a preview. `account` is null when the text holds no key and none was named. */
      saved: z.object({ account: z.string().nullable(), preset: z.string() }).nullable(),
    }),
  },

  /** Puts many worktrees on a preset, in the background; one that is right already is skipped. One job at a time. */
  'automation.start': {
    input: z.strictObject({
      worktrees: z.array(worktreePath).min(1).max(5000),
      preset: id,
      account: id.optional(),
      metadata: z.record(z.string().max(100), z.string().max(2000)).optional(),
      /** Says yes to adding the line to `info/exclude` where git does not ignore the settings file yet. */
      exclude: z.boolean().optional(),
    }),
    output: z.object({ id: z.string() }),
  },
  /** How far a job is. The last twenty are known until the app ends. */
  'automation.job': { input: z.strictObject({ id }), output: bulkJobSchema },
  /** Ends a job between two worktrees; what is written stays. */
  'automation.cancel': { input: z.strictObject({ id }), output: done },

  /** Rules for new workspaces, in the order in which they are asked: the first that matches decides. */
  'rules.list': { input: nothing, output: z.object({ rules: z.array(ruleSchema) }) },
  /** Adds a rule, or changes the one with the draft’s id. Worktrees that are there already are never touched by it. */
  'rules.save': { input: ruleDraftSchema, output: ruleSchema },
  'rules.remove': { input: z.strictObject({ id }), output: done },
  'rules.reorder': { input: z.strictObject({ ids: z.array(id).max(1000) }), output: done },
  /** Which worktrees match now, whatever their age; with neither given, which rule decides about which. Writes nothing. */
  'rules.test': {
    input: ruleDraftSchema.pick({ repo: true, path: true }),
    output: z.object({
      matches: z.array(
        z.object({
          worktree: z.string(),
          name: z.string(),
          repo: z.string(),
          rule: z.string().nullable(),
        }),
      ),
    }),
  },
  /**
   * The line for the setup script that Conductor runs in new workspaces of a repository (the path of any worktree of it).
   * Only shown unless `write`; then put into the repository’s file, once.
   */
  'automation.setupScript': {
    input: z.strictObject({ repo: worktreePath, write: z.boolean().optional() }),
    output: setupScriptSchema,
  },
  /** Puts notices of `provisioned` and `drifts` away: these, or all. */
  'automation.dismiss': {
    input: z.strictObject({ ids: z.array(z.string().max(400)).max(1000).optional() }),
    output: done,
  },
} as const;
