import { csvFileName, reportToCsv } from '../../../shared/domain/report-csv.ts';
import type { SpendReport } from '../../../shared/domain/spend.ts';
import { useApp, useSnapshot } from '../../store/app.tsx';
import { Button } from '../../ui/Button.tsx';
import { useAct } from '../../ui/use-act.ts';

/** The rows that are shown, as a CSV file. */
export function ExportButton({ report }: { report: SpendReport | null }) {
  const { bridge, notices } = useApp();
  const { desktop } = useSnapshot();
  const act = useAct();
  const save = async () => {
    if (report === null) return;
    const name = csvFileName(report);
    if (desktop !== null) {
      // The app’s own window lets nothing be downloaded: its host asks where to save.
      const text = reportToCsv(report);
      const answer = await act.run(() => bridge.request('desktop.saveText', { name, text }));
      if (!answer.ok) notices.say(`${answer.failure.message} ${answer.failure.hint ?? ''}`.trim());
      else if (answer.value.saved) notices.say(`Exported ${name}.`);
      return;
    }
    const url = URL.createObjectURL(new Blob([reportToCsv(report)], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    URL.revokeObjectURL(url);
    notices.say(`Exported ${name}.`);
  };
  return (
    <Button icon="download" disabled={report === null || act.busy} onClick={() => void save()}>
      Export CSV
    </Button>
  );
}
