import { createHash } from 'node:crypto';
import { metadataOf } from './ledger-filter.ts';
import { iso, resetFields } from './records.ts';
import { periodOf } from './reset-period.ts';
import type { Dialect, EmulatorState, LedgerEntry, PolicyCondition, UsagePolicy } from './state.ts';
import { inUsageUnit, sumUsage } from './usage.ts';

export interface PolicyEntity {
  readonly id: string;
  /** As `metadata.worktree:abc`; several group keys are joined by commas, which is our choice. */
  readonly valueKey: string;
  /** Cents when the policy's type is cost, else tokens. */
  readonly usage: number;
  readonly exhausted: boolean;
  readonly alerted: boolean;
}

function valueOf(entry: LedgerEntry, key: string): string {
  if (key.startsWith('metadata.')) return metadataOf(entry, key.slice('metadata.'.length));
  const values: Readonly<Record<string, string | null>> = {
    api_key: entry.apiKeyId,
    virtual_key: entry.providerSlug,
    provider: entry.providerSlug,
    config: entry.configSlug,
    model: `@${entry.providerSlug}/${entry.model}`,
    workspace_id: entry.workspaceId,
  };
  return values[key] ?? '';
}

const escaped = (text: string) => text.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&');

/** `*` in a condition's value stands for any text, as in `@anthropic-prod/*`. */
function holds({ key, value, excludes }: PolicyCondition, entry: LedgerEntry): boolean {
  const actual = valueOf(entry, key);
  const wanted = typeof value === 'string' ? [value] : value;
  const is = wanted.some((pattern) =>
    pattern.includes('*')
      ? new RegExp(`^${pattern.split('*').map(escaped).join('.*')}$`).test(actual)
      : pattern === actual,
  );
  return is !== excludes;
}

/** What a policy counts in the period that `now` is in. A request without one of the group values is not counted. */
export function policyEntities(
  policy: UsagePolicy,
  ledger: readonly LedgerEntry[],
  now: number,
): PolicyEntity[] {
  const { limits } = policy;
  const { start } = periodOf(limits, now, 1);
  const counted = ledger.filter(
    (entry) =>
      entry.workspaceId === policy.workspaceId &&
      entry.at >= start &&
      entry.at <= now &&
      policy.conditions.every((condition) => holds(condition, entry)) &&
      policy.groupBy.every((key) => valueOf(entry, key) !== ''),
  );
  const groups = Map.groupBy(counted, (entry) =>
    policy.groupBy.map((key) => `${key}:${valueOf(entry, key)}`).join(','),
  );
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([valueKey, entries]) => {
      const usage = sumUsage(entries, limits.type);
      return {
        id: createHash('sha256').update(`${policy.id}\n${valueKey}`).digest('hex').slice(0, 24),
        valueKey,
        usage,
        exhausted: usage >= inUsageUnit(limits, limits.creditLimit),
        alerted:
          limits.alertThreshold !== null && usage >= inUsageUnit(limits, limits.alertThreshold),
      };
    });
}

/** A policy on the wire, limits in dollars; with what each value has used, in cents, when `withUsage`. */
export function policyRecord(
  state: EmulatorState,
  policy: UsagePolicy,
  now: number,
  dialect: Dialect,
  withUsage: boolean,
): Record<string, unknown> {
  const { limits } = policy;
  const { start, end } = periodOf(limits, now, 1);
  return {
    id: policy.id,
    name: policy.name,
    // The document has one text and no `excludes` in a condition.
    conditions: policy.conditions.map(({ key, value, excludes }) =>
      dialect === 'live'
        ? { key, value, excludes }
        : { key, value: typeof value === 'string' ? value : value.join(',') },
    ),
    group_by: policy.groupBy.map((key) => ({ key })),
    type: limits.type,
    credit_limit: limits.creditLimit,
    alert_threshold: limits.alertThreshold,
    ...resetFields(limits, end),
    last_reset_at: iso(start),
    status: policy.status,
    workspace_id: policy.workspaceId,
    organisation_id: state.organisation.id,
    created_at: iso(policy.createdAt),
    last_updated_at: iso(policy.createdAt),
    ...(withUsage
      ? {
          value_key_usage_map: Object.fromEntries(
            policyEntities(policy, state.ledger, now).map((entity) => [
              entity.valueKey,
              {
                current_usage: entity.usage,
                status: entity.exhausted ? 'exhausted' : 'active',
                is_threshold_alerts_sent: entity.alerted,
                is_exhausted_alerts_sent: entity.exhausted,
              },
            ]),
          ),
        }
      : {}),
    object: 'policy_usage_limits',
  };
}
