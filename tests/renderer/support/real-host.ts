import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

import { compose } from '../../../electron/compose.ts';
import { serve } from '../../../electron/serve.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';

/**
 * The app as people get it (real services, real git, real SQLite, the built renderer), in a home of its own. Run as a
 * process because the home folder is the process's: `HOME` names it. Keys stay in memory, as the tests may have no keyring.
 * Prints one line of JSON: the link and the address of a gateway that knows one key.
 */
const KEY = 'pk-test-abcdef1234567890';
const home = process.env['HOME'] ?? '';

function git(cwd: string, ...args: string[]): void {
  execFileSync('git', ['-C', cwd, ...args], {
    stdio: 'ignore',
    env: {
      ...process.env,
      GIT_AUTHOR_NAME: 'T',
      GIT_AUTHOR_EMAIL: 't@example.invalid',
      GIT_COMMITTER_NAME: 'T',
      GIT_COMMITTER_EMAIL: 't@example.invalid',
      GIT_CONFIG_NOSYSTEM: '1',
    },
  });
}

function makeWorkspaces(): void {
  for (const [repo, workspaces] of [
    ['web', ['lisbon', 'oslo', 'new-york']],
    ['billing', ['kyoto']],
  ] as const) {
    const main = path.join(home, 'conductor', 'repos', repo);
    mkdirSync(main, { recursive: true });
    git(main, 'init', '-q', '-b', 'main');
    git(main, 'commit', '-q', '--allow-empty', '-m', 'start');
    for (const name of workspaces) {
      git(
        main,
        'worktree',
        'add',
        '-q',
        '-b',
        `task-${name}`,
        path.join(home, 'conductor', 'workspaces', repo, name),
      );
    }
  }
}

/** Answers what the app asks of a gateway itself. */
const gateway = createServer((request, response) => {
  const known = request.headers['x-portkey-api-key'] === KEY;
  response.writeHead(known ? 200 : 401, { 'content-type': 'application/json' });
  const models = ['claude-sonnet-4-6', 'claude-opus-4-8', 'claude-haiku-4-5'].map((id) => ({
    id: `@anthropic-prod/${id}`,
  }));
  response.end(
    JSON.stringify(
      known
        ? { object: 'list', total: models.length, data: models }
        : {
            status: 'failure',
            message: 'Portkey Error: Invalid API Key. Error Code: 03',
            error: { message: 'Invalid API Key', code: '03' },
          },
    ),
  );
});
await new Promise<void>((resolve) => {
  gateway.listen(0, '127.0.0.1', resolve);
});

makeWorkspaces();
const app = await compose({
  env: process.env,
  platform: process.platform,
  version: '0.0.0-test',
  secrets: createMemorySecretStore(),
  watch: true,
  poll: false,
});
const abort = new AbortController();
process.once('SIGTERM', () => abort.abort());
const serving = await serve({
  app,
  rendererDir: new URL('../../../dist/renderer', import.meta.url).pathname,
  open: false,
  print: () => undefined,
  signal: abort.signal,
  verifyOutputs: true,
});
const { port } = gateway.address() as AddressInfo;
process.stdout.write(
  `${JSON.stringify({ link: serving.freshLink(), gateway: `http://127.0.0.1:${port}` })}\n`,
);
await serving.closed;
await app.dispose();
gateway.close();
gateway.closeAllConnections();
