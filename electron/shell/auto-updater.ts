import type { UpdateState } from '../../shared/domain/menu-bar.ts';

type VersionListener = (info: { readonly version: string }) => void;

/** The part of electron-updater that is used. It works in signed builds only. */
export interface UpdaterModule {
  readonly autoUpdater: {
    autoDownload: boolean;
    autoInstallOnAppQuit: boolean;
    logger: Record<'info' | 'warn' | 'error', (line: unknown) => void> | null;
    checkForUpdates(): Promise<unknown>;
    quitAndInstall(): void;
    on(event: 'update-available' | 'update-downloaded', listener: VersionListener): unknown;
    on(event: 'error', listener: (error: Error) => void): unknown;
  };
}

/**
 * Brings electron-updater in: large, and of use in signed builds only, so it is imported on first use and nowhere else.
 */
export async function loadUpdater(): Promise<UpdaterModule> {
  // It is CommonJS: Node offers what it exports on `default`; a bundler may offer it by name.
  const loaded: UpdaterModule & { readonly default?: UpdaterModule } =
    await import('electron-updater');
  return loaded.default ?? loaded;
}

/** Loads the updater and has it fetch a new version by itself, to be installed when the app quits. */
export async function prepareUpdater(options: {
  readonly load: () => Promise<UpdaterModule>;
  readonly current: () => UpdateState;
  readonly set: (state: UpdateState) => void;
  readonly log: (line: string) => void;
}): Promise<UpdaterModule['autoUpdater']> {
  const { load, current, set, log } = options;
  const { autoUpdater } = await load();
  const quiet = (): void => {};
  autoUpdater.autoDownload = true;
  autoUpdater.autoInstallOnAppQuit = true;
  autoUpdater.logger = {
    info: quiet,
    warn: quiet,
    error: (line) => log(`updating: ${String(line)}`),
  };
  autoUpdater.on('update-available', ({ version }) => set({ state: 'downloading', version }));
  autoUpdater.on('update-downloaded', ({ version }) => set({ state: 'ready', version }));
  autoUpdater.on('error', () => {
    if (current().state === 'downloading') set({ state: 'none' });
  });
  return autoUpdater;
}
