import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { extractFile, listPackage } from '@electron/asar';
import { Arch, build, Platform } from 'electron-builder';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { packagingConfig, releaseKind } from '../../build/electron-builder.ts';
import { writeIcons } from '../../build/icons/draw.ts';
import { nativeModules, stage } from '../../build/packaging/stage.ts';

/**
 * electron-builder itself packs the built app here, around a placeholder in the place of Electron's binary, which cannot be
 * fetched everywhere. What is in the archive and beside it is what a Mac gets, but for the processor of the native modules.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');
const TARGET = `${process.platform}-${process.arch}`;
let folder: string;
let resources: string;

beforeAll(async () => {
  // A space, because people's disks have them.
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'switchyard packed ')));
  const placeholder = path.join(folder, 'electron');
  mkdirSync(path.join(placeholder, 'resources'), { recursive: true });
  writeFileSync(path.join(placeholder, 'electron'), '#!/bin/sh\n');
  chmodSync(path.join(placeholder, 'electron'), 0o755);
  const staged = path.join(folder, 'staged');
  stage({
    root: ROOT,
    out: staged,
    target: TARGET,
    release: { releases: 'owner/name', signed: true },
  });
  writeIcons(path.join(staged, 'icons'));
  const config = packagingConfig({
    kind: releaseKind({}),
    arch: 'arm64',
    staged,
    output: path.join(folder, 'release'),
  });
  await build({
    projectDir: ROOT,
    targets: Platform.LINUX.createTarget('dir', process.arch === 'arm64' ? Arch.arm64 : Arch.x64),
    // The placeholder has no fuses to switch.
    config: {
      ...config,
      electronDist: placeholder,
      electronVersion: '45.4.1',
      electronFuses: null,
      linux: { icon: path.join(staged, 'icons/icon.png') },
    },
    publish: 'never',
  });
  const unpacked = readdirSync(path.join(folder, 'release')).find((name) =>
    name.includes('unpacked'),
  );
  resources = path.join(folder, 'release', unpacked ?? '', 'resources');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the packaged app', () => {
  it('holds the bundles, the native modules and a package.json of its own, and nothing else', () => {
    const files = listPackage(path.join(resources, 'app.asar'), { isPack: false }).map((file) =>
      file.replaceAll('\\', '/'),
    );
    const modules = nativeModules(TARGET).map(({ name }) => name);
    const odd = files.filter(
      (file) =>
        !['/package.json', '/dist', '/node_modules'].includes(file) &&
        !file.startsWith('/dist/') &&
        !modules.some(
          (name) => file === `/node_modules/${name}` || file.startsWith(`/node_modules/${name}/`),
        ),
    );
    expect(odd).toEqual([]);
    expect(files).toEqual(
      expect.arrayContaining(['/dist/main.js', '/dist/preload.cjs', '/dist/renderer/index.html']),
    );
    expect(files.filter((file) => /\.(map|ts|tsx|log|md)$|\/test/.test(file))).toEqual([]);
    const manifest = JSON.parse(
      extractFile(path.join(resources, 'app.asar'), 'package.json').toString(),
    ) as object;
    expect(manifest).toMatchObject({
      name: 'switchyard',
      main: 'dist/main.js',
      switchyard: { releases: 'owner/name', signed: true },
    });
    expect(manifest).not.toHaveProperty('scripts');
    expect(manifest).not.toHaveProperty('devDependencies');
  });

  it('has its native modules outside of the archive, and they load from there', () => {
    const load = createRequire(path.join(resources, 'x.js'));
    const keytar = load('./app.asar.unpacked/node_modules/keytar/build/Release/keytar.node');
    expect(Object.keys(keytar as object)).toEqual(
      expect.arrayContaining(['getPassword', 'setPassword']),
    );
  });

  it('brings the command line along, which runs with the person’s own Node', () => {
    const script = path.join(resources, 'bin/switchyard');
    const link = path.join(folder, 'linked switchyard');
    symlinkSync(script, link);
    const env = {
      PATH: `${path.dirname(process.execPath)}:/usr/bin:/bin`,
      HOME: folder,
      SWITCHYARD_HOME: path.join(folder, 'home'),
    };
    for (const program of [script, link]) {
      const listed = execFileSync(program, ['presets', 'list', '--json'], {
        env,
        encoding: 'utf8',
      });
      // Nothing was saved in this home.
      expect(JSON.parse(listed)).toEqual([]);
    }
    const modules = createRequire(path.join(resources, 'cli/dist/x.js'));
    expect(Object.keys(modules('keytar') as object)).toContain('getPassword');
    expect(modules('fs-native-extensions')).toHaveProperty('swapSync');
    expect(readdirSync(path.join(resources, 'cli/dist'))).not.toContain('main.js');
  });
});
