import type { Bridge } from '../../shared/contract/index.ts';

/** Whether this view can be seen. */
export interface Visibility {
  visible(): boolean;
  /** @returns a function that ends the subscription */
  subscribe(listener: () => void): () => void;
}

type Told = Pick<Bridge, 'on'> | null;

/**
 * A browser's page knows by itself. Inside a shell its host says so: a window that was made hidden tells its page that it
 * can be seen, and one that waits for the next click would go on reading and ticking.
 *
 * @param told the shell's bridge; null in a browser
 */
export function createVisibility(told: Told, host: Window): Visibility {
  const { document } = host;
  const listeners = new Set<() => void>();
  let shown = false;
  const tell = () => {
    for (const listener of listeners) listener();
  };
  told?.on('view.visible', ({ visible }) => {
    shown = visible;
    tell();
  });
  document.addEventListener('visibilitychange', tell);
  return {
    visible: () => !document.hidden && (told === null || shown),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** The one of this page, set once before anything is drawn. */
let current: Visibility | null = null;

export function setVisibility(visibility: Visibility): void {
  current = visibility;
}

/** @throws when the page has not set it up */
export function pageVisibility(): Visibility {
  if (current === null) throw new Error('setVisibility was not called');
  return current;
}
