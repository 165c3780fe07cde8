import type { BudgetView } from '../../../shared/domain/budget.ts';
import { type Cents, centsOf } from '../../../shared/domain/money.ts';
import type { RecordStatus, UsageLimit } from '../portkey/admin/types.ts';
import { calibrate, rawCents, type UsageUnit } from './calibrate.ts';
import type { PortkeyLimits } from './figures.ts';
import { measured, type Quantity } from './measure.ts';
import { resetWindow, type WeekStart } from './reset-window.ts';

/** One limit of one of Portkey's records, with what names it. */
export interface Limit {
  readonly id: string;
  readonly kind: 'key' | 'provider' | 'workspace' | 'policy';
  readonly label: string;
  readonly worktree: string | null;
  readonly limit: UsageLimit;
  readonly rawUsage: number | null;
  /** Of the whole record, or of the policy's value. */
  readonly exhausted: boolean;
  readonly weekStart: WeekStart;
}

interface Used {
  readonly value: number | null;
  readonly asOf: string | null;
  readonly reason: string | null;
}

const NO_USE = 'Portkey does not say how much of this budget is used.';
const NO_UNIT = 'Portkey does not say in which unit it counts the use of this budget.';
const RESET_SINCE =
  'The reset of this budget was due, and Portkey has not told its use since then.';
const INSTEAD = 'What is shown is what Portkey’s analytics count since the last reset.';

/** Whether a record says that its limit is used up. With several limits, each must say it of itself. */
export function isExhausted(
  status: RecordStatus,
  limit: UsageLimit,
  limits: readonly UsageLimit[],
): boolean {
  if (limit.status === 'exhausted') return true;
  return status === 'exhausted' && (limits.length === 1 || limit.status === 'unknown');
}

/** What analytics count in the running period; null when that was not read, or in the period before. */
function analyticsOf(
  { id, kind }: Limit,
  limits: PortkeyLimits,
  period: BudgetView['period'],
): { readonly cents: Cents; readonly asOf: string } | null {
  if (kind === 'policy' || period.from === null) return null;
  const spent = limits.spentSinceReset.get(id);
  return spent !== undefined && Date.parse(spent.asOf) >= Date.parse(period.from) ? spent : null;
}

/** The record was read before the running period began, or Portkey had not reset it yet: its number is the old period's. */
function isOldUse(
  { limit }: Limit,
  limits: PortkeyLimits,
  period: BudgetView['period'],
  now: Date,
) {
  const due = limit.nextResetAt !== null && Date.parse(limit.nextResetAt) <= now.getTime();
  return due || isReadBefore(limits, period);
}

function isReadBefore(limits: PortkeyLimits, period: BudgetView['period']): boolean {
  return period.from !== null && Date.parse(limits.asOf) < Date.parse(period.from);
}

/** The unit that this limit's own numbers show; `unknown` where nothing can be compared. */
export function unitOf(one: Limit, limits: PortkeyLimits, now: Date): UsageUnit {
  const period = resetWindow(one.limit, now, one.weekStart);
  if (one.limit.of !== 'cost' || isOldUse(one, limits, period, now)) return 'unknown';
  const analytics = analyticsOf(one, limits, period);
  return calibrate({ raw: one.rawUsage, analytics: analytics?.cents ?? null });
}

function costUsed(
  one: Limit,
  limits: PortkeyLimits,
  period: BudgetView['period'],
  raw: Used,
  common: UsageUnit,
  now: Date,
): Used {
  const own = unitOf(one, limits, now);
  const analytics = analyticsOf(one, limits, period);
  const cents = raw.value === null ? null : rawCents(raw.value, own === 'unknown' ? common : own);
  if (cents !== null) return { ...raw, value: cents };
  const reason = raw.reason ?? NO_UNIT;
  if (analytics === null) return { value: null, asOf: null, reason };
  return { value: analytics.cents, asOf: analytics.asOf, reason: `${reason} ${INSTEAD}` };
}

/**
 * The view of one limit.
 * @param common the unit that the account's other budgets are counted in, for one that cannot be calibrated by itself
 */
export function limitView(
  one: Limit,
  {
    account,
    limits,
    common,
    now,
  }: {
    readonly account: string;
    readonly limits: PortkeyLimits;
    readonly common: UsageUnit;
    readonly now: Date;
  },
): BudgetView {
  const { id, kind, label, worktree, limit } = one;
  const period = resetWindow(limit, now, one.weekStart);
  const raw: Used = isOldUse(one, limits, period, now)
    ? { value: null, asOf: null, reason: RESET_SINCE }
    : {
        value: one.rawUsage,
        asOf: limits.asOf,
        reason: one.rawUsage === null ? NO_USE : null,
      };
  const used = limit.of === 'cost' ? costUsed(one, limits, period, raw, common, now) : raw;
  const quantity: Quantity =
    limit.of === 'cost'
      ? { unit: 'usd', limit: centsOf(limit.limit), used: used.value as Cents | null }
      : { unit: limit.of, limit: limit.limit, used: used.value };
  return {
    id,
    origin: 'portkey',
    kind,
    account,
    label,
    worktree,
    local: null,
    source: used.value === null ? null : 'portkey',
    reason: used.reason,
    ...measured({
      quantity,
      period,
      asOf: used.asOf,
      // Read before the reset, it says nothing about the period that runs now.
      exhausted: one.exhausted && !isReadBefore(limits, period),
      now,
    }),
  };
}
