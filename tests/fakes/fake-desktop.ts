import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import type { DesktopState } from '../../shared/domain/menu-bar.ts';
import type { FakeHandlers } from './fake-model.ts';

/** A menu-bar host in which nothing is the matter. */
export const QUIET_DESKTOP: DesktopState = {
  loginItem: 'not-registered',
  shortcut: 'off',
  update: { state: 'none' },
  notices: [],
};

type DesktopName = Extract<
  keyof FakeHandlers,
  `desktop.${string}` | 'links.dismiss' | 'spend.pause'
>;

/** Requests about the host, as a host with a menu bar answers them, or one without when the snapshot says so. */
export function desktopHandlers(options: {
  get: () => AppSnapshot;
  set: (part: Partial<AppSnapshot>) => void;
}): Pick<FakeHandlers, DesktopName> {
  const { get, set } = options;
  const change = (part: (desktop: DesktopState) => Partial<DesktopState>): Result<null> => {
    const { desktop } = get();
    if (desktop === null) return fail('host.unsupported');
    set({ desktop: { ...desktop, ...part(desktop) } });
    return ok(null);
  };
  return {
    'spend.pause': ({ paused }) => {
      set({ paused });
      return ok(null);
    },
    'links.dismiss': ({ id }) => {
      if (get().link?.id === id) set({ link: null });
      return ok(null);
    },
    'desktop.setLoginItem': ({ open }) =>
      change(() => ({ loginItem: open ? 'requires-approval' : 'not-registered' })),
    'desktop.openMenuBarSettings': () => change(() => ({})),
    'desktop.restartToUpdate': () => change(() => ({})),
    'desktop.dismissNotice': ({ id }) =>
      change(({ notices }) => ({ notices: notices.filter((one) => one.id !== id) })),
    'desktop.saveText': () => {
      if (get().desktop === null) return fail('host.unsupported');
      return ok({ saved: true });
    },
  };
}
