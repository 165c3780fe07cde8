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
  /** Whether dynamic imports become files of their own under `chunks/`. A sandboxed preload cannot load any. */
  readonly split: boolean;
}

/** What runs in Node: Electron's main process, its preload, and the command line. */
export const NODE_BUNDLES = {
  main: { entry: 'electron/main.ts', file: 'main.js', format: 'es', target: 'node24', split: true },
  preload: {
    entry: 'electron/preload.ts',
    file: 'preload.cjs',
    format: 'cjs',
    target: 'node24',
    split: false,
  },
  // The oldest Node that the command line starts on; see `engines` in package.json.
  cli: {
    entry: 'electron/cli.ts',
    file: 'cli-main.js',
    format: 'es',
    target: 'node20',
    split: true,
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
      minify: true,
      reportCompressedSize: false,
      rolldownOptions: {
        external: EXTERNALS,
        output: {
          format: bundle.format,
          entryFileNames: bundle.file,
          chunkFileNames: 'chunks/[name]-[hash].js',
          codeSplitting: bundle.split,
        },
      },
    },
  };
}
