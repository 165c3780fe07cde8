import path from 'node:path';

import type { InlineConfig } from 'vite';

const root = path.join(import.meta.dirname, '..');

/** Native modules, and Electron's own: found at run time, never bundled. */
const EXTERNALS = ['electron', 'keytar', 'fs-native-extensions'];

interface NodeBundle {
  /** The source of the entry, from the project's root. */
  readonly entry: string;
  /** The file that is made, from `dist`. */
  readonly file: string;
  readonly format: 'es' | 'cjs';
  readonly target: string;
  /** Whether dynamic imports become files of their own. A sandboxed preload cannot load any. */
  readonly split: boolean;
  /** Whether names are shortened. Where they stay, the stack of a fault that a person reports says where it was. */
  readonly mangle: boolean;
  /** The first line of the file. */
  readonly banner?: string;
}

/** What runs in Node: Electron's main process, its preload, and the command line. */
export const NODE_BUNDLES = {
  main: {
    entry: 'electron/main.ts',
    file: 'main.js',
    format: 'es',
    target: 'node24',
    split: true,
    mangle: true,
  },
  preload: {
    entry: 'electron/preload.ts',
    file: 'preload.cjs',
    format: 'cjs',
    target: 'node24',
    split: false,
    mangle: false,
  },
  cli: {
    entry: 'electron/cli-launch.ts',
    file: 'cli.js',
    format: 'es',
    // The oldest Node that the command line starts on; see `engines` in package.json.
    target: 'node20',
    split: true,
    mangle: false,
    banner: '#!/usr/bin/env node',
  },
} as const satisfies Record<string, NodeBundle>;

/**
 * The Vite configuration of one bundle.
 *
 * @param options.outDir absolute path; it is not emptied
 * @param options.version stands for `__SWITCHYARD_VERSION__` in the source
 */
export function nodeConfig(
  bundle: NodeBundle,
  options: { readonly outDir: string; readonly version: string },
): InlineConfig {
  const { banner } = bundle;
  return {
    root,
    configFile: false,
    envDir: false,
    logLevel: 'warn',
    publicDir: false,
    define: { __SWITCHYARD_VERSION__: JSON.stringify(options.version) },
    // Everything from node_modules goes into the bundle, so that the app starts without one.
    ssr: { target: 'node', noExternal: true, external: EXTERNALS },
    build: {
      ssr: bundle.entry,
      outDir: options.outDir,
      emptyOutDir: false,
      target: bundle.target,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: {
        external: EXTERNALS,
        // What the command line loads late, another bundle may well load at once.
        checks: { ineffectiveDynamicImport: false },
        output: {
          format: bundle.format,
          entryFileNames: bundle.file,
          // In one folder with the entries, so that `import.meta.dirname` means `dist` wherever a module ends up.
          chunkFileNames: '[name]-[hash].js',
          codeSplitting: bundle.split,
          minify: { compress: true, mangle: bundle.mangle, codegen: true },
          ...(banner === undefined ? {} : { banner: ({ isEntry }) => (isEntry ? banner : '') }),
        },
      },
    },
  };
}
