import { readFileSync } from 'node:fs';
import path from 'node:path';

import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';

import { packagingConfig, releaseKind } from '../../../build/electron-builder.ts';
import { nativeModules } from '../../../build/packaging/stage.ts';

const ROOT = path.resolve(import.meta.dirname, '../../..');
const SCHEMA = JSON.parse(
  readFileSync(path.join(ROOT, 'node_modules/app-builder-lib/scheme.json'), 'utf8'),
) as object;
const validate = new Ajv({ strict: false, allErrors: true }).compile(SCHEMA);

const APPLE = { APPLE_API_KEY: '/k.p8', APPLE_API_KEY_ID: 'K', APPLE_API_ISSUER: 'I' };
const configOf = (env: Record<string, string>) =>
  packagingConfig({ kind: releaseKind(env), arch: 'arm64', staged: '/out', output: '/release' });

const SITUATIONS: readonly (readonly [string, Record<string, string>])[] = [
  ['nothing', {}],
  ['a certificate', { CSC_LINK: 'x' }],
  ['a certificate by name, and Apple’s key', { CSC_NAME: 'x', ...APPLE }],
  ['a repository', { SWITCHYARD_RELEASES: 'owner/name' }],
  ['everything', { CSC_LINK: 'x', SWITCHYARD_RELEASES: 'owner/name', ...APPLE }],
];

describe('the packaging', () => {
  it.each(SITUATIONS)('is what electron-builder’s own schema allows, given %s', (_what, env) => {
    validate(JSON.parse(JSON.stringify(configOf(env))));
    expect(validate.errors ?? []).toEqual([]);
  });

  it('is refused by that schema when a name in it is wrong, so the schema does check', () => {
    expect(validate({ ...configOf({}), electronFuse: {} })).toBe(false);
    expect(validate({ ...configOf({}), mac: { hardenedRuntimes: true } })).toBe(false);
  });

  it('switches every fuse, and leaves none to a default', () => {
    const { electronFuses } = configOf({});
    const known = (SCHEMA as { definitions: { FuseOptionsV1: { properties: object } } }).definitions
      .FuseOptionsV1.properties;
    // Only says how the switched binary is signed again.
    const names = Object.keys(known).filter((name) => name !== 'resetAdHocDarwinSignature');
    expect(Object.keys(electronFuses ?? {}).sort()).toEqual(names.sort());
    expect(electronFuses).toEqual({
      runAsNode: false,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('makes a menu-bar app for macOS 13 that opens its own links', () => {
    const { mac, protocols, asar, asarUnpack, npmRebuild } = configOf({});
    expect(mac).toMatchObject({
      target: ['dmg', 'zip'],
      minimumSystemVersion: '13.0',
      category: 'public.app-category.developer-tools',
      extendInfo: { LSUIElement: true },
      electronLanguages: ['en'],
      hardenedRuntime: true,
    });
    expect(protocols).toEqual([{ name: 'Switchyard', schemes: ['switchyard'] }]);
    expect({ asar, asarUnpack, npmRebuild }).toEqual({
      asar: { smartUnpack: false },
      asarUnpack: ['**/*.node'],
      npmRebuild: false,
    });
  });

  it('signs with what there is: without a certificate ad hoc, notarised only with Apple’s key', () => {
    expect(configOf({}).mac).toMatchObject({
      identity: '-',
      notarize: false,
      entitlements: 'build/entitlements.ad-hoc.plist',
    });
    expect(configOf(APPLE).mac).toMatchObject({ notarize: false });
    const signed = configOf({ CSC_LINK: 'x', ...APPLE }).mac;
    expect(signed).toMatchObject({
      notarize: true,
      entitlements: 'build/entitlements.signed.plist',
    });
    expect(signed).not.toHaveProperty('identity');
  });

  it('publishes only where somebody says where, and refuses what is no repository', () => {
    expect(configOf({}).publish).toBeNull();
    expect(configOf({ SWITCHYARD_RELEASES: 'owner/name' }).publish).toEqual({
      provider: 'github',
      owner: 'owner',
      repo: 'name',
      channel: 'latest-arm64',
    });
    expect(() => releaseKind({ SWITCHYARD_RELEASES: 'https://github.com/a/b' })).toThrow(
      'no owner/name',
    );
  });

  it.each([
    ['signed', ['com.apple.security.cs.allow-jit']],
    [
      'ad-hoc',
      ['com.apple.security.cs.allow-jit', 'com.apple.security.cs.disable-library-validation'],
    ],
  ])('asks for the least that Electron needs: %s', (name, keys) => {
    const text = readFileSync(path.join(ROOT, `build/entitlements.${name}.plist`), 'utf8');
    const body =
      /^<\?xml [^>]*>\n<!DOCTYPE plist [^>]*>\n<plist version="1.0">\n {2}<dict>\n([\s\S]*) {2}<\/dict>\n<\/plist>\n$/.exec(
        text,
      )?.[1];
    expect(body).toBe(keys.map((key) => `    <key>${key}</key>\n    <true/>\n`).join(''));
  });

  it('ships every module that the bundles leave outside, and says which files of it', () => {
    const source = readFileSync(path.join(ROOT, 'build/vite.node.ts'), 'utf8');
    const externals = [
      ...(/EXTERNALS = \[([^\]]+)\]/.exec(source)?.[1] ?? '').matchAll(/'([^']+)'/g),
    ].map(([, name]) => name);
    const shipped = new Set(nativeModules('darwin-arm64').map(({ name }) => name));
    expect(externals).toContain('keytar');
    expect(externals.filter((name) => name !== 'electron' && !shipped.has(name ?? ''))).toEqual([]);
  });
});
