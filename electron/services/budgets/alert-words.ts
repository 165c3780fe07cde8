import type { BudgetView } from '../../../shared/domain/budget.ts';
import { measureWords } from '../../../shared/domain/pace-words.ts';

const PERIODS: Readonly<Record<BudgetView['period']['name'], string>> = {
  day: ' today',
  week: ' this week',
  month: ' this month',
  custom: ' in this period',
  lifetime: ' in all',
};

/** `$16.60 of $20.00 today`; null while the use is not known. */
function numbersOf({ measure, period }: BudgetView): string | null {
  if (measure.used === null) return null;
  return `${measureWords(measure)}${PERIODS[period.name]}`;
}

/** `Budget “web/lisbon” is at 83 % ($16.60 of $20.00 today).` */
export function alertSentence(view: BudgetView): string {
  const numbers = numbersOf(view);
  const behind = numbers === null ? '' : ` (${numbers})`;
  if (view.status === 'exhausted') {
    return `Budget “${view.label}” is exhausted${behind}, so Portkey blocks its requests.`;
  }
  const { used, limit } = view.measure;
  // Rounded down: 99.9 % is not all of it. The small addition undoes what binary fractions take away.
  const percent = Math.floor(((used ?? 0) * 100) / limit + 1e-9);
  return `Budget “${view.label}” is at ${percent} %${behind}.`;
}
