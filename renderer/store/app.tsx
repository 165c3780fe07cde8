import { createContext, useContext } from 'react';
import { useStore } from 'zustand';

import type { Bridge } from '../../shared/contract/index.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import type { HostLink } from '../bridge.ts';
import { type Acts, createActs } from './acts.ts';
import { createDoctor, type Doctor, type DoctorState } from './doctor.ts';
import { createMirror, type MirrorState } from './mirror.ts';
import { createNotices, type Notices, type NoticeState } from './notices.ts';
import { createMoves, createUi, type UiMoves, type UiState } from './ui.ts';

/** Everything that the components share. */
export interface App {
  readonly bridge: Bridge;
  readonly shell: boolean;
  readonly mirror: ReturnType<typeof createMirror>;
  readonly ui: ReturnType<typeof createUi>;
  readonly moves: UiMoves;
  readonly notices: Notices;
  readonly acts: Acts;
  readonly doctor: Doctor;
}

export function createApp(link: HostLink, host: Window): App {
  const mirror = createMirror(link);
  const ui = createUi(host.location.hash);
  const notices = createNotices({
    isHeld: (key) =>
      [...host.document.querySelectorAll<HTMLElement>('[data-notice]')].some(
        (element) =>
          element.dataset['notice'] === key &&
          (element.matches(':hover') || element.contains(host.document.activeElement)),
      ),
  });
  // The first snapshot decides whether this is a first run; after that only the person opens or leaves the set-up.
  mirror.subscribe(({ snapshot }) => {
    const { wizard } = ui.getState();
    if (snapshot === null || wizard.decided) return;
    const keyed = snapshot.accounts.some((account) => account.key !== null);
    const open = !keyed || snapshot.presets.length === 0;
    ui.setState({ wizard: { ...wizard, decided: true, open, step: keyed ? 2 : 1 } });
  });
  const acts = createActs({ bridge: link.bridge, mirror, notices });
  return {
    bridge: link.bridge,
    shell: link.shell,
    mirror,
    ui,
    moves: createMoves(ui),
    notices,
    acts,
    doctor: createDoctor({ bridge: link.bridge, mirror, acts }),
  };
}

export const AppContext = createContext<App | null>(null);

export function useApp(): App {
  const app = useContext(AppContext);
  if (app === null) throw new Error('AppContext is missing');
  return app;
}

export function useMirror<T>(select: (state: MirrorState) => T): T {
  return useStore(useApp().mirror, select);
}

/** The snapshot; pages are only shown once there is one. */
export function useSnapshot(): AppSnapshot {
  const snapshot = useMirror((state) => state.snapshot);
  if (snapshot === null) throw new Error('no snapshot yet');
  return snapshot;
}

export function useUi<T>(select: (state: UiState) => T): T {
  return useStore(useApp().ui, select);
}

export function useNotices<T>(select: (state: NoticeState) => T): T {
  return useStore(useApp().notices.store, select);
}

export function useDoctor<T>(select: (state: DoctorState) => T): T {
  return useStore(useApp().doctor.store, select);
}
