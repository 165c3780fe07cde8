import type { BudgetStatus, BudgetView } from '../../../shared/domain/budget.ts';
import { usedShare } from '../../../shared/domain/gauge.ts';
import { type Cents, formatMoney } from '../../../shared/domain/money.ts';
import { clock } from '../../store/words.ts';

/** The judgement on a budget; nothing needs saying about one that is fine. */
export const STATUS_WORDS: Readonly<Record<BudgetStatus, string | null>> = {
  ok: null,
  near: 'Near its limit',
  over: 'Over its limit',
  exhausted: 'Used up: Portkey blocks requests',
  unknown: null,
};

const PERIODS: Readonly<Record<BudgetView['period']['name'], string>> = {
  day: ' today',
  week: ' this week',
  month: ' this month',
  custom: ' in its period',
  lifetime: ' in all',
};

const ENDS: Readonly<Record<BudgetView['period']['name'], string>> = {
  day: ' by the end of the day',
  week: ' by the end of the week',
  month: ' by the end of the month',
  custom: ' by the end of its period',
  lifetime: '',
};

/** `62 %`; what is below the limit never reads as all of it. `–` when it is not known. */
export function percent(share: number | null): string {
  if (share === null) return '–';
  const whole = share < 1 ? Math.floor(share * 100) : Math.round(share * 100);
  return `${whole.toLocaleString('en')} %`;
}

function quantity(measure: BudgetView['measure'], value: number | null): string {
  if (value === null) return '–';
  return measure.unit === 'usd'
    ? formatMoney(value as Cents).replace(/\.00$/, '')
    : Math.round(value).toLocaleString('en');
}

/** `$213.40 of $500 this month · 42 %`, `– of 5,000 requests in all`. */
export function budgetUse({ measure, period }: BudgetView): string {
  const unit = measure.unit === 'usd' ? '' : ` ${measure.unit}`;
  const share = usedShare(measure);
  const use = `${quantity(measure, measure.used)} of ${quantity(measure, measure.limit)}${unit}${PERIODS[period.name]}`;
  return share === null ? use : `${use} · ${percent(share)}`;
}

/** What the budget is about, before its use; nothing for the account's own, which the number beside it is about. */
export function budgetName({ kind, label }: BudgetView): string {
  switch (kind) {
    case 'account':
      return '';
    case 'key':
      return 'Key: ';
    case 'workspace':
      return 'Portkey workspace: ';
    case 'provider':
    case 'policy':
    case 'repository':
    case 'worktree':
      return `${label}: `;
  }
}

/** Where this pace leads: `pace $31 by the end of the day · limit about 16:40`. Null when it is not known. */
export function paceWords(budget: BudgetView, now: number): string | null {
  const { measure, reachedAt, period } = budget;
  const unit = measure.unit === 'usd' ? '' : ` ${measure.unit}`;
  const parts = [
    measure.projected === null
      ? null
      : `pace ${quantity(measure, measure.projected)}${unit}${reachedAt === null ? ENDS[period.name] : ''}`,
    reachedAt === null ? null : `limit about ${momentOf(reachedAt, now)}`,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : parts.join(' · ');
}

/** The time on the same day, else the day. */
function momentOf(iso: string, now: number): string {
  const at = new Date(iso);
  if (at.toDateString() === new Date(now).toDateString()) return clock(iso);
  return new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' }).format(at); // prettier-ignore
}
