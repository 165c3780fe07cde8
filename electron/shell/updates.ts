import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import type { UpdateState } from '../../shared/domain/menu-bar.ts';
import { isNewerVersion } from '../../shared/domain/version.ts';
import type { Release } from '../services/updates/releases.ts';
import { prepareUpdater, type UpdaterModule } from './auto-updater.ts';
import { CHECK_BEAT_MS, isCheckDue } from '../windows/update-policy.ts';

export interface Updates {
  state(): UpdateState;
  /** Whether the person wants new versions to be looked for. */
  follow(enabled: boolean): void;
  restart(): Promise<Result<null>>;
  dispose(): void;
}

/**
 * New versions. A signed build fetches one by itself and installs it when the app quits; an unsigned one only says where it
 * is. It looks once a day at most.
 *
 * @param options.find asks for the latest release; null where it is not known where releases are
 * @param options.load brings electron-updater in; null for an unsigned build
 */
export function createUpdates(options: {
  readonly version: string;
  readonly find: (() => Promise<Result<Release>>) | null;
  readonly load: (() => Promise<UpdaterModule>) | null;
  readonly checkedAt: () => string | null;
  readonly keepCheckedAt: (at: string) => void;
  readonly changed: () => void;
  readonly log: (line: string) => void;
}): Updates {
  const { version, find, load, changed, log } = options;
  let state: UpdateState = { state: 'none' };
  let enabled = false;
  let updater: UpdaterModule['autoUpdater'] | null = null;
  const set = (next: UpdateState): void => {
    state = next;
    changed();
  };

  async function look(): Promise<void> {
    if (load !== null) {
      updater ??= await prepareUpdater({ load, set, current: () => state, log });
      await updater.checkForUpdates();
      return;
    }
    const found = await find?.();
    if (found?.ok === false) log(found.failure.message);
    if (found?.ok !== true) return;
    const { version: released, url } = found.value;
    set(
      isNewerVersion(released, version)
        ? { state: 'available', version: released, url }
        : { state: 'none' },
    );
  }

  const check = (): void => {
    const now = new Date();
    if (!isCheckDue({ enabled: enabled && find !== null, checkedAt: options.checkedAt(), now }))
      return;
    options.keepCheckedAt(now.toISOString());
    look().catch((error: unknown) => log(`looking for a new version failed: ${String(error)}`));
  };
  const beat = setInterval(check, CHECK_BEAT_MS).unref();

  return {
    state: () => state,
    follow: (given) => {
      enabled = given;
      if (!given && state.state === 'available') set({ state: 'none' });
      check();
    },
    restart: async () => {
      if (updater === null || state.state !== 'ready') {
        return fail('host.unsupported', {
          message: 'There is no new version to restart into.',
          hint: 'It is offered once it is fetched.',
        });
      }
      updater.quitAndInstall();
      return ok(null);
    },
    dispose: () => clearInterval(beat),
  };
}
