import { lazy, Suspense } from 'react';

import { useMirror } from '../../store/app.tsx';

const LinkBanner = lazy(() => import('./LinkBanner.tsx').then((m) => ({ default: m.LinkBanner })));
const DesktopBanner = lazy(() =>
  import('./DesktopBanner.tsx').then((m) => ({ default: m.DesktopBanner })),
);

/** What the host has to say, above every page: a link that was opened, and news of the app itself. Loaded when there is some. */
export function HostBanners() {
  const hasLink = useMirror((state) => (state.snapshot?.link ?? null) !== null);
  const hasNews = useMirror(({ snapshot }) => {
    const desktop = snapshot?.desktop ?? null;
    if (desktop === null) return false;
    const { state } = desktop.update;
    return desktop.notices.length > 0 || state === 'ready' || state === 'available';
  });
  return (
    <Suspense fallback={null}>
      {hasLink && <LinkBanner />}
      {hasNews && <DesktopBanner />}
    </Suspense>
  );
}
