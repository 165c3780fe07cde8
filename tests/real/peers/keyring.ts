import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, open, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

import { inKeyringSession, isolatedEnvironment } from '../../../build/test/keyring.ts';
import { KEYCHAIN_SERVICE } from '../../../electron/services/secrets/secret-store.ts';

const run = promisify(execFile);

/** A real keychain that Switchyard and Claude Code can be given. */
export interface Keyring {
  /** Variables with which a process finds it. */
  readonly env: Readonly<Record<string, string>>;
  /** Where its own files lie; null for a Mac's login keychain. */
  readonly folder: string | null;
  /** Takes an item away behind Switchyard's back, with the system's own tool. Rejects when there was none. */
  remove(account: string): Promise<void>;
  dispose(): Promise<void>;
}

const OPEN_WITHIN_MS = 20_000;

/**
 * Opens a keychain for one test file. On Linux: a D-Bus session and an unlocked, empty gnome-keyring of its own, with every
 * folder in a temporary one; it ends with this process, whatever ends that. On a Mac: the login keychain, in which items
 * carry a prefix made of Switchyard's own (temporary) folder; whoever stores items removes them.
 */
export async function startKeyring(): Promise<Keyring> {
  if (process.platform === 'darwin') return loginKeychain();
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'switchyard-keyring-')));
  // While this end of the pipe is open the session lasts. Opened for reading as well, so that opening does not block.
  const pipe = join(folder, 'hold');
  await run('mkfifo', [pipe]);
  const hold = await open(pipe, 'r+');
  const session = inKeyringSession({
    program: '/bin/sh',
    args: ['-c', 'echo "address=$DBUS_SESSION_BUS_ADDRESS"; exec cat "$0" >/dev/null', pipe],
  });
  const child = spawn(session.program, session.args, {
    env: isolatedEnvironment({ PATH: process.env['PATH'] }, folder),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  const exited = once(child, 'close').catch(() => undefined);
  const dispose = async (): Promise<void> => {
    await hold.close();
    await exited;
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    const env = {
      DBUS_SESSION_BUS_ADDRESS: await new Promise<string>((resolve, reject) => {
        const failed = (why: string): void => {
          reject(new Error(`No keyring for the tests: ${why}. ${said.trim()}`));
        };
        const timer = setTimeout(() => failed('it did not open in time'), OPEN_WITHIN_MS);
        child.once('error', (error) => failed(error.message));
        child.once('close', (code) => failed(`it ended with ${code}`));
        createInterface({ input: child.stdout }).on('line', (line) => {
          if (!line.startsWith('address=')) return;
          clearTimeout(timer);
          resolve(line.slice('address='.length));
        });
      }),
    };
    return {
      env,
      folder,
      remove: async (account) => {
        const item = ['service', KEYCHAIN_SERVICE, 'account', account];
        await run('secret-tool', ['clear', ...item], { env: { ...process.env, ...env } });
      },
      dispose,
    };
  } catch (error) {
    await dispose();
    throw error;
  }
}

function loginKeychain(): Keyring {
  return {
    env: {},
    folder: null,
    remove: async (account) => {
      const item = ['-s', KEYCHAIN_SERVICE, '-a', account];
      await run('/usr/bin/security', ['delete-generic-password', ...item]);
    },
    dispose: () => Promise.resolve(),
  };
}
