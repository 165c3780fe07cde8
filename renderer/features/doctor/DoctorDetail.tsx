import { useApp, useNotices, useSnapshot } from '../../store/app.tsx';
import type { Report } from '../../store/doctor.ts';
import { Button } from '../../ui/Button.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { NoticeView } from '../workspaces/NoticeView.tsx';
import { BulkProgress } from './BulkProgress.tsx';
import { Effective } from './Effective.tsx';
import { FindingItem } from './FindingItem.tsx';
import { ProbePanel } from './ProbePanel.tsx';
import { severityWords } from './severity.tsx';

/** One workspace: its findings, what Claude Code uses there, and a message through it. */
export function DoctorDetail({ report }: { report: Report }) {
  const { moves } = useApp();
  const { worktrees } = useSnapshot();
  const { worktree, name, repo, findings } = report;
  const notice = useNotices((state) => state.notices[worktree]);
  const tree = worktrees.find(({ path }) => path === worktree);
  return (
    <>
      <PageHeader title={name} sub={`${repo} · ${severityWords(findings).toLowerCase()}`}>
        {tree !== undefined && (
          <Button onClick={() => moves.open('workspaces', worktree)}>Workspace</Button>
        )}
      </PageHeader>
      <div className="detail-body">
        {notice !== undefined && <NoticeView path={worktree} notice={notice} />}
        <BulkProgress />
        {findings.length === 0 ? (
          <p className="sub">Nothing is wrong here, as far as the files and Portkey tell.</p>
        ) : (
          <ul className="findings" aria-label={`What is wrong with ${name}`}>
            {findings.map((finding) => (
              <FindingItem
                key={`${finding.code} ${finding.subject ?? ''} ${finding.message}`}
                finding={finding}
                worktree={worktree}
                assignment={tree?.assignment ?? null}
              />
            ))}
          </ul>
        )}
        <Effective worktree={worktree} version={JSON.stringify(tree ?? null)} />
        {tree !== undefined && tree.assignment !== null && <ProbePanel worktree={worktree} />}
      </div>
    </>
  );
}
