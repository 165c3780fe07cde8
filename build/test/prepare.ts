import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { findChromium, findProgram } from './chromium.ts';
import { runVisibly, succeeds } from './exec.ts';
import { missingPackages, remedy, type Need, type Probes } from './needs.ts';

/** Looks at the machine. Starts a few short processes and changes nothing. */
function probe(root: string): Probes {
  return {
    platform: process.platform,
    root: process.getuid?.() === 0,
    aptGet: findProgram('apt-get') !== null,
    chromium: findChromium() !== null,
    keytar: keytarLoads(root),
    pkgConfig: findProgram('pkg-config') !== null,
    libsecretHeaders: succeeds('pkg-config', ['--exists', 'libsecret-1']),
    compiler: ['c++', 'make', 'python3'].every((name) => findProgram(name) !== null),
    secretTool: findProgram('secret-tool') !== null,
    keyringDaemon: findProgram('gnome-keyring-daemon') !== null,
    dbusSession: findProgram('dbus-run-session') !== null,
  };
}

/** In a process of its own: a native module that cannot be loaded now can be loaded after it was built again. */
function keytarLoads(root: string): boolean {
  return succeeds(process.execPath, [
    '-e',
    `require(${JSON.stringify(join(root, 'node_modules/keytar'))})`,
  ]);
}

/**
 * Makes the machine ready for the given needs: installs Debian packages as root, else says what to install; brings keytar's
 * native module in when `npm ci` ran before it could be built.
 * @returns null when ready, else the sentence that says what is in the way
 */
export async function prepare(root: string, needs: ReadonlySet<Need>): Promise<string | null> {
  if (needs.size === 0) {
    console.log('Nothing of the machine is needed.');
    return null;
  }
  const found = probe(root);
  const plan = remedy(found, missingPackages(found, needs));
  if (plan.kind === 'tell') return plan.text;
  if (plan.kind === 'install') {
    console.log(plan.text);
    const problem = await installDebianPackages(plan.packages);
    if (problem !== null) return problem;
  }
  if (needs.has('chromium') && findChromium() === null) {
    return 'There is no Chromium or Chrome to test the interface in. Run this line, then npm test again:\n\n  npx playwright install chromium\n';
  }
  if (needs.has('keychain') && !keytarLoads(root)) {
    const problem = await restoreKeytar(root);
    if (problem !== null) return problem;
  }
  console.log('The machine has what the tests need.');
  return null;
}

async function installDebianPackages(packages: readonly string[]): Promise<string | null> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  if ((await runVisibly('apt-get', ['update', '-qq'], env)) !== 0) {
    return 'apt-get update failed, so the missing packages could not be installed.';
  }
  const args = ['install', '-y', '-qq', '--no-install-recommends', ...packages];
  return (await runVisibly('apt-get', args, env)) === 0
    ? null
    : `apt-get could not install ${packages.join(' ')}.`;
}

/**
 * npm takes an optional dependency away again when its build fails, and `npm ci` still ends well. `npm rebuild` does nothing
 * without the folder; `npm install --no-save` brings what is missing at the locked versions and writes neither
 * package.json nor the lockfile (measured with npm 11.19).
 */
async function restoreKeytar(root: string): Promise<string | null> {
  const there = existsSync(join(root, 'node_modules/keytar/package.json'));
  const args = there ? ['rebuild', 'keytar'] : ['install', '--no-save', '--no-audit', '--no-fund'];
  console.log(
    `keytar’s native module cannot be loaded (it could not be built when npm installed it). Running: npm ${args.join(' ')}`,
  );
  const code = await runVisibly('npm', args, {
    ...process.env,
    // The project pins the scripts' Node; npm's own engine warnings about build tools do not help here.
    npm_config_loglevel: 'error',
  });
  if (code === 0 && keytarLoads(root)) return null;
  return `keytar could not be built (npm ${args.join(' ')} ended with ${code}). Run it by hand to see why.`;
}
