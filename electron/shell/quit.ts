import { app } from 'electron';

/** How long the app may take to put things away when it quits, milliseconds. */
const QUIT_LIMIT_MS = 3000;

/**
 * Puts everything away before the app ends, for a bounded time. Windows go first: they would otherwise hold up the quit by
 * turning a close into hiding.
 */
export function disposeOnQuit(options: {
  readonly windows: () => void;
  readonly rest: () => Promise<void>;
  readonly log: (line: string) => void;
}): void {
  app.on('before-quit', options.windows);
  app.once('will-quit', (event) => {
    event.preventDefault();
    const limit = setTimeout(() => app.exit(0), QUIT_LIMIT_MS);
    void options
      .rest()
      .catch(() => options.log('the app could not put everything away before it quit'))
      .finally(() => {
        clearTimeout(limit);
        app.exit(0);
      });
  });
}
