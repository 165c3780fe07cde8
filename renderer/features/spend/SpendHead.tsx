import { formatMoney } from '../../../shared/domain/money.ts';
import { LAG } from '../../../shared/domain/report-words.ts';
import type { SpendReport } from '../../../shared/domain/spend.ts';
import { useNow } from '../../store/layout.ts';
import { age } from '../../store/words.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { Known } from './Known.tsx';
import { RetryButton } from './RetryButton.tsx';
import { choiceWords, rangeWords, scopeSentence, warningsOf } from './spend-words.ts';
import type { Kept } from './use-kept.ts';

/** The total, where it comes from, how old it is, and everything that a reader of it should know. */
export function SpendHead({ report }: { report: Kept<SpendReport> }) {
  const { shown, failure, loading, stale } = report;
  const now = useNow();
  return (
    <section className="spend-head" aria-label="Total" aria-busy={loading}>
      {failure !== null && (
        <FailureNote failure={failure}>
          <RetryButton asking={loading} onRetry={report.again} />
          {shown !== null && (
            <span className="field-help">
              Below are the last numbers, of {choiceWords(shown)}, read {age(shown.asOf, now)}.
            </span>
          )}
        </FailureNote>
      )}
      {shown === null ? (
        failure === null && <p className="faint">Asking for the numbers …</p>
      ) : (
        <Total report={shown} dimmed={stale} now={now} />
      )}
    </section>
  );
}

function Total({ report, dimmed, now }: { report: SpendReport; dimmed: boolean; now: number }) {
  const scope = scopeSentence(report);
  const warnings = warningsOf(report);
  const isPortkey = report.source === 'portkey';
  return (
    <div className={dimmed ? 'dimmed' : ''}>
      <p className="spend-total">
        <strong>
          <Known text={formatMoney(report.total.cents)} />
        </strong>{' '}
        {rangeWords(report.range)}
        <span className="tag">{isPortkey ? 'Portkey' : 'estimate'}</span>
        <span className="sub">
          Read {age(report.asOf, now)}.{isPortkey && ` ${LAG}`}
        </span>
      </p>
      {warnings.length > 0 && (
        <div className="note warn">
          {warnings.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      )}
      {(scope !== null || report.notes.length > 0) && (
        <ul className="spend-notes">
          {[...(scope === null ? [] : [scope]), ...report.notes].map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
