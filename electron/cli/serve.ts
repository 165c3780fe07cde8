import path from 'node:path';

import { compose } from '../compose.ts';
import { serve } from '../serve.ts';
import { createKeychainStore } from '../services/secrets/keychain-store.ts';
import { loadKeytar } from '../shell/keychain-keytar.ts';
import { EXIT, type Output } from './output.ts';
import { version } from './version.ts';

/** `switchyard serve [--port N] [--no-open]`: the app in the browser, until Ctrl-C. */
export async function serveApp(
  options: { readonly port?: number; readonly open: boolean; readonly home: string | undefined },
  output: Output,
): Promise<number> {
  const abort = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => abort.abort());
  }
  const app = await compose({
    home: options.home,
    env: process.env,
    platform: process.platform,
    version: version(),
    secrets: createKeychainStore({ load: loadKeytar }),
    watch: true,
  });
  try {
    const serving = await serve({
      app,
      rendererDir: path.join(import.meta.dirname, 'renderer'),
      port: options.port,
      open: options.open,
      print: (line) => process.stdout.write(`${line}\n`),
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
