import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

import { processesOf } from './processes.ts';
import type { Answer, Order } from './stand-in/drive.ts';
import type { World } from './stand-in/electron.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');
const REGISTER = new URL('./stand-in/register.ts', import.meta.url).href;

/** The built app in a process of its own, with stand-ins for Electron and the keychain. */
export interface TestHost {
  /** A folder that is the person's home, with one repository `web` and the worktrees asked for. */
  readonly home: string;
  readonly output: () => string;
  /** Runs a function in the host. It is sent as text, so it sees nothing but its two arguments. */
  drive<T, A = undefined>(
    act: (world: World, argument: A) => T | Promise<T>,
    argument?: A,
  ): Promise<T>;
  /** Asks again until the function gives something other than null, false or undefined. */
  until<T, A = undefined>(
    act: (world: World, argument: A) => T | Promise<T>,
    argument?: A,
  ): Promise<NonNullable<T>>;
  worktree(name: string): string;
  /** Starts the app once more beside it, on the same home. @returns its exit code, and what it printed */
  again(
    args?: readonly string[],
  ): Promise<{ readonly code: number | null; readonly output: string }>;
  /** Settles with the exit code once the process has ended. */
  readonly ended: Promise<number | null>;
  dispose(): Promise<void>;
}

const WAIT_MS = 15_000;
const EVERY_MS = 25;

/**
 * Starts it.
 *
 * @param options.args what the app is started with
 * @param options.env more of its environment
 */
export async function startHost(
  options: {
    readonly worktrees?: readonly string[];
    readonly args?: readonly string[];
    readonly env?: NodeJS.ProcessEnv;
  } = {},
): Promise<TestHost> {
  const { worktrees = ['lisbon'], args = [] } = options;
  const home = realpathSync(mkdtempSync(path.join(tmpdir(), 'switchyard-shell-')));
  const git = (folder: string, ...command: string[]): void => {
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@example.invalid', ...command], {
      cwd: folder,
      stdio: 'ignore',
    });
  };
  const repository = path.join(home, 'web');
  const worktree = (name: string): string => path.join(home, 'conductor/workspaces/web', name);
  mkdirSync(path.join(home, 'conductor/workspaces/web'), { recursive: true });
  git(home, 'init', '-q', '-b', 'main', 'web');
  git(repository, 'commit', '-q', '--allow-empty', '-m', 'one');
  for (const name of worktrees)
    git(repository, 'worktree', 'add', '-q', '-b', `try/${name}`, worktree(name));

  const env = {
    PATH: process.env['PATH'],
    HOME: home,
    TMPDIR: path.join(home, 'tmp'),
    SWITCHYARD_HOME: path.join(home, 'switchyard'),
    GIT_CONFIG_GLOBAL: '/dev/null',
    // Playwright would send loopback through a proxy by itself; here the app has to ask for it.
    PLAYWRIGHT_DISABLE_FORCED_CHROMIUM_PROXIED_LOOPBACK: '1',
    ...keyring(),
    ...options.env,
  };
  const start = (more: readonly string[]): ChildProcess =>
    spawn(process.execPath, ['--import', REGISTER, path.join(ROOT, 'dist/main.js'), ...more], {
      env,
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
  mkdirSync(path.join(home, 'tmp'));
  return follow(start(args), {
    home,
    worktree,
    again: async (more = []) => {
      const { ended, output } = watchOver(start(more));
      return { code: await ended, output: output() };
    },
  });
}

/** The real keychain instead of the stand-in, where the tests are run in a keyring’s session and told to use it. */
function keyring(): NodeJS.ProcessEnv {
  if (process.env['SWITCHYARD_TEST_KEYRING'] !== 'real') return {};
  const names = ['SWITCHYARD_TEST_KEYRING', 'DBUS_SESSION_BUS_ADDRESS', 'XDG_RUNTIME_DIR'];
  return Object.fromEntries(names.map((name) => [name, process.env[name]]));
}

function watchOver(child: ChildProcess) {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => (output += chunk.toString()));
  }
  const ended = new Promise<number | null>((resolve) => {
    child.once('close', resolve);
  });
  return { ended, output: () => output };
}

function follow(
  child: ChildProcess,
  place: Pick<TestHost, 'home' | 'worktree' | 'again'>,
): TestHost {
  const { ended, output } = watchOver(child);
  let last = 0;
  const waiting = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  child.on('message', ({ id, value, error }: Answer) => {
    const call = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) call?.resolve(value);
    else call?.reject(new Error(error));
  });
  child.once('close', (code) => {
    for (const call of waiting.values())
      call.reject(new Error(`The host ended with ${code}: ${output()}`));
    waiting.clear();
  });
  const drive: TestHost['drive'] = (act, argument) =>
    new Promise((resolve, reject) => {
      last += 1;
      waiting.set(last, { resolve, reject });
      const order: Order = { id: last, source: String(act), argument };
      child.send(order);
    });
  return {
    ...place,
    output,
    drive,
    until: async (act, argument) => {
      const limit = performance.now() + WAIT_MS;
      for (;;) {
        const value = await drive(act, argument);
        if (value !== null && value !== undefined && value !== false) return value;
        if (performance.now() > limit)
          throw new Error(`Nothing came of: ${String(act)}\n${output()}`);
        await pause(EVERY_MS);
      }
    },
    ended,
    dispose: async () => {
      const limit = setTimeout(() => child.kill('SIGKILL'), WAIT_MS);
      // Chromium first, as it would go on writing into the folder. What has ended already answers nothing.
      if (child.connected) drive(({ end }) => void end()).catch(() => undefined);
      await ended;
      clearTimeout(limit);
      while (processesOf(place.home).length > 0) await pause(EVERY_MS);
      rmSync(place.home, { recursive: true, force: true });
    },
  };
}
