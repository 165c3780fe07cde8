import type { AppSnapshot } from '../shared/domain/app-snapshot.ts';
import { DEFAULT_CHOICES } from '../shared/domain/default-settings.ts';
import { createCore, type CoreOptions } from './core.ts';
import type { Machine } from './money/app-money.ts';
import { createAccountHandlers } from './ipc/handlers/accounts.ts';
import { createAssignmentHandlers } from './ipc/handlers/assignments.ts';
import { createDoctorHandlers } from './ipc/handlers/doctor.ts';
import { createDesktopHandlers } from './ipc/handlers/desktop.ts';
import { createJournalHandlers } from './ipc/handlers/journal.ts';
import { createPlaceHandlers } from './ipc/handlers/places.ts';
import { createPresetHandlers } from './ipc/handlers/presets.ts';
import type { Desktop } from './ipc/desktop.ts';
import type { AppHost } from './ipc/handlers.ts';
import type { Notifier } from './services/budgets/alerts.ts';
import { createLinkInbox } from './services/links/link-inbox.ts';
import { watchHome } from './services/state/watch-home.ts';
import { createSnapshotStore, type SnapshotStore } from './services/state/snapshot-store.ts';
import { createWorkspaces } from './services/workspaces/workspaces.ts';
import { createWorktreeWatcher } from './services/worktrees/watch.ts';

export interface ComposeOptions extends CoreOptions {
  /** Whether to notice changes on the disk; a command that answers and ends does not need to. */
  readonly watch: boolean;
  /** Whether to read spend from Portkey by itself, for as long as the app lives. */
  readonly poll: boolean;
  /** Told when a budget's threshold is crossed; views show it anyway. */
  readonly notifier?: Notifier | undefined;
  /** How long a worktree has to be gone before its assignment ends, milliseconds; a minute when left out. */
  readonly goneForMs?: number | undefined;
  /** What the machine says of itself; nothing is known where this is left out. */
  readonly machine?: Machine | undefined;
  /** Icon and windows, where the host has them. */
  readonly desktop?: Desktop | undefined;
}

function emptySnapshot(options: ComposeOptions): Omit<AppSnapshot, 'rev'> {
  return {
    mode: options.secrets.kind === 'memory' ? 'demo' : 'live',
    version: options.version,
    platform: options.platform,
    secrets: { available: true, reason: null },
    accounts: [],
    defaultAccount: null,
    presets: [],
    roots: [],
    worktrees: [],
    scan: { running: false, at: null, problems: [] },
    spend: [],
    budgets: [],
    profiles: [],
    alerts: [],
    rules: [],
    provisioned: [],
    drifts: [],
    settings: DEFAULT_CHOICES,
    paused: false,
    desktop: options.desktop?.state() ?? null,
    link: null,
    undo: null,
  };
}

/**
 * Constructs the whole app for a host that shows views (Electron, the browser host): services, snapshot, handlers. The
 * first scan runs in the background; views see it arrive.
 */
export async function compose(options: ComposeOptions): Promise<AppHost> {
  const core = createCore(options);
  const store = createSnapshotStore(emptySnapshot(options));
  const { machine, notifier, desktop } = options;
  const links = createLinkInbox({ store });
  const workspaces = createWorkspaces({
    scanner: core.scanner,
    watcher: createWorktreeWatcher({
      scanner: core.scanner,
      onProblem: (problem) => core.log(problem.message),
    }),
    store,
    personHome: core.personHome,
    chosenRoots: core.roots.list,
    records: core.records,
    reader: core.settingsReader,
    onShown: (worktrees) => automation.onShown(worktrees),
    now: core.now,
    log: core.log,
  });

  const showDocuments = async (): Promise<void> => {
    const [accounts, presets, status] = await Promise.all([
      core.accounts.read(),
      core.presets.list(),
      options.secrets.status(),
    ]);
    const latest = core.hasState() ? (await core.journal()).latestUndoable() : null;
    store.update((current) => ({
      accounts: accounts.ok ? accounts.value.accounts : current.accounts,
      defaultAccount: accounts.ok ? accounts.value.defaultAccount : current.defaultAccount,
      presets: presets.ok ? [...presets.value] : current.presets,
      secrets: status.ok
        ? { available: true, reason: null }
        : {
            available: false,
            reason: `${status.failure.message} ${status.failure.hint ?? ''}`.trim(),
          },
      undo: latest === null ? null : { id: latest.id, summary: latest.summary },
    }));
    for (const result of [accounts, presets]) if (!result.ok) core.log(result.failure.message);
  };

  // Loaded apart: what deals with money is as large as all the rest of the app.
  const [{ createAppMoney }, { createAppDoctor }, { createAppAutomation }] = await Promise.all([
    import('./money/app-money.ts'),
    import('./doctor/app-doctor.ts'),
    import('./automation/app-automation.ts'),
  ]);
  const money = createAppMoney({ core, store, env: options.env, machine, notifier });
  const { views, poller } = money;

  const automation = createAppAutomation({
    core,
    store,
    changed: () => changed(),
    watch: options.watch,
    goneForMs: options.goneForMs,
  });

  const changed = async (): Promise<void> => {
    await showDocuments();
    await workspaces.refresh();
    await automation.show();
    await views.show();
    poller.changed();
  };

  const handlers = {
    ...createAccountHandlers({ ...core, assignments: core.assignments, changed }),
    ...createPresetHandlers({ presets: core.presets, assignments: core.assignments, changed }),
    ...createAssignmentHandlers({
      assigner: core.assigner,
      settings: core.settings,
      assignments: core.assignments,
      exportEnv: (worktree, format) => core.exportEnv(worktree, format, false),
      changed,
    }),
    ...createPlaceHandlers({
      snapshots: store,
      workspaces,
      roots: core.roots,
    }),
    ...createJournalHandlers({ settings: core.settings, hasState: core.hasState, changed }),
    ...automation.handlers,
    ...money.handlers,
    ...createDoctorHandlers(
      createAppDoctor({
        core,
        money: money.asked,
        platform: options.platform,
        env: options.env,
      }),
    ),
    ...createDesktopHandlers({ desktop: desktop ?? null, links }),
  };

  await changed();
  // Not before the person's choices are read: a host that followed the defaults would look for updates nobody wants.
  const unfollow = desktop === undefined ? null : followDesktop(desktop, store);
  const quietly = (work: Promise<unknown>) => {
    work.catch((error: unknown) => {
      core.log(
        `Showing what changed failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    });
  };
  const begin = async (): Promise<void> => {
    await workspaces.rescan();
    if (options.watch) await workspaces.watch();
    // Which accounts are in use is known once the worktrees are.
    if (options.poll) await poller.start();
    else await views.show();
  };
  quietly(begin());
  // A command line on the same home changes the same files.
  const home = options.watch ? watchHome(core.places, () => quietly(changed())) : null;

  return {
    handlers,
    snapshots: store,
    log: core.log,
    openLink: links.open,
    dispose: async () => {
      unfollow?.();
      links.dispose();
      home?.dispose();
      await automation.dispose();
      await money.dispose();
      await workspaces.dispose();
      await core.dispose();
    },
  };
}

/** The snapshot shows what the host knows; the host follows what the person chose. @returns a function that ends both */
function followDesktop(desktop: Desktop, store: SnapshotStore): () => void {
  let followed = '';
  const follow = (): void => {
    const { menuBar } = store.get().settings;
    const text = JSON.stringify(menuBar);
    if (text === followed) return;
    followed = text;
    desktop.follow(menuBar);
  };
  const show = (): void => store.update(() => ({ desktop: desktop.state() }));
  const ends = [store.subscribe(follow), desktop.subscribe(show)];
  follow();
  show();
  return () => {
    for (const end of ends) end();
  };
}
