import { execFile } from 'node:child_process';

/**
 * What the Secret Service's default keyring is: `unlocked`, `locked`, `silent` (the bus took the call and never answered)
 * or `unknown` (no tool to ask with, no bus, no service, no keyring: keytar's own error says more).
 */
export type KeyringState = 'unlocked' | 'locked' | 'silent' | 'unknown';

/**
 * Asks the default keyring whether it is locked, without unlocking it and without a prompt. It is asked through
 * `dbus-send` (Debian `dbus-bin`, Fedora `dbus-tools`) because libsecret does not tell: a lookup in a locked keyring whose
 * prompt cannot be shown answers "nothing found" (measured with libsecret 0.20.5), and a call to a bus that never
 * answers blocks a thread of keytar for good, so that the process cannot even end (measured). A child process can be
 * killed. It takes about 10 ms.
 */
export function askKeyringState(
  options: {
    env?: NodeJS.ProcessEnv;
    timeoutMs?: number;
    command?: string;
  } = {},
): Promise<KeyringState> {
  const { env = process.env, timeoutMs = 3000, command = 'dbus-send' } = options;
  return new Promise((resolve) => {
    execFile(
      command,
      [
        '--session',
        '--print-reply=literal',
        `--reply-timeout=${timeoutMs}`,
        '--dest=org.freedesktop.secrets',
        '/org/freedesktop/secrets/aliases/default',
        'org.freedesktop.DBus.Properties.Get',
        'string:org.freedesktop.Secret.Collection',
        'string:Locked',
      ],
      { env, timeout: timeoutMs, killSignal: 'SIGKILL', encoding: 'utf8' },
      (error, stdout, stderr) => resolve(readKeyringState({ error, stdout, stderr })),
    );
  });
}

/** Decides what an ended `dbus-send` has said. */
export function readKeyringState(run: {
  readonly error: { readonly killed?: boolean | undefined } | null;
  readonly stdout: string;
  readonly stderr: string;
}): KeyringState {
  if (run.error !== null) {
    // The bus says NoReply at once, too, when the service ended before it answered; the next call starts another one.
    const silent = /NoReply/.test(run.stderr) && !/disconnected/.test(run.stderr);
    return run.error.killed === true || silent ? 'silent' : 'unknown';
  }
  const answer = /boolean (true|false)/.exec(run.stdout)?.[1];
  if (answer === undefined) return 'unknown';
  return answer === 'true' ? 'locked' : 'unlocked';
}
