import type { Rectangle } from 'electron';

import type { Result } from '../../shared/domain/failure.ts';
import type { Release } from '../services/updates/releases.ts';
import type { MenuCommand, MenuItem } from '../tray/menu-model.ts';
import { createDesktopHost, type DesktopHost } from './desktop-host.ts';
import type { Diagnostics } from './diagnostics.ts';
import { createGlobalKeys } from './global-keys.ts';
import type { Memory } from './memory.ts';
import type { Notices } from './notices.ts';
import { createNotifier, type SystemNotifier } from './notifier.ts';
import { createPowerSignals, type PowerSignals } from './power-signals.ts';
import { createTrayHost, type TrayHost } from './tray-host.ts';
import type { UpdaterModule } from './auto-updater.ts';
import { createUpdates } from './updates.ts';

/** What a person does to icon, keys and notifications. */
export interface ShellActs {
  clickIcon(icon: Rectangle): void;
  hoverIcon(): void;
  menu(): readonly MenuItem[];
  choose(command: MenuCommand): void;
  pressKeys(): void;
  /** @param worktree id of a worktree; null for the whole */
  openAlert(worktree: string | null): void;
}

/** What is there before the app is: the icon, so that it is seen at once, and what the app is composed with. */
export interface ShellParts {
  readonly tray: TrayHost;
  readonly desktop: DesktopHost;
  readonly machine: PowerSignals;
  readonly notifier: SystemNotifier;
  /** From now on acts have an effect; before, a click on the icon waits and everything else is let go. */
  actWith(acts: ShellActs): void;
  dispose(): void;
}

/** What {@link createShellParts} needs of its surroundings. */
export interface ShellPartsOptions {
  readonly version: string;
  readonly memory: Memory;
  readonly notices: Notices;
  readonly diagnostics: Diagnostics;
  readonly findRelease: (() => Promise<Result<Release>>) | null;
  readonly loadUpdater: (() => Promise<UpdaterModule>) | null;
}

/** Has to be called once the app is ready. */
export function createShellParts(options: ShellPartsOptions): ShellParts {
  const { memory, notices } = options;
  const { log, mark } = options.diagnostics;
  let acts: ShellActs | null = null;
  let clicked: Rectangle | null = null;

  const tray = createTrayHost({
    first: { state: 'fresh', step: null, title: '', toolTip: 'Switchyard' },
    onClick: (bounds) => {
      if (acts === null) clicked = bounds;
      else acts.clickIcon(bounds);
    },
    onHover: () => acts?.hoverIcon(),
    menu: () => acts?.menu() ?? [{ label: 'Starting…', note: true }],
    onCommand: (command) => acts?.choose(command),
  });
  mark('tray');

  const updates = createUpdates({
    version: options.version,
    find: options.findRelease,
    load: options.loadUpdater,
    checkedAt: () => memory.get().updateCheckedAt,
    keepCheckedAt: (updateCheckedAt) => memory.keep({ updateCheckedAt }),
    changed: () => desktop.changed(),
    log,
  });
  const keys = createGlobalKeys({ onPress: () => acts?.pressKeys() });
  const desktop = createDesktopHost({ keys, notices, updates });
  notices.onChange(desktop.changed);
  const machine = createPowerSignals();
  const notifier = createNotifier({ onClick: (worktree) => acts?.openAlert(worktree), log });

  return {
    tray,
    desktop,
    machine,
    notifier,
    actWith: (given) => {
      acts = given;
      if (clicked !== null) given.clickIcon(clicked);
      clicked = null;
    },
    dispose: () => {
      notifier.dispose();
      machine.dispose();
      desktop.dispose();
      // Destroyed once: a second time would throw.
      tray.dispose();
    },
  };
}
