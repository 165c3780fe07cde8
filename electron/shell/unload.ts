import { idleLimit } from '../windows/lifecycle-policy.ts';

/** Gives up a page that nobody sees after a while; the app keeps all that it showed. */
export interface Unload {
  later(wasShown: boolean): void;
  cancel(): void;
}

/** @param destroy is called when the time is over and nobody has cancelled */
export function createUnload(destroy: () => void): Unload {
  let timer: NodeJS.Timeout | undefined;
  const cancel = (): void => clearTimeout(timer);
  return {
    cancel,
    later: (wasShown) => {
      cancel();
      timer = setTimeout(destroy, idleLimit({ wasShown })).unref();
    },
  };
}
