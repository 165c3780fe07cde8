import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** A module that cannot be bundled, and the files of it that are needed at run time. */
interface NativeModule {
  readonly name: string;
  readonly files: readonly string[];
}

/** Where fs-native-extensions has its binary for a platform. */
const prebuild = (target: string): string => `prebuilds/${target}/fs-native-extensions.node`;

/**
 * What is shipped of node_modules: the externals of `build/vite.node.ts` and what they load themselves. Everything else is in
 * the bundles.
 *
 * @param target platform and processor as prebuilt binaries name them: `darwin-arm64`
 */
export function nativeModules(target: string): readonly NativeModule[] {
  return [
    { name: 'keytar', files: ['lib/keytar.js', 'build/Release/keytar.node'] },
    { name: 'fs-native-extensions', files: ['index.js', 'binding.js', prebuild(target)] },
    { name: 'which-runtime', files: ['index.js'] },
    { name: 'require-addon', files: ['lib', 'index.js'] },
    { name: 'bare-addon-resolve', files: ['index.js', 'lib'] },
    { name: 'bare-module-resolve', files: ['index.js', 'lib'] },
    { name: 'bare-semver', files: ['index.js', 'lib'] },
  ];
}

/** Fields of a module's package.json that say how it is loaded; its dependencies and scripts stay behind. */
const KEPT_FIELDS = ['name', 'version', 'license', 'main', 'exports', 'imports', 'type', 'addon'];

type Manifest = Readonly<Record<string, unknown>>;

function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
}

function writeManifest(folder: string, manifest: Manifest): void {
  writeFileSync(path.join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
}

function pick(manifest: Manifest, fields: readonly string[]): Manifest {
  return Object.fromEntries(
    fields.flatMap((name) => (name in manifest ? [[name, manifest[name]]] : [])),
  );
}

/** Copies the native modules into a folder's node_modules. @throws when one of them was not installed or built */
function copyNatives(root: string, folder: string, target: string): Record<string, string> {
  const versions: Record<string, string> = {};
  for (const { name, files } of nativeModules(target)) {
    const from = path.join(root, 'node_modules', name);
    const to = path.join(folder, 'node_modules', name);
    const manifest = existsSync(from) ? readManifest(from) : null;
    if (manifest === null) throw new Error(`${name} is not installed. Run npm ci first.`);
    mkdirSync(to, { recursive: true });
    writeManifest(to, pick(manifest, KEPT_FIELDS));
    for (const file of files) {
      const source = path.join(from, file);
      // Some of them are a file in one version and a folder in another.
      if (existsSync(source)) cpSync(source, path.join(to, file), { recursive: true });
      else if (file.endsWith('.node')) {
        throw new Error(`${name} has no ${file}. Run npm ci on the machine that the app is for.`);
      }
    }
    versions[name] = String(manifest['version']);
  }
  return versions;
}

/** What only the app needs; the command line is shipped without it. */
const APP_ONLY = new Set(['main.js', 'preload.cjs']);

/**
 * Lays out what electron-builder packs: `app` (the bundles, the native modules, a package.json of its own) and `cli` (the
 * same without Electron's entries, for a plain Node).
 *
 * @param options.release what the app is told of its releases; see `electron/release-source.ts`
 * @throws an error whose message is a sentence when something was not built
 */
export function stage(options: {
  readonly root: string;
  readonly out: string;
  readonly target: string;
  readonly release: { readonly releases: string; readonly signed: boolean } | null;
}): { readonly app: string; readonly cli: string } {
  const { root, out, target, release } = options;
  const [app, cli] = [path.join(out, 'app'), path.join(out, 'cli')];
  if (!existsSync(path.join(root, 'dist/main.js')))
    throw new Error('There is no dist/main.js. Run npm run build first.');
  rmSync(out, { recursive: true, force: true });
  const own = readManifest(root);
  for (const folder of [app, cli]) {
    cpSync(path.join(root, 'dist'), path.join(folder, 'dist'), {
      recursive: true,
      filter: (source) => folder === app || !APP_ONLY.has(path.basename(source)),
    });
    const dependencies = copyNatives(root, folder, target);
    writeManifest(folder, {
      ...pick(own, ['name', 'productName', 'version', 'description', 'type']),
      ...(folder === app ? { main: 'dist/main.js', dependencies } : {}),
      ...(folder === app && release !== null ? { switchyard: release } : {}),
    });
  }
  return { app, cli };
}
