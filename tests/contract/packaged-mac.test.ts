import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { extractFile, listPackage } from '@electron/asar';
import { getCurrentFuseWire } from '@electron/fuses';
import { parsePlistFile } from 'app-builder-lib/out/util/plist.js';
import { Arch, build, Platform } from 'electron-builder';
import { GitHubProvider } from 'electron-updater/out/providers/GitHubProvider.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { packagingConfig, releaseKind } from '../../build/electron-builder.ts';
import { writeIcons } from '../../build/icons/draw.ts';
import {
  findPackageFaults,
  fuseWire,
  type PackagedApp,
} from '../../build/packaging/package-faults.ts';
import { stage } from '../../build/packaging/stage.ts';
import { writePlaceholderElectron } from './placeholder-electron.ts';

/**
 * electron-builder makes the Mac's app bundle here, on whatever machine this is, around a placeholder of Electron's: the
 * Info.plist, the fuses, the archive with its hash, and what lies beside it are those that a Mac would make. The signature
 * and the images are not: they take a Mac.
 */
const ROOT = path.resolve(import.meta.dirname, '../..');
let folder: string;
let contents: string;
const KIND = releaseKind({ SWITCHYARD_RELEASES: 'owner/name' });
const PLACES = { kind: KIND, staged: '', output: '' };

beforeAll(async () => {
  folder = realpathSync(mkdtempSync(path.join(tmpdir(), 'switchyard mac ')));
  const electronDist = path.join(folder, 'electron');
  writePlaceholderElectron(electronDist);
  const staged = path.join(folder, 'staged');
  stage({
    root: ROOT,
    out: staged,
    target: 'darwin-arm64',
    release: { releases: 'owner/name', signed: false },
  });
  writeIcons(path.join(staged, 'icons'));
  await build({
    projectDir: ROOT,
    targets: Platform.MAC.createTarget('dir', Arch.arm64),
    config: {
      ...packagingConfig({
        kind: KIND,
        arch: 'arm64',
        staged,
        output: path.join(folder, 'release'),
      }),
      electronDist,
      electronVersion: '45.4.1',
    },
    publish: 'never',
  });
  contents = path.join(folder, 'release/mac-arm64/Switchyard.app/Contents');
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = async (): Promise<PackagedApp> => ({
  plist: await parsePlistFile<Record<string, unknown>>(path.join(contents, 'Info.plist')),
  wire: fuseWire(await getCurrentFuseWire(path.dirname(contents))),
  files: listPackage(path.join(contents, 'Resources/app.asar'), { isPack: false }),
});

describe('the Mac’s app bundle', () => {
  it('has no fault that the smoke test on a Mac would find', async () => {
    const app = await read();
    const { electronFuses } = packagingConfig({ ...PLACES, arch: 'arm64' });
    expect(findPackageFaults(app, electronFuses ?? {})).toEqual([]);
    // The ninth is left as Electron ships it.
    expect(String.fromCharCode(...app.wire)).toBe('000011001');
  });

  it('says in its Info.plist who it is', async () => {
    const { plist } = await read();
    expect(plist).toMatchObject({
      CFBundleIdentifier: 'dev.switchyard.app',
      CFBundleName: 'Switchyard',
      CFBundleExecutable: 'Switchyard',
      LSApplicationCategoryType: 'public.app-category.developer-tools',
      LSMinimumSystemVersion: '13.0',
      LSUIElement: true,
      CFBundleIconFile: 'icon.icns',
      CFBundleURLTypes: [{ CFBundleURLName: 'Switchyard', CFBundleURLSchemes: ['switchyard'] }],
    });
    const icon = readFileSync(path.join(contents, 'Resources/icon.icns'));
    expect(icon).toEqual(readFileSync(path.join(folder, 'staged/icons/icon.icns')));
  });

  it('speaks English only', () => {
    const names = readdirSync(path.join(contents, 'Resources'));
    expect(names.filter((name) => name.endsWith('.lproj'))).toEqual(['en.lproj']);
  });

  it('has binaries beside the archive and scripts in it', () => {
    const unpacked = readdirSync(path.join(contents, 'Resources/app.asar.unpacked'), {
      recursive: true,
      encoding: 'utf8',
    }).filter((name) => name.includes('.'));
    expect(unpacked.sort()).toEqual([
      'node_modules/fs-native-extensions/prebuilds/darwin-arm64/fs-native-extensions.node',
      'node_modules/keytar/build/Release/keytar.node',
    ]);
  });

  it('knows where its releases are, each processor by a list of its own', () => {
    const manifest: unknown = JSON.parse(
      extractFile(path.join(contents, 'Resources/app.asar'), 'package.json').toString(),
    );
    expect(manifest).toMatchObject({ switchyard: { releases: 'owner/name', signed: false } });
    // The same name that electron-builder gives the list: the channel, the system, “.yml”.
    const listOf = (arch: 'arm64' | 'x64'): string => {
      const { publish } = packagingConfig({ ...PLACES, arch });
      const provider = new GitHubProvider(
        publish as ConstructorParameters<typeof GitHubProvider>[0],
        { channel: null } as ConstructorParameters<typeof GitHubProvider>[1],
        { platform: 'darwin', isUseMultipleRangeRequest: false, executor: Object.create(null) },
      );
      return Reflect.get(provider, 'channel') as string;
    };
    expect([listOf('arm64'), listOf('x64')]).toEqual(['latest-arm64-mac', 'latest-x64-mac']);
  });

  it('brings the command line along, executable and running', () => {
    const script = path.join(contents, 'Resources/bin/switchyard');
    expect(statSync(script).mode & 0o111).toBe(0o111);
    const version = execFileSync(script, ['--version'], {
      env: { PATH: '/usr/bin:/bin', HOME: folder, SWITCHYARD_NODE: process.execPath },
      encoding: 'utf8',
    });
    expect(version.trim()).toBe('0.1.0');
  });
});
