import { z } from 'zod';

import { accountSchema, keyDeliverySchema } from '../domain/account.ts';
import { accountProfileSchema } from '../domain/capability.ts';
import { presetSchema } from '../domain/preset.ts';
import { done, id } from './fields.ts';

/** Checked in full by the domain; the wire only bounds the size. */
const presetInput = z.looseObject({ id: z.string().max(64), name: z.string().max(200) });

/** Accounts with their keys, and presets. */
export const accountRequests = {
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
} as const;
