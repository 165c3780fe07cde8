import '../../styles/detail.css';
import '../../styles/doctor.css';

import { useEffect } from 'react';

import { useApp, useDoctor, useUi } from '../../store/app.tsx';
import type { Report } from '../../store/doctor.ts';
import { useCompact } from '../../store/layout.ts';
import { count } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { Panes } from '../../ui/Panes.tsx';
import { DoctorDetail } from './DoctorDetail.tsx';
import { severityWords, SeverityMark, worstOf } from './severity.tsx';

/** What is wrong, workspace by workspace, the worst first. */
export function DoctorPage() {
  const { doctor, moves } = useApp();
  const { reports, running, failure } = useDoctor((state) => state);
  const compact = useCompact();
  const selected = useUi((state) => state.selected.doctor);
  useEffect(() => {
    // Whoever comes here wants to know what Portkey says, too.
    void doctor.examine(true);
  }, [doctor]);

  const sorted = sortReports(reports ?? []);
  const open =
    sorted.find(({ worktree }) => worktree === selected) ?? (compact ? undefined : sorted[0]);
  return (
    <Panes
      label="Doctor"
      list={
        <>
          <PageHeader title="Doctor" sub={summary(reports)}>
            <Button icon="refresh" disabled={running} onClick={() => void doctor.examine(true)}>
              {running ? 'Examining' : 'Examine'}
            </Button>
          </PageHeader>
          {failure !== null && <FailureNote failure={failure} />}
          {reports !== null && sorted.length === 0 ? (
            <Empty
              icon="branch"
              title="No workspace to examine"
              text="The doctor says what Claude Code will really use in a workspace, and what is wrong with it."
            />
          ) : (
            <ul className="items scroller" aria-label="Examined workspaces" aria-busy={running}>
              {sorted.map((report) => (
                <Item
                  key={report.worktree}
                  report={report}
                  chosen={report === open}
                  onChoose={() => moves.select('doctor', report.worktree)}
                />
              ))}
            </ul>
          )}
        </>
      }
      detail={open === undefined ? null : <DoctorDetail key={open.worktree} report={open} />}
    />
  );
}

function Item({
  report,
  chosen,
  onChoose,
}: {
  report: Report;
  chosen: boolean;
  onChoose: () => void;
}) {
  const worst = worstOf(report.findings);
  return (
    <li className={chosen ? 'item chosen' : 'item'}>
      <button
        type="button"
        className="item-main doctor-item"
        aria-current={chosen ? 'true' : undefined}
        onClick={onChoose}
      >
        <SeverityMark severity={worst} />
        <span className="doctor-item-text">
          <span className="name clip">
            {report.repo}/{report.name}
          </span>
          <span className="sub clip">{severityWords(report.findings)}</span>
        </span>
      </button>
    </li>
  );
}

const RANKS = { error: 0, warning: 1, note: 2, none: 3 } as const;

function sortReports(reports: readonly Report[]): readonly Report[] {
  const rank = ({ findings }: Report): number => RANKS[worstOf(findings) ?? 'none'];
  return reports.toSorted((a, b) => rank(a) - rank(b) || b.findings.length - a.findings.length);
}

function summary(reports: readonly Report[] | null): string {
  if (reports === null) return 'Looking at every workspace';
  const sick = reports.filter(({ findings }) => findings.length > 0);
  return sick.length === 0
    ? `Nothing found in ${count(reports.length, 'workspace')}`
    : `${severityWords(sick.flatMap(({ findings }) => findings))} in ${count(sick.length, 'workspace')}`;
}
