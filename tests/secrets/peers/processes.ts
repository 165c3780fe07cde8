import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

import { inKeyringSession, TEST_KEYRING_VARIABLE } from '../../../build/test/keyring.ts';
import { KEYCHAIN_SERVICE } from '../../../electron/services/secrets/secret-store.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import type { Step } from './ask.ts';

const run = promisify(execFile);
const ASK = join(import.meta.dirname, 'ask.ts');

/**
 * The service name to test with. On Linux the suite has a keyring of its own, so it is the real name; on a Mac the items
 * go to the login keychain under a name that nothing else has, and are removed again.
 */
export const SERVICE =
  process.platform === 'linux' ? KEYCHAIN_SERVICE : `${KEYCHAIN_SERVICE}-test-${randomUUID()}`;

/** Throws unless this process can only reach a keyring that was made for the tests. */
export function requireTestKeyring(): void {
  if (process.platform === 'linux' && process.env[TEST_KEYRING_VARIABLE] === undefined) {
    throw new Error('The secrets suite would use your own keyring. Run it with: npm test secrets');
  }
}

export interface Answer {
  readonly ok: boolean;
  readonly value?: unknown;
  readonly failure?: Failure;
  readonly ms: number;
}

export interface Asked {
  readonly answers: Answer[];
  /** From the start of the process to its end. */
  readonly totalMs: number;
}

/** Takes steps in another process. @param wrap runs that process in a session of its own with a new keyring */
export async function askElsewhere(
  steps: readonly Step[],
  options: {
    env?: NodeJS.ProcessEnv;
    wrap?: 'new keyring' | { busConfig: string };
  } = {},
): Promise<Asked> {
  const plain = { program: process.execPath, args: [ASK, SERVICE, JSON.stringify(steps)] };
  const { env = process.env, wrap } = options;
  const command =
    wrap === undefined
      ? plain
      : wrap === 'new keyring'
        ? inKeyringSession(plain)
        : {
            program: 'dbus-run-session',
            args: [`--config-file=${wrap.busConfig}`, '--', plain.program, ...plain.args],
          };
  const began = performance.now();
  const { stdout } = await run(command.program, command.args, { env, timeout: 25_000 });
  return {
    answers: JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Answer[],
    totalMs: performance.now() - began,
  };
}
