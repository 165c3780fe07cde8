import type { Bridge } from '../../shared/contract/index.ts';
import type { Visibility } from './visibility.ts';

/** How often a view that can be seen says so, in milliseconds; the host forgets one that has gone quiet. */
export const REPORT_MS = 45_000;

/**
 * Tells the host for as long as the page lives whether it can be seen, so that numbers are read often only while somebody
 * looks. An answer is not waited for: a host that is away finds out with the next report.
 * @returns a function that ends it
 */
export function reportPresence(
  bridge: Pick<Bridge, 'request'>,
  visibility: Visibility,
  host: Window,
): () => void {
  const view = host.crypto.randomUUID();
  let last: boolean | null = null;
  const report = (visible: boolean) => {
    last = visible;
    void bridge.request('view.report', { view, visible });
  };

  const onChange = () => {
    const visible = visibility.visible();
    if (last !== visible) report(visible);
  };
  // A page that goes is hidden as well, in either order: once is enough.
  const onHide = () => {
    if (last !== false) report(false);
  };
  // A page that comes back from the history had said that it was gone.
  const onReturn = (event: PageTransitionEvent) => {
    if (event.persisted) onChange();
  };
  const timer = host.setInterval(() => {
    if (visibility.visible()) report(true);
  }, REPORT_MS);
  const unsubscribe = visibility.subscribe(onChange);
  host.addEventListener('pageshow', onReturn);
  host.addEventListener('pagehide', onHide);
  // A page that was opened hidden must say so as well.
  onChange();
  return () => {
    host.clearInterval(timer);
    unsubscribe();
    host.removeEventListener('pageshow', onReturn);
    host.removeEventListener('pagehide', onHide);
  };
}
