import path from 'node:path';

import { compose } from '../compose.ts';
import type { AppHost } from '../ipc/handlers.ts';
import { serve } from '../serve.ts';
import { createKeychainStore } from '../services/secrets/keychain-store.ts';
import { loadKeytar } from '../shell/keychain-keytar.ts';
import { EXIT, type Output } from './output.ts';
import { version } from './version.ts';

/** `switchyard serve [--port N] [--no-open] [--demo]`: the app in the browser, until Ctrl-C. */
export async function serveApp(
  options: {
    readonly port?: number;
    readonly open: boolean;
    /** Sample data in a folder of its own; `home` has no say then. */
    readonly demo?: boolean;
    readonly home: string | undefined;
  },
  output: Output,
): Promise<number> {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => abort.abort());
  }
  const app = options.demo === true ? await openDemo(print) : await openApp(options.home);
  try {
    const serving = await serve({
      app,
      rendererDir: path.join(import.meta.dirname, 'renderer'),
      port: options.port,
      open: options.open,
      print,
      signal: abort.signal,
      ...(process.stdin.isTTY ? { input: process.stdin } : {}),
    });
    await serving.closed;
    return EXIT.done;
  } catch (error) {
    output.note(error instanceof Error ? error.message : String(error));
    return EXIT.failed;
  } finally {
    await app.dispose();
  }
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

function openApp(home: string | undefined): Promise<AppHost> {
  return compose({
    home,
    env: process.env,
    platform: process.platform,
    version: version(),
    secrets: createKeychainStore({ load: loadKeytar }),
    watch: true,
    poll: true,
  });
}

async function openDemo(say: (line: string) => void): Promise<AppHost> {
  const { composeDemo } = await import('../demo-entry.ts');
  const { env, platform } = process;
  const host = await composeDemo({ env, platform, version: version() });
  say('This is the demo: sample workspaces, a sample Portkey, and nothing of yours.');
  say(`Everything it writes is in ${host.demo.sandbox.folder}, which goes when it ends.`);
  return host;
}
