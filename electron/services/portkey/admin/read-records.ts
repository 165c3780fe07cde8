import { dollarsFromWire } from '../../../../shared/domain/money.ts';
import { maskSecret } from '../../../../shared/domain/secret-text.ts';
import {
  apiKeySchema,
  conditionSchema,
  policyEntitySchema,
  providerSchema,
  rateLimitSchema,
  usageLimitSchema,
  usagePolicySchema,
  workspaceSchema,
} from './records-schema.ts';
import type {
  ApiKeyRecord,
  PolicyEntity,
  ProviderRecord,
  RateLimit,
  RecordStatus,
  UsageLimit,
  UsagePolicyRecord,
  WorkspaceRecord,
} from './types.ts';
import { isRecord } from './wire-schema.ts';

const STATUSES: readonly RecordStatus[] = ['active', 'exhausted', 'expired', 'archived'];

function statusOf(text: string | null): RecordStatus {
  return STATUSES.find((status) => status === text?.toLowerCase()) ?? 'unknown';
}

/** When the budget's period began and ends, where a record says it beside the limit instead of in it. */
interface Resets {
  readonly last_reset_at: string | null;
  readonly next_usage_reset_at: string | null;
}

function resetOf(period: string | null, days: number | null): UsageLimit['reset'] {
  if (period === 'weekly' || period === 'monthly') return period;
  return days === null || days === 0 ? null : { days };
}

/** A budget; null where there is none (`credit_limit` null), or of a kind that is not known. */
export function readUsageLimit(raw: unknown, record?: Resets): UsageLimit | null {
  const parsed = usageLimitSchema.safeParse(raw);
  if (!parsed.success || parsed.data.credit_limit === null) return null;
  const wire = parsed.data;
  const common = {
    status: statusOf(wire.status),
    reset: resetOf(wire.periodic_reset, wire.periodic_reset_days),
    nextResetAt: wire.next_usage_reset_at ?? record?.next_usage_reset_at ?? null,
    lastResetAt: wire.last_reset_at ?? record?.last_reset_at ?? null,
    rawUsage: wire.current_usage,
  };
  // Older budgets say no type; they count money.
  const of = wire.type ?? 'cost';
  if (of === 'tokens' || of === 'requests') {
    return { ...common, of, limit: parsed.data.credit_limit, alertAt: wire.alert_threshold };
  }
  const limit = dollarsFromWire(wire.credit_limit);
  if (of !== 'cost' || limit === null) return null;
  return { ...common, of, limit, alertAt: dollarsFromWire(wire.alert_threshold) };
}

function readRateLimit(raw: unknown): RateLimit[] {
  const parsed = rateLimitSchema.safeParse(raw);
  if (!parsed.success) return [];
  const { type, unit, value } = parsed.data;
  if (value === null || unit === null || (type !== 'requests' && type !== 'tokens')) return [];
  return [{ of: type, unit, value }];
}

function limitsOf(
  record: Resets & {
    readonly status: string | null;
    readonly usage_limits: readonly unknown[];
    readonly rate_limits: readonly unknown[];
  },
) {
  return {
    status: statusOf(record.status),
    usageLimits: record.usage_limits.flatMap((raw) => readUsageLimit(raw, record) ?? []),
    rateLimits: record.rate_limits.flatMap(readRateLimit),
  };
}

/** Portkey masks keys in lists. Should it ever send a whole one, it goes no further than here. */
function masked(key: string | null): string | null {
  return key === null || key.includes('*') ? key : maskSecret(key);
}

function textFields(value: unknown): Readonly<Record<string, string>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter(
      (entry): entry is [string, string] => typeof entry[1] === 'string',
    ),
  );
}

/** A row of `/api-keys`; null without an id. */
export function readApiKey(raw: unknown): ApiKeyRecord | null {
  const wire = apiKeySchema.safeParse(raw).data;
  if (wire === undefined || wire.id === null) return null;
  const configId = wire.defaults['config_id'];
  return {
    ...limitsOf(wire),
    id: wire.id,
    name: wire.name ?? wire.id,
    maskedKey: masked(wire.key),
    type: wire.type,
    workspaceId: wire.workspace_id,
    scopes: wire.scopes,
    configId: typeof configId === 'string' ? configId : null,
    metadata: textFields(wire.defaults['metadata']),
    expiresAt: wire.expires_at,
  };
}

/** A row of `/providers`; null without a slug. */
export function readProvider(raw: unknown): ProviderRecord | null {
  const wire = providerSchema.safeParse(raw).data;
  if (wire === undefined || wire.slug === null) return null;
  const slug = wire.slug.replace(/^@/, '');
  return {
    ...limitsOf(wire),
    slug,
    name: wire.name ?? slug,
    kind: wire.provider ?? wire.ai_provider_name,
    integrationId: wire.integration_id,
    workspaceId: wire.workspace_id,
    expiresAt: wire.expires_at,
  };
}

function readCondition(raw: unknown): UsagePolicyRecord['conditions'][number][] {
  const condition = conditionSchema.safeParse(raw).data;
  if (condition === undefined || condition.key === null) return [];
  return [{ key: condition.key, values: condition.value, excludes: condition.excludes }];
}

/** A row of `/policies/usage-limits`; null without an id. */
export function readUsagePolicy(raw: unknown): UsagePolicyRecord | null {
  const wire = usagePolicySchema.safeParse(raw).data;
  if (wire === undefined || wire.id === null) return null;
  return {
    id: wire.id,
    name: wire.name ?? wire.id,
    status: statusOf(wire.status),
    workspaceId: wire.workspace_id,
    conditions: wire.conditions.flatMap(readCondition),
    // `[{key}]` by the specification, bare names in what other clients have seen.
    groupBy: wire.group_by.flatMap((raw) =>
      typeof raw === 'string' ? [raw] : readCondition(raw).map((group) => group.key),
    ),
    limit: readUsageLimit(raw),
  };
}

/** A row of `/policies/usage-limits/{id}/entities`; null without an id or a value. */
export function readPolicyEntity(raw: unknown): PolicyEntity | null {
  const wire = policyEntitySchema.safeParse(raw).data;
  if (wire === undefined || wire.id === null || wire.value_key === null) return null;
  return {
    id: wire.id,
    valueKey: wire.value_key,
    status: statusOf(wire.status),
    rawUsage: wire.current_usage,
  };
}

/**
 * The `value_key_usage_map` of a policy that was asked for with `include_usage=true`; null without one, which is what a
 * control plane answers that does not know the option. A value's id is the value itself: the map gives no other.
 */
export function readPolicyUse(raw: Readonly<Record<string, unknown>>): PolicyEntity[] | null {
  const map = raw['value_key_usage_map'];
  if (!isRecord(map)) return null;
  return Object.entries(map).flatMap(([valueKey, value]) => {
    const use = isRecord(value) ? value : {};
    return readPolicyEntity({ ...use, id: valueKey, value_key: valueKey }) ?? [];
  });
}

/** The answer of `/admin/workspaces/{id}`; null without an id. */
export function readWorkspace(raw: unknown): WorkspaceRecord | null {
  const wire = workspaceSchema.safeParse(raw).data;
  if (wire === undefined || wire.id === null) return null;
  return { ...limitsOf(wire), id: wire.id, slug: wire.slug, name: wire.name ?? wire.id };
}
