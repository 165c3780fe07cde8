import { type Cents, formatMoney } from '../../../shared/domain/money.ts';
import { reportRowName } from '../../../shared/domain/report-words.ts';
import type { Amount, ReportRow, SpendReport } from '../../../shared/domain/spend.ts';
import { useApp } from '../../store/app.tsx';
import { Known } from './Known.tsx';
import { shareText } from './sort-rows.ts';

/** One row of the table. @param path of the workspace that it is about and whose detail it leads to, where there is one */
export function ReportLine({
  row,
  report,
  path,
}: {
  row: ReportRow;
  report: SpendReport;
  path: string | undefined;
}) {
  const { moves } = useApp();
  const name = reportRowName(row, report.by);
  return (
    <tr className={row.kind === 'named' ? undefined : 'aside'}>
      <th scope="row" title={name}>
        {path === undefined ? (
          name
        ) : (
          <button type="button" className="row-link" onClick={() => moves.open('workspaces', path)}>
            {name}
          </button>
        )}
      </th>
      <AmountCells amount={row} whole={report.total.cents} />
    </tr>
  );
}

/** @param whole what the share is a share of */
export function AmountCells({ amount, whole }: { amount: Amount; whole: Cents | null }) {
  const { cents, requests, tokens, unpriced } = amount;
  return (
    <>
      <td className="cents">
        {unpriced && (cents === null || cents === 0) ? (
          <span className="faint">not priced</span>
        ) : (
          <>
            {unpriced && <span className="tag">at least</span>} <Known text={formatMoney(cents)} />
          </>
        )}
      </td>
      <td className="share">
        <Known text={shareText(unpriced && cents === 0 ? null : cents, whole)} />
      </td>
      <td className="requests">
        <Known text={countText(requests)} />
      </td>
      <td className="tokens">
        <Known text={countText(tokens)} />
      </td>
    </>
  );
}

function countText(value: number | null): string {
  return value === null ? '–' : value.toLocaleString('en-US', { maximumFractionDigits: 0 });
}
