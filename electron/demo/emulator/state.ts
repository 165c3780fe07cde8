/**
 * What the emulated Portkey knows. Plain, mutable data: whoever starts the emulator keeps the object, and what is changed
 * in it shows in the next answer. Every amount in an answer is computed from `ledger`; none is stored.
 */

/** `live` answers as the service was seen to, `spec` as its published OpenAPI document says. */
export type Dialect = 'live' | 'spec';

/** Where a limit starts again. Absent or null: never (a lifetime limit). `{ days }` counts from the last reset. */
export type ResetPeriod = 'weekly' | 'monthly' | { readonly days: number };

export interface UsageLimits {
  readonly id: string;
  readonly type: 'cost' | 'tokens';
  /** Dollars when the type is cost, else tokens. */
  readonly creditLimit: number;
  /** Same unit as `creditLimit`. */
  readonly alertThreshold: number | null;
  readonly period: ResetPeriod | null;
  /** Milliseconds since the epoch: nothing older counts, and `{ days }` counts from here. */
  readonly since: number;
}

export interface RateLimit {
  readonly type: 'requests' | 'tokens';
  readonly unit: 'rpm' | 'rph' | 'rpd' | 'rpw' | 'rps';
  readonly value: number;
}

/** Moments are milliseconds since the epoch. */
export interface Workspace {
  readonly id: string;
  readonly slug: string;
  readonly name: string;
  readonly description: string | null;
  readonly isDefault: boolean;
  readonly createdAt: number;
  readonly usageLimits: readonly UsageLimits[];
  readonly rateLimits: readonly RateLimit[];
}

export interface ApiKey {
  readonly id: string;
  /** What a caller sends. An answer shows it masked. */
  readonly secret: string;
  readonly name: string;
  readonly type: 'organisation-service' | 'workspace-service' | 'workspace-user';
  /** Null for an organisation key. */
  readonly workspaceId: string | null;
  readonly userId: string | null;
  readonly scopes: readonly string[];
  /** Forces a state; `active` leaves it to the limit, the expiry and the ledger. */
  readonly status: 'active' | 'exhausted' | 'expired';
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly usageLimits: UsageLimits | null;
  /** Some live records hold the limit in an array of one. */
  readonly limitsAsArray: boolean;
  readonly rateLimits: readonly RateLimit[];
  readonly defaults: {
    readonly configSlug: string | null;
    readonly metadata: Readonly<Record<string, string>>;
  };
}

export interface Provider {
  readonly id: string;
  /** Without the `@` that a header puts before it. */
  readonly slug: string;
  readonly name: string;
  /** `anthropic`, `bedrock`, … */
  readonly aiService: string;
  readonly integrationId: string;
  readonly workspaceId: string;
  readonly note: string | null;
  readonly status: 'active' | 'exhausted' | 'expired';
  readonly createdAt: number;
  readonly expiresAt: number | null;
  readonly usageLimits: UsageLimits | null;
  readonly rateLimits: readonly RateLimit[];
}

export interface Config {
  readonly id: string;
  /** With its `pc-`. */
  readonly slug: string;
  readonly name: string;
  readonly workspaceId: string;
  readonly isDefault: boolean;
  readonly status: 'active' | 'archived';
  readonly ownerId: string;
  readonly versionId: string;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly body: Readonly<Record<string, unknown>>;
}

export interface CatalogueModel {
  readonly providerSlug: string;
  readonly model: string;
  readonly canonicalSlug: string;
  readonly createdAt: number;
}

export interface PolicyCondition {
  /** `api_key`, `virtual_key`, `provider`, `config`, `model`, `workspace_id` or `metadata.<key>`. */
  readonly key: string;
  readonly value: string | readonly string[];
  readonly excludes: boolean;
}

export interface UsagePolicy {
  readonly id: string;
  readonly name: string;
  readonly workspaceId: string;
  readonly conditions: readonly PolicyCondition[];
  readonly groupBy: readonly string[];
  readonly limits: UsageLimits;
  readonly status: 'active' | 'archived';
  readonly createdAt: number;
}

/** One request that went through the gateway. */
export interface LedgerEntry {
  readonly id: string;
  /** When it was made, milliseconds since the epoch. */
  readonly at: number;
  readonly workspaceId: string;
  readonly apiKeyId: string;
  readonly providerSlug: string;
  readonly aiService: string;
  readonly model: string;
  readonly configSlug: string | null;
  readonly traceId: string;
  readonly spanId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** US cents, fractional; 0 where Portkey knows no price for the model. */
  readonly costCents: number;
  readonly statusCode: number;
  readonly latencyMs: number;
  readonly cacheHit: boolean;
  /** −10 to 10; null when nobody gave any. */
  readonly feedback: number | null;
}

export interface EmulatorState {
  readonly organisation: { readonly id: string; readonly name: string };
  /** What the plan lets through; a gate answers 403 AB03 whatever the key's scopes are. */
  plan: { analytics: boolean; policies: boolean };
  /** `own`: a workspace-user key sees its own requests only. */
  dataVisibility: 'all' | 'own';
  /** Requests younger than this are not in the analytics yet, milliseconds. */
  lagMs: number;
  /** Analytics count no more requests than this in one answer, and say so; null: no quota. */
  analyticsQuota: number | null;
  /** Control-plane requests that one key may send in a minute; null: any number. */
  adminRequestsPerMinute: number | null;
  readonly workspaces: Workspace[];
  readonly keys: ApiKey[];
  readonly providers: Provider[];
  readonly configs: Config[];
  readonly models: CatalogueModel[];
  readonly policies: UsagePolicy[];
  readonly ledger: LedgerEntry[];
}

/** An organisation without anything in it, on a plan that allows everything, without lag or quota. */
export function createEmulatorState(organisation: { id: string; name: string }): EmulatorState {
  return {
    organisation,
    plan: { analytics: true, policies: true },
    dataVisibility: 'all',
    lagMs: 0,
    analyticsQuota: null,
    adminRequestsPerMinute: null,
    workspaces: [],
    keys: [],
    providers: [],
    configs: [],
    models: [],
    policies: [],
    ledger: [],
  };
}
