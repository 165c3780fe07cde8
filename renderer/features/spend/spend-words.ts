import { formatMoney } from '../../../shared/domain/money.ts';
import { groupingNoun } from '../../../shared/domain/report-words.ts';
import type { SpendGrouping, SpendRange, SpendReport } from '../../../shared/domain/spend.ts';
import { count } from '../../store/words.ts';
import type { Stack } from './stack.ts';

export const RANGES: readonly (readonly [SpendRange, string])[] = [
  ['today', 'Today'],
  ['week', 'This week'],
  ['month', 'This month'],
];

export const GROUPINGS: readonly (readonly [SpendGrouping, string])[] = [
  ['worktree', 'Workspace'],
  ['model', 'Model'],
  ['provider', 'Provider'],
];

/** `today`, `this week`, `this month` */
export function rangeWords(range: SpendRange): string {
  return (RANGES.find(([name]) => name === range)?.[1] ?? range).toLowerCase();
}

/** `today by workspace` */
export function choiceWords(choice: { range: SpendRange; by: SpendReport['by'] }): string {
  return `${rangeWords(choice.range)} by ${groupingNoun(choice.by)}`;
}

/** Whose spend it is, where that is more or less than what the key spent; else null. */
export function scopeSentence(report: Pick<SpendReport, 'scope'>): string | null {
  switch (report.scope) {
    case 'key':
      return null;
    case 'workspace':
      return 'This is everything in the key’s Portkey workspace: the key’s own id is not known, so its part cannot be told apart.';
    case 'machine':
      return 'This is what Claude Code’s transcripts on this machine say, at list prices. Portkey’s own numbers can differ.';
  }
}

/** What makes the numbers worth less than they look, as full sentences. */
export function warningsOf(report: SpendReport): string[] {
  const { total, incomplete } = report;
  const warnings = incomplete ? ['Portkey’s answer is not whole, so amounts are too low.'] : [];
  if (total.cents === null) {
    warnings.push(
      total.unpriced
        ? 'There is no total: no price is known for what was used.'
        : 'There is no total, because the amount is not known.',
    );
  } else if (total.unpriced) {
    warnings.push('Some of what was used has no known price, so the total is too low.');
  }
  return warnings;
}

/** The chart in a sentence, for those who cannot see it; the table has the rest. */
export function chartSentence(options: {
  range: SpendRange;
  by: SpendGrouping;
  stack: Stack;
  names: readonly string[];
}): string {
  const { range, by, stack, names } = options;
  const unit = range === 'today' ? 'hour' : 'day';
  const parts = [`Chart of the spend of ${choiceWords({ range, by })}, one bar for each ${unit}.`];
  const most = stack.totals.reduce<number>(
    (best, total, at) => ((total ?? -1) > (stack.totals[best] ?? -1) ? at : best),
    0,
  );
  const peak = stack.totals[most] ?? null;
  if (peak !== null && peak > 0) {
    parts.push(`The highest is ${names[most] ?? ''} with ${formatMoney(peak)}.`);
  } else if (peak === 0) {
    parts.push('Nothing was spent.');
  }
  const missing = stack.states.filter((state) => state === 'unknown').length;
  const partial = stack.states.filter((state) => state === 'partial').length;
  if (missing > 0) parts.push(`${count(missing, `${unit} is`, `${unit}s are`)} not known.`);
  if (partial > 0) {
    parts.push(`${count(partial, `${unit} is`, `${unit}s are`)} known only in part.`);
  }
  return parts.join(' ');
}
