import { z } from 'zod';

/** What a key can be used for: requests to models, and the parts of the Admin API (portkey-api.md §1.4, §1.5). */
export const CAPABILITY_PARTS = [
  'dataPlane',
  'analytics',
  'configs',
  'providers',
  'keys',
  'policies',
] as const;
export type CapabilityPart = (typeof CAPABILITY_PARTS)[number];

/** `unknown`: it could not be found out; ask again later, and do not take it for "no". */
export const capabilitySchema = z.object({
  can: z.enum(['yes', 'no', 'unknown']),
  /** Why, as a full sentence. */
  reason: z.string(),
  /** What to do about it, where it is not "yes". */
  hint: z.string().optional(),
});
export type Capability = z.infer<typeof capabilitySchema>;

export const capabilitiesSchema = z.object({
  dataPlane: capabilitySchema,
  analytics: capabilitySchema,
  configs: capabilitySchema,
  providers: capabilitySchema,
  keys: capabilitySchema,
  policies: capabilitySchema,
});
export type Capabilities = z.infer<typeof capabilitiesSchema>;

/** The key's own record at Portkey, found by its masked form. */
export const ownKeySchema = z.object({
  id: z.string(),
  name: z.string(),
  /** `organisation-service` (an Admin key), `workspace-service`, `workspace-user`; null when Portkey does not say. */
  type: z.string().nullable(),
  workspaceId: z.string().nullable(),
  scopes: z.array(z.string()),
  /** ISO 8601; null when it does not expire. */
  expiresAt: z.string().nullable(),
});
export type OwnKey = z.infer<typeof ownKeySchema>;

/** What was found out about an account's key. Kept until the key changes or somebody asks anew. */
export const accountProfileSchema = z.object({
  account: z.string(),
  /** When that key was stored; another key has another profile. */
  keySavedAt: z.string(),
  adminUrl: z.string(),
  gatewayUrl: z.string(),
  probedAt: z.string(),
  capabilities: capabilitiesSchema,
  /** Null when the key may not list keys, or more than one record fits its masked form. */
  key: ownKeySchema.nullable(),
});
export type AccountProfile = z.infer<typeof accountProfileSchema>;

export const profilesFileSchema = z.object({
  version: z.literal(1),
  profiles: z.array(accountProfileSchema).default([]),
});
export type ProfilesFile = z.infer<typeof profilesFileSchema>;
