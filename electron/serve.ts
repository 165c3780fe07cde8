import { createInterface } from 'node:readline';

import type { AppHost } from './ipc/handlers.ts';
import { readRendererFiles } from './ipc/renderer-files.ts';
import { startBrowserHost } from './web/browser-host.ts';
import { openBrowser } from './web/open-browser.ts';

export interface ServeOptions {
  /** Composed by the caller, who also disposes it once `closed` has settled. */
  readonly app: AppHost;
  /** The folder of the built renderer. */
  readonly rendererDir: string;
  /** Left out: any free port. */
  readonly port?: number | undefined;
  /** Whether to open the person's browser. */
  readonly open: boolean;
  /** Takes one line for the person. The link in it lets a browser in: it belongs on the terminal and nowhere else. */
  readonly print: (line: string) => void;
  /** Ends the host. */
  readonly signal?: AbortSignal | undefined;
  /** The terminal, when there is one: Return prints another link. */
  readonly input?: NodeJS.ReadableStream | undefined;
  readonly verifyOutputs?: boolean | undefined;
  readonly env?: Readonly<Record<string, string | undefined>> | undefined;
  readonly platform?: string | undefined;
}

export interface Serving {
  /** `http://127.0.0.1:PORT`; it lets nobody in by itself. */
  readonly url: string;
  /** Settles once everything has ended. */
  readonly closed: Promise<void>;
  /** A new one-time link; an older unused one stops working. */
  freshLink(): string;
  close(): Promise<void>;
}

/**
 * Serves the composed app to a browser on this machine and stays until it is told to end.
 *
 * @throws an error whose message is a sentence for the person when the renderer was not built or the port cannot be had
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { app, print, signal, env = process.env, platform = process.platform } = options;
  const files = await readRendererFiles(options.rendererDir);
  const { port, verifyOutputs } = options;
  const host = await startBrowserHost({ app, files, port, verifyOutputs }).catch(
    (error: NodeJS.ErrnoException) => {
      throw new Error(portSentence(port, error.code), { cause: error });
    },
  );
  const link = host.freshLink();
  print(`Switchyard is open at ${link}`);
  print('The link works once. Press Ctrl-C to stop.');
  if (options.open) openBrowser(link, { platform, env });

  const lines =
    options.input === undefined ? null : createInterface({ input: options.input, terminal: false });
  lines?.on('line', () => print(host.freshLink()));

  let settle = (): void => {};
  const closed = new Promise<void>((resolve) => {
    settle = resolve;
  });
  let ending: Promise<void> | null = null;
  function close(): Promise<void> {
    lines?.close();
    signal?.removeEventListener('abort', onAbort);
    ending ??= host.close().then(settle);
    return ending;
  }
  function onAbort(): void {
    void close();
  }
  signal?.addEventListener('abort', onAbort);
  if (signal?.aborted === true) onAbort();

  return { url: host.origin, closed, freshLink: () => host.freshLink(), close };
}

function portSentence(port: number | undefined, code: string | undefined): string {
  const name = port === undefined ? 'a port' : `port ${port}`;
  if (code === 'EADDRINUSE') return `Another program uses ${name}. Choose another one: --port.`;
  if (code === 'EACCES') return `The system does not give out ${name}. Choose one above 1023.`;
  return `Switchyard could not listen on ${name} (${code ?? 'unknown reason'}).`;
}
