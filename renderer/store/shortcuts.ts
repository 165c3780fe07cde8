import { useEffect } from 'react';

import { useApp } from './app.tsx';
import { commandKey, inText, shiftCommandKey } from './keys.ts';
import { pageOf } from './ui.ts';

export const SEARCH_ID = 'workspace-search';

/** The keys that work everywhere; those of a list or a menu live with it. Also keeps the address in step with the page. */
export function useShortcuts(compact: boolean): void {
  const { ui, moves, acts, mirror, shell } = useApp();

  useEffect(() => {
    const search = () => {
      if (compact) moves.select('workspaces', null);
      moves.go('workspaces');
      requestAnimationFrame(() => {
        const field = document.getElementById(SEARCH_ID);
        if (field instanceof HTMLInputElement) field.select();
      });
    };

    const escape = (target: EventTarget | null, wizard: boolean) => {
      if (inText(target) && target instanceof HTMLElement && target.id !== SEARCH_ID) {
        target.blur();
      } else if ((wizard || !moves.back(compact)) && shell && compact) {
        window.close();
      }
    };

    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || mirror.getState().snapshot === null) return;
      const wizard = ui.getState().wizard.open;
      const key = commandKey(event);
      if (event.key === 'Escape' && (!wizard || shell)) escape(event.target, wizard);
      else if (key === 'k' && !wizard) search();
      else if (key === ',' && !wizard) moves.go('settings');
      else if (key === 'r') void acts.refresh();
      else if (key === 'z' && !inText(event.target)) void acts.undo();
      else if (shiftCommandKey(event) === 'z' && !inText(event.target)) void acts.redo();
      else return;
      event.preventDefault();
    };

    const onHash = () => {
      const page = pageOf(location.hash);
      if (page !== null) moves.go(page);
    };

    addEventListener('keydown', onKeyDown);
    addEventListener('hashchange', onHash);
    const stop = ui.subscribe((state, before) => {
      if (state.page !== before.page) history.replaceState(null, '', `#${state.page}`);
    });
    return () => {
      removeEventListener('keydown', onKeyDown);
      removeEventListener('hashchange', onHash);
      stop();
    };
  }, [ui, moves, acts, mirror, shell, compact]);
}
