import { useMemo } from 'react';

import { type Cents, formatMoney, sumCents } from '../../../shared/domain/money.ts';
import { groupingNoun } from '../../../shared/domain/report-words.ts';
import type { Amount, ReportRow, SpendReport } from '../../../shared/domain/spend.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { count } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { AmountCells, ReportLine } from './ReportLine.tsx';
import { addAmounts, nextSorting, printedSum, type SortColumn, sortRows } from './sort-rows.ts';
import { rangeWords } from './spend-words.ts';

/** Rows of a long table before it is unfolded: the budgets below stay within reach. */
const SHORT = 12;

const HEADS: readonly (readonly [SortColumn, string])[] = [
  ['cents', 'Spend'],
  ['requests', 'Requests'],
  ['tokens', 'Tokens'],
];

/** The report's rows and their total. Rows that are folded away stand as one, so the column always adds up. */
export function SpendTable({ report, dimmed }: { report: SpendReport; dimmed: boolean }) {
  const { ui } = useApp();
  const sorting = useUi((state) => state.spend.sorting);
  const whole = useUi((state) => state.spend.whole);
  const noun = groupingNoun(report.by);
  const { worktrees } = useSnapshot();
  const rows = useMemo(() => sortRows(report, sorting), [report, sorting]);
  const paths = useMemo(() => new Map(worktrees.map((tree) => [tree.id, tree.path])), [worktrees]);
  const pathOf = (row: ReportRow) =>
    row.kind === 'named' && report.by === 'worktree' ? paths.get(row.key) : undefined;
  const isLong = rows.length > SHORT + 1;
  const seen = isLong && !whole ? rows.slice(0, SHORT) : rows;
  const folded = rows.slice(seen.length);
  const set = (part: { sorting: typeof sorting } | { whole: boolean }) =>
    ui.setState(({ spend }) => ({ spend: { ...spend, ...part } }));

  const head = (column: SortColumn, text: string) => {
    const isSorted = sorting.column === column;
    return (
      <th
        key={column}
        scope="col"
        className={column}
        aria-sort={isSorted ? (sorting.descending ? 'descending' : 'ascending') : undefined}
      >
        <button type="button" onClick={() => set({ sorting: nextSorting(sorting, column) })}>
          {text}
          {isSorted && <Icon name={sorting.descending ? 'down' : 'up'} />}
        </button>
      </th>
    );
  };
  const [spend, ...others] = HEADS.map(([column, text]) => head(column, text));
  return (
    <section className={dimmed ? 'dimmed' : ''} aria-label="Spend in rows">
      <table className="spend-table">
        <caption className="unseen">
          Spend of {rangeWords(report.range)} by {noun}
        </caption>
        <thead>
          <tr>
            {head('label', noun.charAt(0).toUpperCase() + noun.slice(1))}
            {spend}
            <th scope="col" className="share">
              Share
            </th>
            {others}
          </tr>
        </thead>
        <tbody>
          {seen.map((row) => (
            <ReportLine
              key={`${row.kind}:${row.key}`}
              row={row}
              report={report}
              path={pathOf(row)}
            />
          ))}
          {rows.length === 0 && (
            <tr>
              <th scope="row" colSpan={5} className="faint">
                Nothing was spent {rangeWords(report.range)}.
              </th>
            </tr>
          )}
          {folded.length > 0 && (
            <tr>
              <th scope="row">{count(folded.length, 'more row')}</th>
              <AmountCells amount={addAmounts(folded)} whole={report.total.cents} />
            </tr>
          )}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">Total</th>
            <AmountCells amount={report.total} whole={report.total.cents} />
          </tr>
        </tfoot>
      </table>
      <Difference
        shown={folded.length > 0 ? [...seen, addAmounts(folded)] : seen}
        total={report.total}
      />
      {isLong && (
        <Button look="quiet" onClick={() => set({ whole: !whole })}>
          {whole ? 'Show fewer rows' : `Show all ${rows.length} rows`}
        </Button>
      )}
    </section>
  );
}

/** Says why the column comes to something else than its total, where it does: rounding, or amounts that no row explains. */
function Difference({ shown, total }: { shown: readonly Amount[]; total: Amount }) {
  const amounts = shown.map((row) => row.cents).filter((cents) => cents !== null);
  if (total.cents === null || amounts.length < shown.length) return null;
  const exact = sumCents(amounts);
  const printed = printedSum(shown);
  if (Math.abs(exact - total.cents) >= 1) {
    return (
      <p className="field-help">
        The rows come to {formatMoney(exact)}; the difference of{' '}
        {formatMoney(Math.abs(exact - total.cents) as Cents)} from the total is in none of them.
      </p>
    );
  }
  if (printed === printedSum([total])) return null;
  return (
    <p className="field-help">
      Each amount is rounded to the cent, so the column comes to {formatMoney(printed)}. The total
      is added up before rounding.
    </p>
  );
}
