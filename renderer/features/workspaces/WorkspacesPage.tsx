import { lazy, Suspense } from 'react';

import type { AppSnapshot } from '../../../shared/domain/app-snapshot.ts';
import { useApp, useSnapshot, useUi } from '../../store/app.tsx';
import { useCompact } from '../../store/layout.ts';
import { Button } from '../../ui/Button.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Panes } from '../../ui/Panes.tsx';
import { Footer } from './Footer.tsx';
import { ListHeader } from './ListHeader.tsx';
import { WorkspaceList } from './WorkspaceList.tsx';

const WorkspaceDetail = lazy(() =>
  import('./WorkspaceDetail.tsx').then((m) => ({ default: m.WorkspaceDetail })),
);

export function WorkspacesPage() {
  const snapshot = useSnapshot();
  const compact = useCompact();
  const selected = useUi((state) => state.selected.workspaces);
  const chosen = snapshot.worktrees.find((tree) => tree.path === selected);
  const open = chosen ?? (compact ? undefined : snapshot.worktrees[0]);
  return (
    <Panes
      label="Workspaces"
      list={
        <>
          <ListHeader />
          <SetupBanner snapshot={snapshot} />
          {snapshot.worktrees.length === 0 ? (
            <NoWorkspaces snapshot={snapshot} />
          ) : (
            <WorkspaceList selected={compact ? null : (open?.path ?? null)} />
          )}
          <Footer />
        </>
      }
      detail={
        open === undefined ? (
          compact ? null : (
            <Empty
              icon="branch"
              title="Nothing to show yet"
              text="A workspace that you choose on the left shows its preset, its trace ID and what would be written."
            />
          )
        ) : (
          <Suspense fallback={null}>
            <WorkspaceDetail key={open.path} tree={open} />
          </Suspense>
        )
      }
    />
  );
}

/** The set-up was left before its end: says what is missing and leads back. */
function SetupBanner({ snapshot }: { snapshot: AppSnapshot }) {
  const { ui } = useApp();
  const keyed = snapshot.accounts.some((account) => account.key !== null);
  if (keyed && snapshot.presets.length > 0) return null;
  return (
    <div className="banner">
      <p>
        {keyed
          ? 'There is no preset to switch to yet.'
          : 'No Portkey key is stored yet, so nothing can be routed.'}
      </p>
      <Button
        look="solid"
        onClick={() =>
          ui.setState((state) => ({ wizard: { ...state.wizard, open: true, step: keyed ? 2 : 1 } }))
        }
      >
        Continue
      </Button>
    </div>
  );
}

function NoWorkspaces({ snapshot }: { snapshot: AppSnapshot }) {
  const { acts, moves } = useApp();
  if (snapshot.scan.running) {
    return (
      <Empty
        icon="refresh"
        title="Looking for workspaces"
        text="Conductor’s folders and your own are being searched."
      />
    );
  }
  return (
    <Empty
      icon="folder"
      title="No workspace was found"
      text="Switchyard shows git worktrees. Add the folder that your repositories are in, or make a workspace in Conductor and rescan."
    >
      <Button look="solid" onClick={() => moves.go('settings')}>
        Add a folder
      </Button>
      <Button onClick={() => void acts.rescan()}>Rescan</Button>
    </Empty>
  );
}
