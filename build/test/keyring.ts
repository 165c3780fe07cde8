import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import type { Command } from './stages.ts';

/** Set inside a session whose keyring is made for the tests; the secrets suite refuses to run without it on Linux. */
export const TEST_KEYRING_VARIABLE = 'SWITCHYARD_TEST_KEYRING';

/** What would lead to the person's own bus, keyring, agent or screen. */
const LEADS_OUT = [
  'DBUS_SESSION_BUS_ADDRESS',
  'DISPLAY',
  'GNOME_KEYRING_CONTROL',
  'SSH_AUTH_SOCK',
  'WAYLAND_DISPLAY',
];

/**
 * An environment in which no keyring, bus or screen of the person can be reached: every folder that a keyring could be in
 * lies under `home` (made here, closed to others).
 */
export function isolatedEnvironment(env: NodeJS.ProcessEnv, home: string): NodeJS.ProcessEnv {
  const folder = (name: string): string => {
    const path = join(home, name);
    mkdirSync(path, { recursive: true, mode: 0o700 });
    return path;
  };
  const isolated: NodeJS.ProcessEnv = {
    ...env,
    HOME: folder('home'),
    XDG_CACHE_HOME: folder('cache'),
    XDG_CONFIG_HOME: folder('config'),
    XDG_DATA_HOME: folder('data'),
    XDG_RUNTIME_DIR: folder('runtime'),
    XDG_STATE_HOME: folder('state'),
    [TEST_KEYRING_VARIABLE]: home,
  };
  for (const name of LEADS_OUT) delete isolated[name];
  return isolated;
}

/** The command that runs `command` on a D-Bus session of its own with an unlocked, empty keyring. */
export function inKeyringSession(command: Command): Command {
  return {
    program: 'dbus-run-session',
    args: [
      '--',
      process.execPath,
      join(import.meta.dirname, 'keyring-session.ts'),
      command.program,
      ...command.args,
    ],
  };
}
