import { defaultAccountOf } from '../../shared/domain/account.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { BudgetView } from '../../shared/domain/budget.ts';
import { gaugeBudget, usedShare } from '../../shared/domain/gauge.ts';
import { formatMoney, formatMoneyShort } from '../../shared/domain/money.ts';
import { measureWords, statusWords } from '../../shared/domain/pace-words.ts';
import { isPast } from '../../shared/domain/spend-sums.ts';
import type { AccountSpend, PeriodSpend } from '../../shared/domain/spend.ts';

/**
 * `stale`: the number is not as young as it should be. `over`: the budget is used up. `no-key`: there is nothing to ask with.
 * `paused`: the person stopped the reading.
 */
export type GaugeState = 'fresh' | 'stale' | 'over' | 'no-key' | 'paused';

/** Into how many parts the ring is divided; finer cannot be seen at 18 points. */
export const GAUGE_STEPS = 16;

/** What the icon shows. */
export interface TrayGauge {
  readonly state: GaugeState;
  /** How many parts of the ring are full, 0 to {@link GAUGE_STEPS}; null: there is no budget, or its use is not known. */
  readonly step: number | null;
  /** Beside the icon; empty when the person did not ask for it or the amount is not known. */
  readonly title: string;
  readonly toolTip: string;
}

/** Two gauges with the same key look the same. */
export function gaugeKey({ state, step }: Pick<TrayGauge, 'state' | 'step'>): string {
  return `${state}:${step ?? 'none'}`;
}

/** The spend that the icon is about: that of the account which the popover's gauge shows. */
export function gaugeSpend(snapshot: AppSnapshot): AccountSpend | null {
  const account = defaultAccountOf(snapshot);
  return snapshot.spend.find((one) => one.account === account) ?? null;
}

/** Today's number, unless it is of a day that is over. @param now milliseconds since 1970 */
export function todayOf(spend: AccountSpend | null, now: number): PeriodSpend | null {
  const today = spend?.today ?? null;
  return today === null || isPast(today, now) ? null : today;
}

/** What the icon shows of this snapshot. The same numbers as the popover's gauge, which is drawn from the same snapshot. */
export function trayGauge(snapshot: AppSnapshot, now: Date): TrayGauge {
  const account = defaultAccountOf(snapshot);
  const spend = gaugeSpend(snapshot);
  const today = todayOf(spend, now.getTime());
  const budget = account === null ? null : gaugeBudget(snapshot.budgets, account);
  const hasKey = snapshot.accounts.some((one) => one.key !== null);
  const state = stateOf({ hasKey, paused: snapshot.paused, budget, spend });
  const wanted = snapshot.settings.menuBar.amount && today !== null && today.cents !== null;
  return {
    state,
    step: state === 'no-key' ? null : stepOf(budget),
    title: wanted ? formatMoneyShort(today.cents) : '',
    toolTip: toolTipOf({ state, today, budget }),
  };
}

function stateOf(input: {
  readonly hasKey: boolean;
  readonly paused: boolean;
  readonly budget: BudgetView | null;
  readonly spend: AccountSpend | null;
}): GaugeState {
  if (!input.hasKey) return 'no-key';
  if (input.paused) return 'paused';
  // Used up stays used up, whatever the age of the number.
  if (input.budget?.status === 'over' || input.budget?.status === 'exhausted') return 'over';
  return (input.spend?.problem ?? null) === null ? 'fresh' : 'stale';
}

/** Rounded down, so that the ring is full only when nothing is left; what was used at all shows. */
function stepOf(budget: BudgetView | null): number | null {
  const share = budget === null ? null : usedShare(budget.measure);
  if (share === null) return null;
  const step = Math.min(GAUGE_STEPS, Math.floor(share * GAUGE_STEPS + 1e-9));
  return share > 0 ? Math.max(1, step) : 0;
}

function toolTipOf(input: {
  readonly state: GaugeState;
  readonly today: PeriodSpend | null;
  readonly budget: BudgetView | null;
}): string {
  const { state, today, budget } = input;
  if (state === 'no-key') return 'Switchyard: no Portkey key yet';
  const estimate = today?.source === 'estimate' ? ' (estimate)' : '';
  const lines = [`Switchyard: ${formatMoney(today?.cents ?? null)} today${estimate}`];
  if (budget !== null) {
    const verdict = statusWords(budget);
    lines.push(
      `${budget.label}: ${measureWords(budget.measure)}${verdict === null ? '' : `, ${verdict.toLowerCase()}`}`,
    );
  }
  if (state === 'stale') lines.push('The numbers could not be read just now.');
  if (state === 'paused') lines.push('Reading spend is paused.');
  return lines.join('\n');
}
