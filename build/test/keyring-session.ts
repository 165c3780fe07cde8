import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';

import { runVisibly } from './exec.ts';
import { TEST_KEYRING_VARIABLE } from './keyring.ts';

// Runs inside `dbus-run-session`: unlocks a new keyring with a password that nobody keeps, then runs the command that is
// given as arguments. The daemon ends with the session's bus.

if (process.env[TEST_KEYRING_VARIABLE] === undefined) {
  console.error('This would open your own keyring; it is started by npm test only.');
  process.exit(2);
}

const SERVICE = 'org.freedesktop.secrets';
const [program, ...args] = process.argv.slice(2);
const daemon = spawn('gnome-keyring-daemon', ['--foreground', '--unlock', '--components=secrets'], {
  stdio: ['pipe', 'ignore', 'pipe'],
});
let said = '';
daemon.stderr.on('data', (chunk: Buffer) => {
  said += chunk.toString();
});
daemon.stdin.end(randomBytes(24).toString('hex'));

if (program === undefined || !(await keyringIsOpen())) {
  console.error(`The test keyring could not be opened. ${said.trim()}`);
  daemon.kill();
  process.exitCode = 1;
} else {
  process.exitCode = await runVisibly(program, args);
  daemon.kill();
}

/** Waits until the daemon has its name on the bus and an unlocked default keyring: 10 seconds at most. */
async function keyringIsOpen(): Promise<boolean> {
  const until = Date.now() + 10_000;
  while (Date.now() < until && daemon.exitCode === null) {
    // The name first: any call to a service that is not there yet would make the bus start another, locked one.
    if (
      ask('/', 'org.freedesktop.DBus', 'org.freedesktop.DBus.NameHasOwner', `string:${SERVICE}`)
    ) {
      return !ask(
        '/org/freedesktop/secrets/aliases/default',
        SERVICE,
        'org.freedesktop.DBus.Properties.Get',
        'string:org.freedesktop.Secret.Collection',
        'string:Locked',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return false;
}

/** Whether the answer to a call on the session's bus is "true". */
function ask(path: string, destination: string, ...call: string[]): boolean {
  const { stdout } = spawnSync(
    'dbus-send',
    ['--session', '--print-reply=literal', `--dest=${destination}`, path, ...call],
    { encoding: 'utf8', timeout: 5000 },
  );
  return stdout.includes('boolean true');
}
