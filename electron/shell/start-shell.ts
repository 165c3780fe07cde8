import { app, dialog, shell } from 'electron';

import type { AppHost } from '../ipc/handlers.ts';
import { externalTarget } from '../ipc/external-links.ts';
import { createRouter } from '../ipc/router.ts';
import { trayMenu } from '../tray/menu-model.ts';
import type { View } from '../windows/window-options.ts';
import { createCommands } from './commands.ts';
import { connectContents } from './ipc-host.ts';
import type { Memory } from './memory.ts';
import type { Notices } from './notices.ts';
import type { OpenedLinks } from './opened-links.ts';
import type { ShellParts } from './parts.ts';
import { createPopoverHost } from './popover-host.ts';
import { followWithTray } from './tray-follow.ts';
import type { ViewPorts } from './view-window.ts';
import { createWindowHost } from './window-host.ts';

export interface Shell {
  showPopover(): void;
  /** Puts icon and windows away; the app itself is not touched. */
  dispose(): void;
}

/**
 * Puts icon and windows around the composed app.
 *
 * @param options.preload absolute path of the built preload
 * @param options.onPopover is called each time the popover is shown
 */
export function startShell(options: {
  readonly host: AppHost;
  readonly preload: string;
  readonly parts: ShellParts;
  readonly memory: Memory;
  readonly notices: Notices;
  readonly links: OpenedLinks;
  readonly onPopover: () => void;
}): Shell {
  const { host, parts, memory, notices, links } = options;
  const { handlers, snapshots, log } = host;
  const { tray, desktop, machine } = parts;
  const packaged = app.isPackaged;
  // What is being developed is held to its contract; what is shipped is not slowed down by it.
  const router = createRouter({ handlers, log, verifyOutputs: !packaged });

  const target = (address: string): string | null => {
    const { update } = desktop.state();
    if (update.state === 'available' && address === update.url) return address;
    return externalTarget(address, snapshots.get().settings.portkeyLink);
  };
  const onCrash = (_view: View, stopped: boolean): void => {
    const { message, hint } = notices.say(stopped ? 'view-failed' : 'view-crashed');
    // There may be no view left to read it in.
    if (stopped) dialog.showErrorBox(message, hint ?? '');
  };
  const ports: ViewPorts = {
    preload: options.preload,
    packaged,
    connect: (contents) => connectContents({ contents, router, snapshots, log }),
    target,
    showWindow: () => window.show(),
    onCrash,
    log,
  };
  const onShow = (): void => {
    // The person may have changed it in System Settings meanwhile.
    desktop.refresh();
    options.onPopover();
  };
  const popover = createPopoverHost({ ports, onShow });
  const window = createWindowHost({
    ports,
    bounds: {
      get: () => memory.get().windowBounds,
      keep: (windowBounds) => memory.keep({ windowBounds }),
    },
  });
  const choose = createCommands({
    router,
    snapshot: snapshots.get,
    showPopover: popover.show,
    showWindow: window.show,
    openWindow: window.open,
    openUpdate: (url) => {
      if (target(url) !== null) void shell.openExternal(url);
    },
    log,
  });

  const unfollow = followWithTray({ tray, snapshots, memory, notices, onDisplays: popover.hide });
  machine.onAway(popover.hide);

  links.to((link) => {
    host.openLink(link);
    if (window.exists()) window.show();
    else popover.show();
  });
  parts.actWith({
    clickIcon: popover.toggle,
    hoverIcon: popover.prewarm,
    menu: () => trayMenu(snapshots.get(), new Date()),
    choose,
    pressKeys: () => (popover.visible() ? popover.hide() : popover.show()),
    openAlert: (id) => {
      const worktree = snapshots.get().worktrees.find((one) => one.id === id)?.path ?? null;
      popover.open({ page: worktree === null ? 'spend' : 'workspaces', worktree });
    },
  });

  return {
    showPopover: popover.show,
    dispose: () => {
      unfollow();
      popover.dispose();
      window.dispose();
    },
  };
}
