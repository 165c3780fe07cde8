import { type Cents, sumCents } from '../../../shared/domain/money.ts';
import { reportRowName } from '../../../shared/domain/report-words.ts';
import type { Amount, ReportRow, SpendReport } from '../../../shared/domain/spend.ts';
import type { SpendView } from '../../store/spend-view.ts';

export type Sorting = SpendView['sorting'];
export type SortColumn = Sorting['column'];

const NAMES = new Intl.Collator('en', { numeric: true });

/** What a press of a column's head leads to: its natural order first, then the other way round. */
export function nextSorting(now: Sorting, column: SortColumn): Sorting {
  if (now.column === column) return { column, descending: !now.descending };
  return { column, descending: column !== 'label' };
}

/**
 * The rows in order. What is not known stands last in either direction: it is neither much nor little. By name, the rows
 * that are about nothing in particular stand after those that have a name.
 */
export function sortRows(report: SpendReport, { column, descending }: Sorting): ReportRow[] {
  const way = descending ? -1 : 1;
  const names = new Map(report.rows.map((row) => [row, reportRowName(row, report.by)]));
  const byName = (a: ReportRow, b: ReportRow) =>
    NAMES.compare(names.get(a) ?? '', names.get(b) ?? '');
  return report.rows.toSorted((a, b) => {
    if (column === 'label') {
      const aside = Number(a.kind !== 'named') - Number(b.kind !== 'named');
      return aside === 0 ? way * byName(a, b) : aside;
    }
    const [left, right] = [a[column], b[column]];
    if (left === null || right === null) {
      return Number(left === null) - Number(right === null) || byName(a, b);
    }
    return way * (left - right) || byName(a, b);
  });
}

/** What amounts come to; unknown as soon as one of them is. */
export function addAmounts(amounts: readonly Amount[]): Amount {
  const sum = (values: readonly (number | null)[]): number | null => {
    const known = values.filter((value) => value !== null);
    return known.length < values.length ? null : sumCents(known as Cents[]);
  };
  return {
    cents: sum(amounts.map((one) => one.cents)) as Cents | null,
    requests: sum(amounts.map((one) => one.requests)),
    tokens: sum(amounts.map((one) => one.tokens)),
    unpriced: amounts.some((one) => one.unpriced),
  };
}

/** What a reader gets who adds up the column as it is printed: whole cents, with what is below a cent as nothing. */
export function printedSum(amounts: readonly Amount[]): Cents {
  return sumCents(
    amounts.map(({ cents }) => (cents === null || cents < 1 ? 0 : Math.round(cents)) as Cents),
  );
}

/** `62 %`, `<1 %`, `–` when it is not known. */
export function shareText(part: number | null, whole: number | null): string {
  if (part === null || whole === null) return '–';
  if (part === 0 || whole === 0) return '0\u00a0%';
  const share = (part / whole) * 100;
  return share < 1 ? '<1\u00a0%' : `${Math.round(share)}\u00a0%`;
}
