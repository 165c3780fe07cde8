import type { Finding, Severity } from '../../../shared/domain/doctor/finding.ts';
import { count } from '../../store/words.ts';

const WORDS: Readonly<Record<Severity, string>> = {
  error: 'Error',
  warning: 'Warning',
  note: 'Note',
};

/** How bad something is, by shape (filled triangle, hollow triangle, ring; a tick for nothing), by colour, and in words. */
export function SeverityMark({ severity }: { severity: Severity | null }) {
  return (
    <span className="severity" data-severity={severity ?? 'none'}>
      <svg viewBox="0 0 10 10" aria-hidden="true" focusable="false">
        {severity === 'error' && <path d="M5 .8 9.6 9H.4z" />}
        {severity === 'warning' && <path className="hollow" d="M5 1.6 8.9 8.5H1.1z" />}
        {severity === 'note' && <circle className="hollow" cx="5" cy="5" r="3.4" />}
        {severity === null && <path className="hollow" d="M1.5 5.5 4 8l4.5-6" />}
      </svg>
      <span className="unseen">{severity === null ? 'Nothing found' : WORDS[severity]}</span>
    </span>
  );
}

export function worstOf(findings: readonly Finding[]): Severity | null {
  return (
    (['error', 'warning', 'note'] as const).find((severity) =>
      findings.some((one) => one.severity === severity),
    ) ?? null
  );
}

/** `2 errors, 1 warning`, or that nothing was found. */
export function severityWords(findings: readonly Finding[]): string {
  const words = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const number = findings.filter((one) => one.severity === severity).length;
    return number === 0 ? [] : [count(number, severity)];
  });
  return words.length === 0 ? 'Nothing found' : words.join(', ');
}
