import { csvFileName, reportToCsv } from '../../../shared/domain/report-csv.ts';
import type { SpendReport } from '../../../shared/domain/spend.ts';
import { useApp } from '../../store/app.tsx';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';

/** The rows that are shown, as a CSV file. */
export function ExportButton({ report }: { report: SpendReport | null }) {
  const { notices, shell } = useApp();
  // The app’s own window lets nothing be downloaded.
  if (shell && report !== null) {
    return <CopyButton text={reportToCsv(report)} what="the rows as CSV" label="Copy CSV" />;
  }
  const save = () => {
    if (report === null) return;
    const name = csvFileName(report);
    const url = URL.createObjectURL(new Blob([reportToCsv(report)], { type: 'text/csv' }));
    const link = document.createElement('a');
    link.href = url;
    link.download = name;
    link.click();
    URL.revokeObjectURL(url);
    notices.say(`Exported ${name}.`);
  };
  return (
    <Button icon="download" disabled={report === null} onClick={save}>
      Export CSV
    </Button>
  );
}
