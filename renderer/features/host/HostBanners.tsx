import { lazy, Suspense } from 'react';

import { useMirror } from '../../store/app.tsx';

const LinkBanner = lazy(() => import('./LinkBanner.tsx').then((m) => ({ default: m.LinkBanner })));
const DesktopBanner = lazy(() =>
  import('./DesktopBanner.tsx').then((m) => ({ default: m.DesktopBanner })),
);

const AutomationBanner = lazy(() =>
  import('../automation/AutomationBanner.tsx').then((m) => ({ default: m.AutomationBanner })),
);

/** What the host has to say, above every page: a link that was opened, news of the app itself, and what was done or has drifted by itself. Loaded when there is some. */
export function HostBanners() {
  const hasLink = useMirror((state) => (state.snapshot?.link ?? null) !== null);
  const hasNews = useMirror(({ snapshot }) => {
    const desktop = snapshot?.desktop ?? null;
    if (desktop === null) return false;
    const { state } = desktop.update;
    return desktop.notices.length > 0 || state === 'ready' || state === 'available';
  });
  const hasDone = useMirror(
    ({ snapshot }) => (snapshot?.provisioned.length ?? 0) + (snapshot?.drifts.length ?? 0) > 0,
  );
  return (
    <Suspense fallback={null}>
      {hasLink && <LinkBanner />}
      {hasNews && <DesktopBanner />}
      {hasDone && <AutomationBanner />}
    </Suspense>
  );
}
