/** What is measured at the start, in milliseconds since the process began. */
export type Mark = 'ready' | 'tray' | 'composed' | 'popover';

export interface Diagnostics {
  /** Writes a line to the log, or keeps it until there is one. */
  log(line: string): void;
  /** The app's log, which masks the secrets that the app knows. */
  logTo(write: (line: string) => void): void;
  mark(name: Mark): void;
  marks(): Readonly<Partial<Record<Mark, number>>>;
}

/** More than can happen before the app has its log. */
const WAITING_LIMIT = 200;

/**
 * Catches what nothing else catches, so that the app goes on, and keeps the times of the start.
 *
 * @param options.onFault is called after such an error was written down
 */
export function createDiagnostics(options: { readonly onFault: () => void }): Diagnostics {
  const waiting: string[] = [];
  const marks: Partial<Record<Mark, number>> = {};
  let write: ((line: string) => void) | null = null;
  const log = (line: string): void => {
    if (write !== null) write(line);
    else if (waiting.length < WAITING_LIMIT) waiting.push(line);
  };
  const onFault = (kind: string) => (error: unknown) => {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    log(`${kind}: ${text}`);
    options.onFault();
  };
  // With a listener of our own Electron shows no dialog, and the app stays.
  process.on('uncaughtException', onFault('uncaught error'));
  process.on('unhandledRejection', onFault('unhandled rejection'));
  return {
    log,
    logTo: (given) => {
      write = given;
      for (const line of waiting.splice(0)) given(line);
    },
    mark: (name) => {
      marks[name] ??= Math.round(performance.now() * 10) / 10;
    },
    marks: () => marks,
  };
}
