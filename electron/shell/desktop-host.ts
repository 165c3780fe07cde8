import { writeFile } from 'node:fs/promises';

import { app, dialog, shell } from 'electron';

import { fail, ok } from '../../shared/domain/failure.ts';
import type { DesktopState } from '../../shared/domain/menu-bar.ts';
import type { Desktop } from '../ipc/desktop.ts';
import { MENU_BAR_SETTINGS } from '../ipc/external-links.ts';
import type { GlobalKeys } from './global-keys.ts';
import { readLoginItem, writeLoginItem } from './login-item.ts';
import type { Notices } from './notices.ts';
import type { Updates } from './updates.ts';

export interface DesktopHost extends Desktop {
  /** Looks again at what the system may have changed. */
  refresh(): void;
  /** To be called when one of the parts has changed. */
  changed(): void;
  dispose(): void;
}

/** What only a host with a menu bar can do: its state for the snapshot, and the acts that views may ask for. */
export function createDesktopHost(parts: {
  readonly keys: GlobalKeys;
  readonly notices: Notices;
  readonly updates: Updates;
}): DesktopHost {
  const { keys, notices, updates } = parts;
  const listeners = new Set<() => void>();
  let loginItem = readLoginItem();
  let shortcut: DesktopState['shortcut'] = 'off';
  const changed = (): void => {
    for (const listener of listeners) listener();
  };
  const refresh = (): void => {
    loginItem = readLoginItem();
    changed();
  };

  return {
    state: () => ({ loginItem, shortcut, update: updates.state(), notices: [...notices.list()] }),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow: (settings) => {
      shortcut = keys.hold(settings.shortcut);
      updates.follow(settings.updates);
      if (settings.dock) void app.dock?.show();
      else app.dock?.hide();
      changed();
    },
    setLoginItem: async (open) => {
      if (loginItem === null) return fail('host.unsupported');
      writeLoginItem(open);
      refresh();
      return ok(null);
    },
    openMenuBarSettings: async () => {
      await shell.openExternal(MENU_BAR_SETTINGS);
      return ok(null);
    },
    restartToUpdate: () => updates.restart(),
    dismissNotice: (id) => notices.dismiss(id),
    saveText: async (name, text) => {
      const { canceled, filePath } = await dialog.showSaveDialog({ defaultPath: fileName(name) });
      if (canceled || filePath === '') return ok({ saved: false });
      try {
        await writeFile(filePath, text, 'utf8');
        return ok({ saved: true });
      } catch (error) {
        const code = (error as NodeJS.ErrnoException).code ?? 'unknown reason';
        return fail('request.invalid', {
          message: `The file could not be written (${code}).`,
          hint: 'Choose another folder.',
        });
      }
    },
    refresh,
    changed,
    dispose: () => {
      keys.dispose();
      updates.dispose();
    },
  };
}

/** A name, never a path: it comes from a page. */
function fileName(name: string): string {
  return name.replaceAll(/[/\\:\p{C}]+/gu, '-').replace(/^\.+/, '') || 'switchyard.txt';
}
