import type { BudgetPeriod, BudgetView } from '../../../shared/domain/budget.ts';
import { usedShare } from '../../../shared/domain/gauge.ts';
import { type Cents, formatMoney } from '../../../shared/domain/money.ts';
import { paceSentence, statusWords } from '../../../shared/domain/pace-words.ts';

export const PERIODS: readonly (readonly [BudgetPeriod, string])[] = [
  ['day', 'Day'],
  ['week', 'Week'],
  ['month', 'Month'],
];

const PERIOD_WORDS: Readonly<Record<BudgetView['period']['name'], string>> = {
  day: 'a day',
  week: 'a week',
  month: 'a month',
  custom: 'in its period',
  lifetime: 'in all',
};

/** `a day`, `in all` */
export function periodWords(view: BudgetView): string {
  return PERIOD_WORDS[view.period.name];
}

/** The state in words, with how much is used or over: what colour and shape say too. */
export function stateWords(view: BudgetView): string {
  const share = usedShare(view.measure);
  // Rounded down: a limit that is not reached is never 100 %.
  const used = share === null ? null : `${Math.floor(share * 100)}\u00a0% used`;
  const words = statusWords(view);
  if (used !== null && view.status === 'ok') return used;
  if (used !== null && view.status === 'near') return `${words} · ${used}`;
  return view.status === 'over' ? (overWords(view.measure) ?? words) : words;
}

/** By how much; null where the numbers do not say, or are no money. */
function overWords(measure: BudgetView['measure']): string | null {
  if (measure.unit !== 'usd' || measure.used === null || measure.used <= measure.limit) return null;
  return `${formatMoney((measure.used - measure.limit) as Cents)} over the budget`;
}

/** Where it is heading, as a sentence; null where there is nothing to say. */
export function headingWords(view: BudgetView, now: Date, zone?: string): string | null {
  const pace = paceSentence(view, now, zone);
  if (pace === null) return null;
  return view.status === 'exhausted' ? `${pace}.` : `At this pace ${pace}.`;
}
