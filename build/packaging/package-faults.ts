import type { Configuration } from 'electron-builder';

import { nativeModules } from './stage.ts';

type Fuses = Readonly<NonNullable<Configuration['electronFuses']>>;

/** What was read of a packaged app. */
export interface PackagedApp {
  /** Contents/Info.plist. */
  readonly plist: Readonly<Record<string, unknown>>;
  /** By position, the character that stands in the binary for each fuse: “0” off, “1” on. */
  readonly wire: readonly number[];
  /** Paths in app.asar, each with a slash in front. */
  readonly files: readonly string[];
}

/**
 * Fuses in the order in which Electron's binary has them. Source: `build/fuses/fuses.json5` of electron/electron; the ninth,
 * wasmTrapHandlers, is left as Electron ships it.
 */
const FUSES = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
] as const satisfies readonly (keyof Fuses)[];

const [OFF, ON] = ['0', '1'].map((character) => character.charCodeAt(0)) as [number, number];

/** The characters of the fuses alone, in order. @param read what @electron/fuses has read: by position, and a version */
export function fuseWire(read: object): number[] {
  return Object.entries(read)
    .filter(([position]) => /^\d+$/.test(position))
    .map(([, character]) => Number(character));
}

/** What is wrong with a packaged app, as sentences. @param fuses how they were to be set */
export function findPackageFaults({ plist, wire, files }: PackagedApp, fuses: Fuses): string[] {
  return [...plistFaults(plist), ...fuseFaults(wire, fuses), ...archiveFaults(files)];
}

function plistFaults(plist: PackagedApp['plist']): string[] {
  const faults: string[] = [];
  if (plist['LSUIElement'] !== true) faults.push('Info.plist does not say LSUIElement.');
  if (plist['LSMinimumSystemVersion'] !== '13.0')
    faults.push('Info.plist names another macOS than 13.0.');
  const integrity = plist['ElectronAsarIntegrity'] as
    Record<string, { hash?: unknown }> | undefined;
  if (!/^[0-9a-f]{64}$/.test(String(integrity?.['Resources/app.asar']?.hash)))
    faults.push('Info.plist holds no hash of the archive.');
  if (!JSON.stringify(plist['CFBundleURLTypes'] ?? null).includes('"switchyard"'))
    faults.push('Info.plist does not claim switchyard:// links.');
  return faults;
}

function fuseFaults(wire: PackagedApp['wire'], fuses: Fuses): string[] {
  return FUSES.flatMap((name, position) =>
    wire[position] === (fuses[name] === true ? ON : OFF)
      ? []
      : [`The fuse ${name} is not as it should be.`],
  );
}

function archiveFaults(files: PackagedApp['files']): string[] {
  const faults = [
    '/package.json',
    '/dist/main.js',
    '/dist/preload.cjs',
    '/dist/renderer/index.html',
  ]
    .filter((file) => !files.includes(file))
    .map((file) => `The archive has no ${file.slice(1)}.`);
  const shipped = new Set(nativeModules('').map(({ name }) => name));
  const strange = files.filter((file) => {
    const name = /^\/node_modules\/([^/]+)/.exec(file)?.[1];
    if (name !== undefined) return !shipped.has(name);
    return !/^\/(package\.json|node_modules|dist(\/.*)?)$/.test(file);
  });
  const sources = files.filter((file) => /\.(map|tsx?|log|md)$|\/tests?(\/|$)/.test(file));
  return [
    ...faults,
    ...[...strange, ...sources].map(
      (file) => `The archive has ${file.slice(1)}, which is not needed.`,
    ),
  ];
}
