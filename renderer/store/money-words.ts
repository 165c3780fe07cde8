import { formatMoney } from '../../shared/domain/money.ts';
import type { RowSpend } from '../../shared/domain/spend-sums.ts';

/** An amount where there is room for one word, with what a reader should know about it. */
export interface MoneyWords {
  /** `$4.10`, `$4.10+`, `≈$4.10`, `not priced`, `–`. */
  readonly text: string;
  /** Full sentences: the reason, that it is an estimate. Null when the amount says it all. */
  readonly title: string | null;
}

export const ESTIMATE = 'Estimated from the transcripts on this machine.';

/** `≈` marks an estimate and `+` an amount that is too low; both are said in words as well. */
export function moneyWords(spend: RowSpend): MoneyWords {
  const { cents, atLeast, unpriced, source, reason } = spend;
  if (cents === null) return { text: unpriced ? 'not priced' : '–', title: reason };
  const isEstimate = source === 'estimate' && cents > 0;
  const text = `${isEstimate ? '≈' : ''}${formatMoney(cents)}${atLeast ? '+' : ''}`;
  const title = [isEstimate ? ESTIMATE : null, reason].filter((part) => part !== null).join(' ');
  return { text, title: title === '' ? null : title };
}
