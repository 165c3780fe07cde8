import type { Cents, Dollars } from '../../../../shared/domain/money.ts';

/** What analytics can be narrowed to (portkey-api.md §2.1). A list that is given must not be empty. */
export interface SpendFilters {
  /** For Admin keys; Portkey ignores it for workspace keys. */
  readonly workspaceSlug?: string | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  readonly traceIds?: readonly string[] | undefined;
  readonly apiKeyIds?: readonly string[] | undefined;
  /** Provider slugs, with or without `@`. */
  readonly providers?: readonly string[] | undefined;
  readonly configs?: readonly string[] | undefined;
}

interface Seen {
  /** When it was read, ISO 8601. Portkey itself lags by up to about three minutes (§2.7). */
  readonly asOf: string;
  /** Portkey or we could not read everything: amounts that are missing are unknown, not zero. */
  readonly incomplete: boolean;
}

export interface CostSeries extends Seen {
  /** Of the whole window. Null when unknown, which it always is when `incomplete`. */
  readonly total: Cents | null;
  /** Oldest first; `at` is the start of the bucket, ISO 8601 in UTC. Empty when `incomplete`. */
  readonly points: readonly { readonly at: string; readonly cost: Cents | null }[];
  /** The buckets' width as seen; null with fewer than two of them. */
  readonly bucketMs: number | null;
}

export interface SpendRow {
  /** The metadata value, model or provider. `''`: requests that carry none. */
  readonly value: string;
  readonly requests: number | null;
  readonly cost: Cents | null;
  readonly tokens: number | null;
  /** Tokens were used and $0 is said: Portkey knows no price (a Max plan, an unknown model). Not "free". */
  readonly unpriced: boolean;
  /** As Portkey writes it. */
  readonly lastSeen: string | null;
}

export interface SpendGroup extends Seen {
  readonly rows: readonly SpendRow[];
}

export interface TraceCost extends Seen {
  readonly cost: Cents | null;
  /** Asked for only where the cost is 0, to tell "nothing happened" from "not priced". */
  readonly tokens: number | null;
  readonly unpriced: boolean;
}

export interface RecordList<T> extends Seen {
  readonly rows: readonly T[];
}

export type RecordStatus = 'active' | 'exhausted' | 'expired' | 'archived' | 'unknown';

/** A budget as Portkey keeps it (§3.1). */
export type UsageLimit = {
  readonly status: RecordStatus;
  /** `{ days: 1 }` is daily; null: never reset. */
  readonly reset: 'weekly' | 'monthly' | { readonly days: number } | null;
  readonly nextResetAt: string | null;
  readonly lastResetAt: string | null;
  /** `current_usage` as sent. Its unit is not documented (probably cents for a cost limit): calibrate before showing. */
  readonly rawUsage: number | null;
} & (
  | { readonly of: 'cost'; readonly limit: Dollars; readonly alertAt: Dollars | null }
  | { readonly of: 'tokens' | 'requests'; readonly limit: number; readonly alertAt: number | null }
);

export interface RateLimit {
  readonly of: 'requests' | 'tokens';
  /** `rps`, `rpm`, `rph`, `rpd`, `rpw`. */
  readonly unit: string;
  readonly value: number;
}

interface Limited {
  readonly status: RecordStatus;
  readonly usageLimits: readonly UsageLimit[];
  readonly rateLimits: readonly RateLimit[];
}

export interface ApiKeyRecord extends Limited {
  readonly id: string;
  readonly name: string;
  /** First and last characters around asterisks, as Portkey masks it. */
  readonly maskedKey: string | null;
  /** `organisation-service` (an Admin key), `workspace-service`, `workspace-user`. */
  readonly type: string | null;
  readonly workspaceId: string | null;
  readonly scopes: readonly string[];
  /** `pc-…`: the config that the key always uses, unless a request may override it. */
  readonly configId: string | null;
  readonly metadata: Readonly<Record<string, string>>;
  readonly expiresAt: string | null;
}

export interface ProviderRecord extends Limited {
  /** Without `@`. */
  readonly slug: string;
  readonly name: string;
  /** `anthropic`, `bedrock`, …; null when the list does not say. */
  readonly kind: string | null;
  readonly integrationId: string | null;
  readonly workspaceId: string | null;
  readonly expiresAt: string | null;
}

export interface UsagePolicyRecord {
  readonly id: string;
  readonly name: string;
  readonly status: RecordStatus;
  readonly workspaceId: string | null;
  readonly conditions: readonly {
    readonly key: string;
    readonly values: readonly string[];
    readonly excludes: boolean;
  }[];
  /** `metadata.worktree`, `api_key`, … */
  readonly groupBy: readonly string[];
  readonly limit: UsageLimit | null;
}

export interface PolicyEntity {
  readonly id: string;
  /** `metadata.worktree:abc` */
  readonly valueKey: string;
  readonly status: RecordStatus;
  /** As {@link UsageLimit.rawUsage}. */
  readonly rawUsage: number | null;
}

export interface WorkspaceRecord extends Limited {
  readonly id: string;
  readonly slug: string | null;
  readonly name: string;
}
