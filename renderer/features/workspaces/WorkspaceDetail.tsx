import '../../styles/detail.css';

import { lazy, Suspense } from 'react';

import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import { useApp, useDoctor, useNotices, useSnapshot, useUi } from '../../store/app.tsx';
import { stateOf } from '../../store/rows.ts';
import { attentionWords, count, routeName, shadowSentence } from '../../store/words.ts';
import { Button } from '../../ui/Button.tsx';
import { CopyButton } from '../../ui/CopyButton.tsx';
import { PageHeader } from '../../ui/PageHeader.tsx';
import { StateDot } from '../../ui/StateDot.tsx';
import { AssignmentForm } from './AssignmentForm.tsx';
import { DetailMoney } from './DetailMoney.tsx';
import { EnvironmentBlock } from './EnvironmentBlock.tsx';
import { NoticeView } from './NoticeView.tsx';
import { RepairPanel } from './RepairPanel.tsx';
import { TraceHistory } from './TraceHistory.tsx';

const BulkApply = lazy(() =>
  import('../automation/BulkApply.tsx').then((m) => ({ default: m.BulkApply })),
);

/** Everything about one workspace: where it is, what it is on, what would be written, and what to copy. */
export function WorkspaceDetail({ tree }: { tree: WorktreeView }) {
  const { ui } = useApp();
  const notice = useNotices((state) => state.notices[tree.path]);
  const repairing = useUi((state) => state.repair === tree.path);
  const branch = tree.branch ?? (tree.detachedAt === null ? null : tree.detachedAt.slice(0, 8));
  return (
    <>
      <PageHeader
        title={tree.name}
        sub={[tree.repo, branch, tree.main ? 'main checkout' : null].filter(Boolean).join(' · ')}
      />
      <div className="detail-body">
        <Standing tree={tree} />
        {notice !== undefined && <NoticeView path={tree.path} notice={notice} />}
        {!tree.bare && <DetailMoney tree={tree} />}
        {repairing ? (
          <RepairPanel path={tree.path} onLeave={() => ui.setState({ repair: null })} />
        ) : tree.bare || tree.missing ? null : (
          <>
            <AssignmentForm
              key={`${tree.assignment?.appliedAt ?? ''}${tree.assignment?.trace ?? ''}`}
              tree={tree}
            />
            {tree.assignment !== null && (
              <>
                <TraceHistory path={tree.path} trace={tree.assignment.trace} />
                <EnvironmentBlock
                  path={tree.path}
                  version={`${tree.assignment.appliedAt}${tree.assignment.trace}`}
                />
              </>
            )}
            <Suspense fallback={null}>
              <BulkApply key={tree.commonDir} tree={tree} />
            </Suspense>
          </>
        )}
      </div>
    </>
  );
}

function Standing({ tree }: { tree: WorktreeView }) {
  const { moves } = useApp();
  const { presets, worktrees } = useSnapshot();
  const words = attentionWords(tree);
  const errors = useDoctor((state) => state.errors[tree.path] ?? 0);
  const main = worktrees.find((other) => other.main && other.commonDir === tree.commonDir);
  return (
    <section className="standing" aria-label="State">
      <p className="standing-line">
        <StateDot state={stateOf(tree)} />
        <span>
          {tree.assignment === null
            ? tree.bare || tree.missing
              ? words
              : tree.shadowedBy.length > 0
                ? 'Not routed by settings of its own.'
                : 'Not routed: Claude Code uses its own login here.'
            : `On Portkey through ${routeName(tree, presets)}.`}
        </span>
      </p>
      {tree.shadowedBy.map((shadow) => (
        <div className="note warn" key={shadow.file}>
          <p>{shadowSentence(tree, shadow)}</p>
          {shadow.layer === 'main-checkout' && main !== undefined && main.path !== tree.path && (
            <div className="note-buttons">
              <Button onClick={() => moves.open('workspaces', main.path)}>
                Open the main checkout
              </Button>
            </div>
          )}
          {shadow.layer === 'managed' && (
            <p>Managed settings come from your organisation; ask whoever looks after them.</p>
          )}
        </div>
      ))}
      {tree.drifted && tree.assignment !== null && (
        <div className="note warn">
          <p>
            The settings file has changed since Switchyard wrote it. Look at what would be written
            below; applying again puts it back.
          </p>
        </div>
      )}
      {errors > 0 && (
        <div className="note warn">
          <p>The doctor has found {count(errors, 'error')} here.</p>
          <div className="note-buttons">
            <Button onClick={() => moves.open('doctor', tree.path)}>See what it is</Button>
          </div>
        </div>
      )}
      <p className="path-line">
        <span className="mono path">{tree.path}</span>
        <CopyButton text={tree.path} what="the path" />
      </p>
    </section>
  );
}
