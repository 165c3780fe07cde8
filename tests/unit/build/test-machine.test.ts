import { readFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import { isolatedEnvironment } from '../../../build/test/keyring.ts';
import {
  DEBIAN_PACKAGES,
  missingPackages,
  remedy,
  type Need,
  type Probes,
} from '../../../build/test/needs.ts';

const bare: Probes = {
  platform: 'linux',
  root: true,
  aptGet: true,
  chromium: false,
  keytar: false,
  pkgConfig: false,
  libsecretHeaders: false,
  compiler: false,
  secretTool: false,
  keyringDaemon: false,
  dbusSession: false,
};
const all = new Set<Need>(['chromium', 'keychain']);
const packagesOf = (probes: Probes, needs = all): string[] =>
  missingPackages(probes, needs).flatMap((each) => each.packages);

describe('what the machine lacks', () => {
  it('is everything on a bare one: the packages that .ci/run installs', () => {
    expect(packagesOf(bare).toSorted()).toEqual(DEBIAN_PACKAGES);
    const script = readFileSync(join(import.meta.dirname, '../../../.ci/run'), 'utf8');
    expect(/^packages=\((.*)\)$/m.exec(script)?.[1]?.split(' ')).toEqual(DEBIAN_PACKAGES);
  });

  it('is no compiler and no headers when keytar loads already', () => {
    expect(packagesOf({ ...bare, keytar: true })).toEqual([
      'chromium',
      'libsecret-tools',
      'gnome-keyring',
      'dbus',
    ]);
  });

  it('is only what the chosen suites need, and nothing on a Mac', () => {
    expect(packagesOf(bare, new Set(['chromium']))).toEqual(['chromium']);
    expect(packagesOf(bare, new Set())).toEqual([]);
    expect(packagesOf({ ...bare, platform: 'darwin' })).toEqual([]);
  });

  it('is installed as root, told as a line to everybody else, and named where there is no apt-get', () => {
    const missing = missingPackages({ ...bare, keytar: true }, all);
    expect(remedy(bare, [])).toEqual({ kind: 'nothing' });
    expect(remedy(bare, missing)).toMatchObject({
      kind: 'install',
      packages: ['chromium', 'dbus', 'gnome-keyring', 'libsecret-tools'],
    });
    const told = remedy({ ...bare, root: false }, missing);
    expect(told).toMatchObject({ kind: 'tell' });
    expect(told.kind === 'tell' && told.text).toContain(
      'sudo apt-get install -y --no-install-recommends chromium dbus gnome-keyring libsecret-tools\n',
    );
    const elsewhere = remedy({ ...bare, aptGet: false }, missing);
    expect(elsewhere.kind === 'tell' && elsewhere.text).toContain('its own package manager');
  });
});

describe('the keyring of the tests', () => {
  it('has every folder of its own, closed to others, and no way to the person’s bus or screen', async () => {
    const home = await mkdtemp(join(tmpdir(), 'switchyard-isolated-'));
    try {
      const env = isolatedEnvironment(
        {
          PATH: '/bin',
          HOME: '/home/me',
          DISPLAY: ':0',
          DBUS_SESSION_BUS_ADDRESS: 'unix:path=/me',
        },
        home,
      );
      expect(env['PATH']).toBe('/bin');
      expect(env['DISPLAY']).toBeUndefined();
      expect(env['DBUS_SESSION_BUS_ADDRESS']).toBeUndefined();
      const folders = Object.entries(env).filter(([name]) => /^(HOME|XDG_)/.test(name));
      expect(folders).toHaveLength(6);
      for (const [, folder] of folders) {
        expect(folder?.startsWith(home)).toBe(true);
        expect((await stat(folder ?? '')).mode & 0o777).toBe(0o700);
      }
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});
