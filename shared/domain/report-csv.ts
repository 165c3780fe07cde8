import type { Cents } from './money.ts';
import { groupingNoun, reportRowName } from './report-words.ts';
import type { SpendReport } from './spend.ts';

const COLUMNS = [
  'kind', 'key', 'label', 'usd', 'requests', 'tokens', 'unpriced', 'source', 'from', 'to', 'asOf',
] as const; // prettier-ignore

const BREAK = '\r\n';
/** What a spreadsheet takes for the start of a formula (OWASP, “CSV Injection”). */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * A report as CSV (RFC 4180): a header, one record a row, CRLF after each, no byte-order mark. Amounts are US dollars with
 * every digit that is known, at least two decimals; what is not known is an empty cell. There is no record of the total:
 * whoever adds up the column must get it.
 */
export function reportToCsv(report: SpendReport): string {
  const records = report.rows.map((row) => [
    row.kind,
    row.key,
    reportRowName(row, report.by),
    usdText(row.cents),
    countText(row.requests),
    countText(row.tokens),
    row.unpriced ? 'yes' : 'no',
    report.source,
    report.from,
    report.to,
    report.asOf,
  ]);
  return [COLUMNS, ...records].map((cells) => cells.map(cell).join(',') + BREAK).join('');
}

/** `switchyard-spend-week-by-workspace-2026-08-14.csv`; the day is the local one on which it was read. */
export function csvFileName(report: SpendReport, zone?: string): string {
  const day = new Intl.DateTimeFormat('en-CA', {
    dateStyle: 'short',
    ...(zone === undefined ? {} : { timeZone: zone }),
  }).format(Date.parse(report.asOf));
  const by = groupingNoun(report.by).toLowerCase().replace(' ', '-');
  return `switchyard-spend-${report.range}-by-${by}-${day}.csv`;
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function countText(value: number | null): string {
  return value === null ? '' : plainDecimal(value, 0, 0);
}

function usdText(cents: Cents | null): string {
  return cents === null ? '' : plainDecimal(cents, -2, 2);
}

/**
 * `value × 10^shift` in digits, without an exponent. The decimal point is moved in the text: a division by 100 would add
 * digits that nobody measured.
 */
function plainDecimal(value: number, shift: number, leastDecimals: number): string {
  const [mantissa = '0', exponent = '0'] = value.toExponential().split('e');
  const digits = mantissa.replace('.', '');
  // Digits before the decimal point; zero or less when the number is below 1.
  const whole = Number(exponent) + shift + 1;
  const padded = whole <= 0 ? '0'.repeat(1 - whole) + digits : digits.padEnd(whole, '0');
  const point = Math.max(whole, 1);
  const decimals = padded.slice(point).replace(/0+$/, '').padEnd(leastDecimals, '0');
  return decimals === '' ? padded.slice(0, point) : `${padded.slice(0, point)}.${decimals}`;
}
