import type { App } from './app.tsx';
import type { Visibility } from './visibility.ts';

const FIRST =
  '[data-first], .tree-row[tabindex="0"], main button:not(:disabled), main input:not(:disabled)';

/**
 * Follows what a shell tells its views: where to go, and that they are seen. A popover that opens has the focus on its first
 * control, unless the person left it somewhere.
 */
export function followShell(app: App, visibility: Visibility, host: Window): void {
  if (!app.shell) return;
  const { document } = host;
  app.bridge.on('view.open', ({ page, worktree }) => {
    if (worktree === null) app.moves.go(page);
    else app.moves.open('workspaces', worktree);
  });
  let seen = false;
  visibility.subscribe(() => {
    const opened = visibility.visible() && !seen;
    seen = visibility.visible();
    if (!opened) return;
    host.requestAnimationFrame(() => {
      const { activeElement } = document;
      if (activeElement !== null && activeElement !== document.body) return;
      document.querySelector<HTMLElement>(FIRST)?.focus();
    });
  });
}
