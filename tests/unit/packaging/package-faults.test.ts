import { describe, expect, it } from 'vitest';

import { packagingConfig, releaseKind } from '../../../build/electron-builder.ts';
import {
  findPackageFaults,
  fuseWire,
  type PackagedApp,
} from '../../../build/packaging/package-faults.ts';

const FUSES =
  packagingConfig({ kind: releaseKind({}), arch: 'arm64', staged: '', output: '' }).electronFuses ??
  {};
const wire = (characters: string): number[] => [...Buffer.from(characters, 'latin1')];
const SOUND: PackagedApp = {
  plist: {
    LSUIElement: true,
    LSMinimumSystemVersion: '13.0',
    ElectronAsarIntegrity: { 'Resources/app.asar': { algorithm: 'SHA256', hash: 'ab'.repeat(32) } },
    CFBundleURLTypes: [{ CFBundleURLSchemes: ['switchyard'] }],
  },
  wire: wire('000011001'),
  files: [
    '/package.json',
    '/dist',
    '/dist/main.js',
    '/dist/preload.cjs',
    '/dist/renderer',
    '/dist/renderer/index.html',
    '/node_modules',
    '/node_modules/keytar',
    '/node_modules/keytar/lib/keytar.js',
  ],
};
const faultsOf = (changed: Partial<PackagedApp>): string[] =>
  findPackageFaults({ ...SOUND, ...changed }, FUSES);

describe('the check of a packaged app', () => {
  it('finds nothing in a sound one', () => {
    expect(faultsOf({})).toEqual([]);
  });

  it.each([
    ['LSUIElement', false, 'Info.plist does not say LSUIElement.'],
    ['LSMinimumSystemVersion', '12.0', 'Info.plist names another macOS than 13.0.'],
    ['ElectronAsarIntegrity', undefined, 'Info.plist holds no hash of the archive.'],
    ['CFBundleURLTypes', undefined, 'Info.plist does not claim switchyard:// links.'],
  ])('finds a wrong %s in Info.plist', (name, value, fault) => {
    expect(faultsOf({ plist: { ...SOUND.plist, [name]: value } })).toEqual([fault]);
  });

  it.each([
    ['100011001', 'The fuse runAsNode is not as it should be.'],
    ['010011001', 'The fuse enableCookieEncryption is not as it should be.'],
    ['000001001', 'The fuse enableEmbeddedAsarIntegrityValidation is not as it should be.'],
    ['000010001', 'The fuse onlyLoadAppFromAsar is not as it should be.'],
    ['000011011', 'The fuse grantFileProtocolExtraPrivileges is not as it should be.'],
    ['0000110', 'The fuse grantFileProtocolExtraPrivileges is not as it should be.'],
  ])('finds the wrong fuse in %s', (characters, fault) => {
    expect(faultsOf({ wire: wire(characters) })).toEqual([fault]);
  });

  it('reads the fuses out of what stands beside them', () => {
    expect(fuseWire({ version: '1', 0: 48, 1: 49, 2: 114 })).toEqual([48, 49, 114]);
  });

  it('finds what the archive lacks, and what it should not have', () => {
    expect(faultsOf({ files: SOUND.files.filter((file) => file !== '/dist/main.js') })).toEqual([
      'The archive has no dist/main.js.',
    ]);
    for (const file of ['/electron/main.ts', '/node_modules/zod/index.js', '/dist/main.js.map']) {
      expect(faultsOf({ files: [...SOUND.files, file] })).toContain(
        `The archive has ${file.slice(1)}, which is not needed.`,
      );
    }
  });
});
