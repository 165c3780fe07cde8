import '../../styles/detail.css';
import '../../styles/pages.css';
import '../../styles/spend.css';

import { useEffect, useRef } from 'react';

import { formatMoney } from '../../../shared/domain/money.ts';
import type { SpendReport } from '../../../shared/domain/spend.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import type { SpendView } from '../../store/spend-view.ts';
import { Button, IconButton } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Choice, SelectField } from '../../ui/Field.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { BudgetSection } from './BudgetSection.tsx';
import { ExportButton } from './ExportButton.tsx';
import { SpendChart } from './SpendChart.tsx';
import { SpendHead } from './SpendHead.tsx';
import { choiceWords, GROUPINGS, RANGES } from './spend-words.ts';
import { SpendTable } from './SpendTable.tsx';
import { type Kept, useKept } from './use-kept.ts';

/** While the page is open its numbers follow the gauge's, but no more often than this. */
const BEAT_MS = 5 * 60_000;

/** What was spent on what, over time and in rows, and the budgets that it counts against. */
export function SpendPage() {
  const { accounts } = useSnapshot();
  return accounts.length === 0 ? <NoAccount /> : <Page />;
}

function Page() {
  const { spend } = useSnapshot();
  const view = useUi((state) => state.spend);
  const account = spend.find((one) => one.account === view.account) ?? spend[0];
  const input = {
    range: view.range,
    by: view.by,
    // The default one is asked for by leaving it out.
    ...(account === undefined || spend.length < 2 ? {} : { account: account.account }),
  };
  const beat = Math.floor(Date.parse(account?.today?.asOf ?? '') / BEAT_MS);
  const report = useKept('spend.report', input, String(beat));
  const series = useKept('spend.series', input, String(beat));
  const asking = report.loading || series.loading;
  useSpoken(report);
  const again = () => {
    report.again();
    series.again();
  };
  return (
    <main className="pane wide-pane">
      <PageHeader title="Spend">
        <IconButton
          icon="refresh"
          label={asking ? 'Asking for the numbers …' : 'Ask again'}
          disabled={asking}
          onClick={again}
        />
        <ExportButton report={report.shown} />
      </PageHeader>
      <div className="detail-body spend-body">
        <Toolbar view={view} account={account?.account ?? null} />
        <SpendHead report={{ ...report, again }} />
        <SpendChart series={series} told={report.failure !== null} />
        {report.shown !== null && <SpendTable report={report.shown} dimmed={report.stale} />}
        <BudgetSection />
      </div>
    </main>
  );
}

/** Says the total that a change of the choice led to. */
function useSpoken({ shown, stale, loading, failure }: Kept<SpendReport>) {
  const { notices } = useApp();
  const isNow = shown !== null && !stale && !loading && failure === null;
  const text = isNow ? `${formatMoney(shown.total.cents)} ${choiceWords(shown)}.` : null;
  const choice = isNow ? `${choiceWords(shown)} ${shown.account}` : null;
  const said = useRef<string | null>(null);
  useEffect(() => {
    if (choice === null || text === null) return;
    if (said.current !== null && said.current !== choice) notices.say(text);
    said.current = choice;
  }, [notices, choice, text]);
}

function Toolbar({ view, account }: { view: SpendView; account: string | null }) {
  const { ui } = useApp();
  const { spend } = useSnapshot();
  const set = (part: Partial<SpendView>) =>
    ui.setState((state) => ({ spend: { ...state.spend, ...part } }));
  return (
    <div className="spend-toolbar">
      <Choice
        label="Time"
        value={view.range}
        options={RANGES}
        onChange={(range) => set({ range })}
      />
      <Choice
        label="Grouped by"
        value={view.by}
        options={GROUPINGS}
        onChange={(by) => set({ by, whole: false })}
      />
      {spend.length > 1 && (
        <SelectField
          label="Account"
          value={account ?? ''}
          onChange={(event) => set({ account: event.target.value })}
        >
          {spend.map((one) => (
            <option key={one.account} value={one.account}>
              {one.account}
            </option>
          ))}
        </SelectField>
      )}
    </div>
  );
}

function NoAccount() {
  const { moves } = useApp();
  return (
    <main className="pane wide-pane">
      <PageHeader title="Spend" />
      <Empty
        icon="chart"
        title="No Portkey key yet"
        text="Spend is read from Portkey with your key. Add one, and what your workspaces spend is shown here."
      >
        <Button look="solid" onClick={() => moves.go('accounts')}>
          Add a key
        </Button>
      </Empty>
    </main>
  );
}
