import path from 'node:path';

import type { Configuration } from 'electron-builder';

import { GITHUB_REPOSITORY } from '../shared/domain/version.ts';

/** A processor that macOS runs on. */
export type MacArch = 'arm64' | 'x64';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the environment says about signing and publishing. */
export interface ReleaseKind {
  readonly signed: boolean;
  readonly notarised: boolean;
  /** `owner/name` on GitHub; null: the build is published nowhere. */
  readonly repository: string | null;
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/**
 * Reads it from electron-builder's own variables and `SWITCHYARD_RELEASES` (`owner/name`).
 * @throws a sentence when the latter is something else
 */
export function releaseKind(env: Environment): ReleaseKind {
  const signed = isSet(env['CSC_LINK']) || isSet(env['CSC_NAME']);
  const apple = ['APPLE_API_KEY', 'APPLE_API_KEY_ID', 'APPLE_API_ISSUER'];
  const repository = env['SWITCHYARD_RELEASES'] ?? '';
  if (repository !== '' && !GITHUB_REPOSITORY.test(repository)) {
    throw new Error(
      `SWITCHYARD_RELEASES is “${repository}”, which is no owner/name of a GitHub repository.`,
    );
  }
  return {
    signed,
    notarised: signed && apple.every((name) => isSet(env[name])),
    repository: repository === '' ? null : repository,
  };
}

/**
 * The configuration of electron-builder. Sources of the values: Electron's “Fuses” and electron-builder 26's own schema.
 *
 * @param options.arch the processor that this build is for
 * @param options.staged folder that {@link stage} laid out
 * @param options.output where the finished app goes
 */
export function packagingConfig(options: {
  readonly kind: ReleaseKind;
  readonly arch: MacArch;
  readonly staged: string;
  readonly output: string;
}): Configuration {
  const { kind, arch, staged, output } = options;
  const [owner = '', repo = ''] = (kind.repository ?? '').split('/');
  const entitlements = `build/entitlements.${kind.signed ? 'signed' : 'ad-hoc'}.plist`;
  return {
    appId: 'dev.switchyard.app',
    productName: 'Switchyard',
    copyright: 'The Switchyard authors',
    directories: { app: path.join(staged, 'app'), output, buildResources: 'build' },
    files: ['**/*'],
    extraResources: [
      { from: path.join(staged, 'cli'), to: 'cli', filter: ['**/*'] },
      // Left out of the line above, as electron-builder does with every folder of this name.
      { from: path.join(staged, 'cli/node_modules'), to: 'cli/node_modules', filter: ['**/*'] },
      { from: 'build/cli', to: 'bin', filter: ['switchyard'] },
    ],
    // A native module is loaded by the system, which knows no archives. It alone: by itself electron-builder would put the
    // scripts of its package beside it, where the archive's hash does not hold them.
    asar: { smartUnpack: false },
    asarUnpack: ['**/*.node'],
    // N-API modules fit every Electron, and each processor is built on a machine of its own.
    npmRebuild: false,
    compression: kind.repository === null ? 'normal' : 'maximum',
    electronFuses: {
      runAsNode: false,
      enableCookieEncryption: false,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      loadBrowserProcessSpecificV8Snapshot: false,
      grantFileProtocolExtraPrivileges: false,
    },
    protocols: [{ name: 'Switchyard', schemes: ['switchyard'] }],
    // Each processor is built on a machine of its own, and each of them writes a list of what it made: under one name, the
    // later would take the place of the earlier, and the other half of the Macs would find nothing to update to.
    publish:
      kind.repository === null
        ? null
        : { provider: 'github', owner, repo, channel: `latest-${arch}` },
    mac: {
      target: ['dmg', 'zip'],
      category: 'public.app-category.developer-tools',
      minimumSystemVersion: '13.0',
      icon: path.join(staged, 'icons/icon.icns'),
      electronLanguages: ['en'],
      // Never shown in the Dock or in the application switcher, not even while it starts.
      extendInfo: { LSUIElement: true },
      hardenedRuntime: true,
      gatekeeperAssess: false,
      // “-” signs without an identity: without any signature macOS starts nothing on Apple's processors.
      ...(kind.signed ? {} : { identity: '-' }),
      entitlements,
      entitlementsInherit: entitlements,
      notarize: kind.notarised,
    },
    dmg: { title: 'Switchyard' },
  };
}
