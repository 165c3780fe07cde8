import { useState } from 'react';

import { ADVICE } from '../../../shared/domain/doctor/advice/advice.ts';
import type { Finding } from '../../../shared/domain/doctor/finding.ts';
import { type FixRequest, fixRequest } from '../../../shared/domain/doctor/fix-request.ts';
import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import { useApp, useDoctor } from '../../store/app.tsx';
import { shortPath } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { useRequest } from '../../ui/use-request.ts';
import { PreviewDiff } from '../workspaces/PreviewDiff.tsx';
import { RepairPanel } from '../workspaces/RepairPanel.tsx';
import { SeverityMark } from './severity.tsx';

/** One finding: the reason, where, what to do; and where it can be mended, what would be written, and the click that does it. */
export function FindingItem({
  finding,
  worktree,
  assignment,
}: {
  finding: Finding;
  worktree: string;
  assignment: WorktreeView['assignment'];
}) {
  const { doctor } = useApp();
  const [open, setOpen] = useState(false);
  const { code, severity, message, file } = finding;
  const fix = fixRequest(finding, worktree, assignment);
  const same = useDoctor(
    ({ reports }) =>
      (reports ?? []).filter(({ findings }) =>
        findings.some((one) => one.code === code && one.fix !== null),
      ).length,
  );
  const bulk = useDoctor((state) => state.bulk?.state === 'running');
  const repeats = fix !== null && same > 1;
  return (
    <li className="finding" data-severity={severity}>
      <SeverityMark severity={severity} />
      <div className="finding-main">
        <p className="finding-text">{message}</p>
        <p className="sub">{ADVICE[code].step}</p>
        <p className="finding-place">
          <code>{code}</code>
          {file !== null && (
            <>
              <span className="path mono" title={file}>
                {shortPath(file)}
              </span>
              <CopyButton text={file} what={`the path ${file}`} />
            </>
          )}
        </p>
        {fix !== null && (
          <div className="form-buttons">
            <Button aria-expanded={open} onClick={() => setOpen(!open)}>
              {open ? 'Hide the fix' : 'Show the fix'}
            </Button>
            {repeats && (
              <Button disabled={bulk} onClick={() => void doctor.mendAll(code)}>
                Mend it in all {same}
              </Button>
            )}
          </div>
        )}
        {open && fix !== null && <FixPreview fix={fix} onDone={() => setOpen(false)} />}
      </div>
    </li>
  );
}

function FixPreview({ fix, onDone }: { fix: FixRequest; onDone: () => void }) {
  const { worktree } = fix.input;
  const { doctor } = useApp();
  const preview = useRequest(
    'assignments.preview',
    fix.name === 'assignments.apply' ? fix.input : null,
  );
  if (fix.name === 'settings.repair') {
    return <RepairPanel path={worktree} onLeave={onDone} />;
  }
  const mend = async () => {
    const answer = await doctor.mend(fix);
    if (answer.ok) onDone();
  };
  return (
    <>
      {fix.name === 'assignments.apply' ? (
        <PreviewDiff preview={preview} />
      ) : (
        <p className="note">A new trace ID is made for this workspace, and applied to it.</p>
      )}
      <div className="form-buttons">
        <Button
          look="solid"
          disabled={fix.name === 'assignments.apply' && preview?.ok !== true}
          onClick={() => void mend()}
        >
          Mend it
        </Button>
      </div>
    </>
  );
}
