import path from 'node:path';

import { build } from 'vite';

const root = path.join(import.meta.dirname, '../..');

/**
 * Puts a peer and all that it imports into one file: hundreds of processes are started here, and reading a hundred modules
 * takes each of them longer than its whole life should be.
 * @param name a file of `peers`, without its ending
 * @returns the made file, below node_modules so that native modules are found from there
 */
export async function bundlePeer(name: string): Promise<string> {
  const outDir = path.join(root, 'node_modules/.cache/switchyard-crash');
  const file = `${name}-${process.pid}.mjs`;
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    ssr: { target: 'node', noExternal: true, external: ['fs-native-extensions'] },
    build: {
      ssr: path.join(import.meta.dirname, 'peers', `${name}.ts`),
      outDir,
      emptyOutDir: false,
      minify: false,
      reportCompressedSize: false,
      rolldownOptions: { output: { entryFileNames: file, codeSplitting: false } },
    },
  });
  return path.join(outDir, file);
}
