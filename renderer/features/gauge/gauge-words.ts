import type { BudgetStatus, BudgetView } from '../../../shared/domain/budget.ts';
import type { Capabilities } from '../../../shared/domain/capability.ts';
import { gaugeBudget, usedShare } from '../../../shared/domain/gauge.ts';
import { formatMoney } from '../../../shared/domain/money.ts';
import { LAG } from '../../../shared/domain/report-words.ts';
import { isPast } from '../../../shared/domain/spend-sums.ts';
import type { AccountSpend, PeriodSpend } from '../../../shared/domain/spend.ts';
import { age } from '../../store/words.ts';
import { budgetName, budgetUse, paceWords, percent, STATUS_WORDS } from './budget-words.ts';

export interface GaugeInput {
  readonly account: string;
  /** Undefined before the account is read for the first time. */
  readonly spend: AccountSpend | undefined;
  readonly budgets: readonly BudgetView[];
  readonly analytics: Capabilities['analytics'] | null;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/** Everything that the gauge says, in words. */
export interface GaugeView {
  /** `$12.40`, `$12.40+`, `–`, `not priced`. */
  readonly number: string;
  /** What the number is: `today`, `today in the Portkey workspace`, `Reading …`. */
  readonly caption: string;
  readonly estimate: boolean;
  /** Beside the number: how much of the budget, else week and month. */
  readonly beside: string;
  readonly meter: {
    /** Null when the use is not known. */
    readonly share: number | null;
    readonly status: BudgetStatus;
    readonly label: string;
    readonly sentence: string;
  } | null;
  /** The judgement on the budget, where there is one to make. */
  readonly verdict: string | null;
  readonly pace: string | null;
  /** `34 s ago`, `last good 12 min ago`; empty without a number. */
  readonly age: string;
  readonly stale: boolean;
  readonly problem: { readonly message: string; readonly hint: string | null } | null;
  /** What else a reader of the number should know, as full sentences. */
  readonly notes: readonly string[];
  /** Where the number comes from and whose spend it is. */
  readonly source: string;
}

/** `34 s ago`, then as {@link age}. @param now milliseconds since 1970 */
export function ageInSeconds(iso: string, now: number): string {
  const passed = now - Date.parse(iso);
  return passed >= 1000 && passed < 60_000 ? `${Math.floor(passed / 1000)} s ago` : age(iso, now);
}

/** Where a number comes from and whose spend it is, as sentences. */
export function sourceSentence({ source, scope }: Pick<PeriodSpend, 'source' | 'scope'>): string {
  if (source === 'estimate') {
    return 'Estimated from the transcripts on this machine and public prices. It is not what Portkey counts or bills.';
  }
  return scope === 'workspace'
    ? `Everything in this key’s Portkey workspace, because the key’s own ID is not known. ${LAG}`
    : `What this key spent, as Portkey counts it. ${LAG}`;
}

/** As in a row: `+` marks an amount that is too low; the notes say why. */
function numberOf({ cents, unpriced, incomplete }: PeriodSpend): string {
  if (unpriced && (cents === null || cents === 0)) return 'not priced';
  return `${formatMoney(cents)}${cents !== null && (unpriced || incomplete) ? '+' : ''}`;
}

function notesOf(today: PeriodSpend, analytics: GaugeInput['analytics']): string[] {
  const notes: string[] = [];
  if (today.source === 'estimate' && analytics !== null && analytics.can !== 'yes') {
    notes.push([analytics.reason, analytics.hint ?? ''].join(' ').trim());
  }
  if (today.unpriced) notes.push('Some of what was used has no known price, so it is more.');
  if (today.incomplete) notes.push('Portkey’s answer was not whole, so it may be more.');
  if (today.cents === null && !today.unpriced) notes.push('The answer names no amount for today.');
  return notes;
}

function captionOf({ scope }: PeriodSpend): string {
  return scope === 'workspace' ? 'today in the Portkey workspace' : 'today';
}

function meterOf(budget: BudgetView | null): GaugeView['meter'] {
  if (budget === null) return null;
  const verdict = STATUS_WORDS[budget.status];
  return {
    share: usedShare(budget.measure),
    status: budget.status,
    label: `Budget: ${budget.label}`,
    sentence: [`${budgetUse(budget)}.`, verdict === null ? '' : `${verdict}.`].join(' ').trim(),
  };
}

function isSettled({ status }: BudgetView): boolean {
  return status === 'over' || status === 'exhausted';
}

/** What the gauge says about an account. Pure: everything it needs is handed in. */
export function gaugeView(input: GaugeInput): GaugeView {
  const { spend, now } = input;
  const budget = gaugeBudget(input.budgets, input.account);
  const meter = meterOf(budget);
  const today = spend?.today ?? null;
  const problem = spend?.problem ?? null;
  const shared = {
    meter,
    verdict: budget === null ? null : STATUS_WORDS[budget.status],
    // What is used up goes nowhere any more, and old numbers foretell nothing.
    pace: budget === null || isSettled(budget) || problem !== null ? null : paceWords(budget, now),
    problem,
  };
  if (today === null || isPast(today, now)) {
    return {
      ...shared,
      number: '–',
      caption: problem === null ? 'Reading …' : 'today',
      estimate: false,
      beside: budget === null ? '' : `${budgetName(budget)}${budgetUse(budget)}`,
      age: today === null ? '' : `last good ${age(today.asOf, now)}`,
      stale: problem !== null,
      notes: [],
      source: 'Today’s spend is not read yet.',
    };
  }
  const stale = problem !== null;
  return {
    ...shared,
    number: numberOf(today),
    caption: captionOf(today),
    estimate: today.source === 'estimate',
    beside: budget === null ? periods(spend) : besideOf(budget, today),
    age: stale ? `last good ${age(today.asOf, now)}` : ageInSeconds(today.asOf, now),
    stale,
    notes: notesOf(today, input.analytics),
    source: sourceSentence(today),
  };
}

/** `of $20 · 62 %` when the budget is about the number that stands beside it, else with its own use and period. */
function besideOf(budget: BudgetView, today: PeriodSpend): string {
  const { measure, period, status } = budget;
  const same =
    period.name === 'day' &&
    measure.unit === 'usd' &&
    measure.used !== null &&
    measure.used === today.cents;
  if (!same || status === 'unknown') return `${budgetName(budget)}${budgetUse(budget)}`;
  return `of ${formatMoney(measure.limit).replace(/\.00$/, '')} · ${percent(usedShare(measure))}`;
}

function periods(spend: AccountSpend | undefined): string {
  const part = (name: string, period: PeriodSpend | null | undefined) =>
    `${name} ${period === null || period === undefined ? '–' : numberOf(period)}`;
  return `${part('week', spend?.week)} · ${part('month', spend?.month)}`;
}
