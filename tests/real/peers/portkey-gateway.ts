import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface PortkeyGateway {
  readonly url: string;
  readonly pid: number;
  dispose(): Promise<void>;
}

const READY_WITHIN_MS = 20_000;

/**
 * Starts the real `@portkey-ai/gateway` from its registry package and waits until it listens. Its only flags are
 * `--headless` (no browser console) and `--port=N`. Throws when it does not come up, with what it printed.
 */
export async function startPortkeyGateway(): Promise<PortkeyGateway> {
  const manifest = createRequire(import.meta.url).resolve('@portkey-ai/gateway/package.json');
  const preload = fileURLToPath(new URL('./gateway-preload.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    [
      '--import',
      preload,
      join(dirname(manifest), 'build/start-server.js'),
      '--headless',
      '--port=0',
    ],
    {
      cwd: tmpdir(),
      env: { PATH: process.env['PATH'], NODE_ENV: 'production' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  );
  let printed = '';
  const keep = (chunk: Buffer): void => {
    printed = (printed + chunk.toString('utf8')).slice(-4_000);
  };
  child.stdout?.on('data', keep);
  child.stderr?.on('data', keep);
  const exited = once(child, 'exit');

  const port = await new Promise<number>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The gateway was not ready in time.\n${printed}`)),
      READY_WITHIN_MS,
    );
    const settle = (done: () => void): void => {
      clearTimeout(timer);
      done();
    };
    child.once('error', (error) => settle(() => reject(error)));
    child.once('exit', (code) =>
      settle(() => reject(new Error(`The gateway ended with ${code}.\n${printed}`))),
    );
    child.once('message', (message) => settle(() => resolve((message as { port: number }).port)));
  }).catch((error: unknown) => {
    child.kill('SIGKILL');
    throw error;
  });

  return {
    url: `http://127.0.0.1:${port}`,
    pid: child.pid ?? 0,
    dispose: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
    },
  };
}
