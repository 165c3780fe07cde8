import { app, clipboard, dialog } from 'electron';

import type { EventPayload } from '../../shared/contract/index.ts';
import type { AppSnapshot } from '../../shared/domain/app-snapshot.ts';
import { fail, type Failure } from '../../shared/domain/failure.ts';
import type { Router } from '../ipc/router.ts';
import { type MenuCommand, resolveCommand } from '../tray/menu-model.ts';

/** What the menu's commands act on. */
export interface CommandPorts {
  readonly router: Router;
  readonly snapshot: () => AppSnapshot;
  readonly showPopover: () => void;
  readonly showWindow: () => void;
  readonly openWindow: (place: EventPayload<'view.open'>) => void;
  readonly openUpdate: (url: string) => void;
  readonly log: (line: string) => void;
}

const OPEN_WORKSPACE = 0;

/** Carries out what was chosen in the icon's menu. What could not be done is said in a dialog: the menu has gone by then. */
export function createCommands(ports: CommandPorts): (command: MenuCommand) => void {
  const { router, log } = ports;
  const context = () => ({ face: 'app', signal: new AbortController().signal }) as const;

  async function tell(failure: Failure, worktree: string | null): Promise<void> {
    const { response } = await dialog.showMessageBox({
      type: 'warning',
      message: failure.message,
      detail: failure.hint ?? '',
      buttons: worktree === null ? ['Close'] : ['Open Workspace', 'Close'],
      defaultId: 0,
      cancelId: worktree === null ? 0 : 1,
    });
    if (worktree !== null && response === OPEN_WORKSPACE) {
      ports.openWindow({ page: 'workspaces', worktree });
    }
  }

  async function ask(name: string, input: unknown, worktree: string | null = null): Promise<void> {
    const answer = await router.dispatch(name, input, context());
    if (!answer.ok) await tell(answer.failure, worktree);
  }

  async function carryOut(command: MenuCommand): Promise<void> {
    const resolved = resolveCommand(command, ports.snapshot());
    if (!resolved.ok) {
      // The menu was built before; what it named has gone since.
      const refused = fail('request.invalid', {
        message: resolved.message,
        hint: 'Open the menu again.',
      });
      await tell(refused.failure, null);
      return;
    }
    switch (command.kind) {
      case 'open':
        ports.showPopover();
        return;
      case 'window':
        ports.showWindow();
        return;
      case 'settings':
        ports.openWindow({ page: 'settings', worktree: null });
        return;
      case 'refresh':
        await Promise.all([ask('worktrees.rescan', {}), ask('spend.refresh', {})]);
        return;
      case 'pause':
        await ask('spend.pause', { paused: command.paused });
        return;
      case 'copy-trace':
        await clipboard.writeText(command.trace);
        return;
      case 'switch':
        await ask(
          'assignments.apply',
          { worktree: command.worktree, preset: command.preset },
          command.worktree,
        );
        return;
      case 'restart-to-update':
        await ask('desktop.restartToUpdate', {});
        return;
      case 'open-update':
        ports.openUpdate(command.url);
        return;
      case 'quit':
        app.quit();
    }
  }

  return (command) => {
    carryOut(command).catch((error: unknown) => {
      log(
        `the menu’s “${command.kind}” broke: ${error instanceof Error ? (error.stack ?? '') : String(error)}`,
      );
    });
  };
}
