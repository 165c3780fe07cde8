import { type ComponentType, lazy, Suspense } from 'react';

import { LiveRegion } from './ui/LiveRegion.tsx';
import { Loading } from './ui/Loading.tsx';
import { Outage } from './ui/Outage.tsx';
import { Sidebar } from './ui/Sidebar.tsx';
import { AlertsBanner } from './features/alerts/AlertsBanner.tsx';
import { HostBanners } from './features/host/HostBanners.tsx';
import { WorkspacesPage } from './features/workspaces/WorkspacesPage.tsx';
import { useMirror, useUi } from './store/app.tsx';
import { CompactContext, useCompactLayout } from './store/layout.ts';
import { useShortcuts } from './store/shortcuts.ts';
import type { Page } from './store/ui.ts';

const SpendPage = lazy(() =>
  import('./features/spend/SpendPage.tsx').then((m) => ({ default: m.SpendPage })),
);
const PresetsPage = lazy(() =>
  import('./features/presets/PresetsPage.tsx').then((m) => ({ default: m.PresetsPage })),
);
const AccountsPage = lazy(() =>
  import('./features/accounts/AccountsPage.tsx').then((m) => ({ default: m.AccountsPage })),
);
const DoctorPage = lazy(() =>
  import('./features/doctor/DoctorPage.tsx').then((m) => ({ default: m.DoctorPage })),
);
const HistoryPage = lazy(() =>
  import('./features/history/HistoryPage.tsx').then((m) => ({ default: m.HistoryPage })),
);
const SettingsPage = lazy(() =>
  import('./features/settings/SettingsPage.tsx').then((m) => ({ default: m.SettingsPage })),
);
const Wizard = lazy(() =>
  import('./features/first-run/Wizard.tsx').then((m) => ({ default: m.Wizard })),
);

/** Everything on the page: one of the outage states, the first run, or a page in the layout that fits. */
export function Root() {
  const compact = useCompactLayout();
  const connection = useMirror((state) => state.connection);
  const ready = useMirror((state) => state.snapshot !== null);
  useShortcuts(compact);
  return (
    <CompactContext value={compact}>
      {connection === 'gone' || connection === 'signed-out' ? (
        <Outage connection={connection} />
      ) : ready ? (
        <Layout compact={compact} />
      ) : (
        <Loading />
      )}
      <LiveRegion />
    </CompactContext>
  );
}

function Layout({ compact }: { compact: boolean }) {
  const wizard = useUi((state) => state.wizard.open);
  if (wizard) {
    return (
      <div className="frame">
        <HostBanners />
        <div className={compact ? 'popover' : 'window'}>
          <Suspense fallback={<Loading />}>
            <Wizard />
          </Suspense>
        </div>
      </div>
    );
  }
  return (
    <div className="frame">
      <HostBanners />
      <AlertsBanner />
      <div className={compact ? 'popover' : 'window'}>
        {!compact && <Sidebar />}
        <Suspense fallback={<Loading />}>
          <CurrentPage />
        </Suspense>
      </div>
    </div>
  );
}

const PAGE_VIEWS: Readonly<Record<Page, ComponentType>> = {
  workspaces: WorkspacesPage,
  spend: SpendPage,
  presets: PresetsPage,
  accounts: AccountsPage,
  doctor: DoctorPage,
  history: HistoryPage,
  settings: SettingsPage,
};

function CurrentPage() {
  const View = PAGE_VIEWS[useUi((state) => state.page)];
  return <View />;
}
