import { globalShortcut } from 'electron';

import type { DesktopState } from '../../shared/domain/menu-bar.ts';

export interface GlobalKeys {
  /** Holds these keys instead of those before; null: none. @returns what came of it */
  hold(accelerator: string | null): DesktopState['shortcut'];
  dispose(): void;
}

/** One shortcut that works from anywhere. */
export function createGlobalKeys(options: { readonly onPress: () => void }): GlobalKeys {
  let held: string | null = null;
  const release = (): void => {
    if (held !== null) globalShortcut.unregister(held);
    held = null;
  };
  return {
    hold: (accelerator) => {
      release();
      if (accelerator === null) return 'off';
      try {
        if (!globalShortcut.register(accelerator, options.onPress)) return 'taken';
      } catch {
        // Electron throws on what it does not know as keys.
        return 'invalid';
      }
      held = accelerator;
      return 'on';
    },
    dispose: release,
  };
}
