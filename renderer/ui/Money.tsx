import type { RowSpend } from '../../shared/domain/spend-sums.ts';
import { moneyWords } from '../store/money-words.ts';

/** An amount in a column, and for a screen reader what it is and why it may be wrong. */
export function Money({ spend, className = '' }: { spend: RowSpend; className?: string }) {
  const { text, title } = moneyWords(spend);
  return (
    <span
      className={`money ${spend.cents === null || spend.cents === 0 ? 'faint' : ''} ${className}`}
      title={`${text} today${title === null ? '' : `. ${title}`}`}
    >
      {text}
      <span className="unseen">
        {' today'}
        {title === null ? '' : `. ${title}`}
      </span>
    </span>
  );
}
