import { type Rectangle, screen } from 'electron';

import { iconHidden, shouldGuide, VISIBILITY_CHECKS_MS } from '../tray/visibility-policy.ts';

/**
 * Notices that macOS does not draw the icon: since macOS 26 the person, or a full menu bar, can hide it, and nothing says so.
 *
 * @param options.onHidden is called when the person should be told, once a day at most
 * @param options.onSeen is called when the icon is there
 * @returns a function that ends it
 */
export function watchIcon(options: {
  readonly bounds: () => Rectangle;
  readonly guidedAt: () => string | null;
  readonly onHidden: () => void;
  readonly onSeen: () => void;
}): () => void {
  const { bounds, guidedAt, onHidden, onSeen } = options;
  const check = (): void => {
    const displays = screen.getAllDisplays().map((display) => display.bounds);
    const hidden = iconHidden({ bounds: bounds(), displays, platform: process.platform });
    if (!hidden) onSeen();
    else if (shouldGuide({ hidden, lastGuidedAt: guidedAt(), now: new Date() })) onHidden();
  };
  const timers = VISIBILITY_CHECKS_MS.map((after) => setTimeout(check, after).unref());
  // macOS moves icons about when displays come and go.
  let settling: NodeJS.Timeout | undefined;
  const onDisplays = (): void => {
    clearTimeout(settling);
    settling = setTimeout(check, VISIBILITY_CHECKS_MS[0]).unref();
  };
  screen.on('display-added', onDisplays);
  screen.on('display-removed', onDisplays);
  screen.on('display-metrics-changed', onDisplays);
  return () => {
    for (const timer of [...timers, settling]) clearTimeout(timer);
    screen.off('display-added', onDisplays);
    screen.off('display-removed', onDisplays);
    screen.off('display-metrics-changed', onDisplays);
  };
}
