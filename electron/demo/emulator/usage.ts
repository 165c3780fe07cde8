import { periodOf, type WeekStart } from './reset-period.ts';
import type {
  ApiKey,
  EmulatorState,
  LedgerEntry,
  Provider,
  UsageLimits,
  Workspace,
} from './state.ts';

export interface Usage {
  /** Cents when the limit's type is cost, else tokens. */
  readonly current: number;
  readonly exhausted: boolean;
  readonly alerted: boolean;
  /** Milliseconds since the epoch. */
  readonly lastResetAt: number;
  readonly nextResetAt: number | null;
}

/** Cents (cost) or tokens of these entries. A cache hit burns no budget. */
export function sumUsage(entries: readonly LedgerEntry[], type: UsageLimits['type']): number {
  return entries.reduce(
    (sum, entry) =>
      entry.cacheHit
        ? sum
        : sum + (type === 'cost' ? entry.costCents : entry.inputTokens + entry.outputTokens),
    0,
  );
}

/** The limit's number in the unit in which usage is counted: a cost limit is in dollars, usage in cents. */
export function inUsageUnit(limits: UsageLimits, value: number): number {
  return limits.type === 'cost' ? value * 100 : value;
}

/**
 * How much of a limit is used. The counters of the gateway are not the analytics: no lag applies to them.
 *
 * @param counts which requests of the ledger the limit is about
 */
export function usageOf(
  limits: UsageLimits,
  ledger: readonly LedgerEntry[],
  now: number,
  weekStart: WeekStart,
  counts: (entry: LedgerEntry) => boolean,
): Usage {
  const { start, end } = periodOf(limits, now, weekStart);
  const current = sumUsage(
    ledger.filter((entry) => entry.at >= start && entry.at <= now && counts(entry)),
    limits.type,
  );
  const { alertThreshold } = limits;
  return {
    current,
    exhausted: current >= inUsageUnit(limits, limits.creditLimit),
    alerted: alertThreshold !== null && current >= inUsageUnit(limits, alertThreshold),
    lastResetAt: start,
    nextResetAt: end,
  };
}

export function keyUsage(state: EmulatorState, key: ApiKey, now: number): Usage | null {
  if (key.usageLimits === null) return null;
  return usageOf(key.usageLimits, state.ledger, now, 0, (entry) => entry.apiKeyId === key.id);
}

export function providerUsage(state: EmulatorState, provider: Provider, now: number): Usage | null {
  if (provider.usageLimits === null) return null;
  return usageOf(
    provider.usageLimits,
    state.ledger,
    now,
    0,
    (entry) => entry.workspaceId === provider.workspaceId && entry.providerSlug === provider.slug,
  );
}

export function workspaceUsage(
  state: EmulatorState,
  workspace: Workspace,
  limits: UsageLimits,
  now: number,
): Usage {
  return usageOf(limits, state.ledger, now, 0, (entry) => entry.workspaceId === workspace.id);
}

/** What Portkey says of a key or a provider: what was forced, else what its expiry and its budget come to. */
export function statusOf(
  item: { status: 'active' | 'exhausted' | 'expired'; expiresAt: number | null },
  usage: Usage | null,
  now: number,
): 'active' | 'exhausted' | 'expired' {
  if (item.status !== 'active') return item.status;
  if (item.expiresAt !== null && item.expiresAt <= now) return 'expired';
  return usage?.exhausted === true ? 'exhausted' : 'active';
}
