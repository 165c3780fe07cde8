import { chmod, readdir, readFile, rm, stat } from 'node:fs/promises';
import path from 'node:path';

import { build } from 'vite';

import { checkBundles } from './check-bundles.ts';
import { findPreloadFaults } from './verify-preload.ts';
import { NODE_BUNDLES, nodeConfig } from './vite.node.ts';

const root = path.join(import.meta.dirname, '..');
const outDir = path.join(root, 'dist');

await buildAll();

/** Makes `dist` anew: main, preload, command line and renderer, then checks what came out. */
async function buildAll(): Promise<void> {
  const began = performance.now();
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as {
    version: string;
  };
  await rm(outDir, { recursive: true, force: true });
  const configFile = path.join(root, 'build/vite.renderer.ts');
  await Promise.all([
    build(nodeConfig(NODE_BUNDLES.main, { outDir, version })),
    build(nodeConfig(NODE_BUNDLES.preload, { outDir, version })),
    build(nodeConfig(NODE_BUNDLES.cli, { outDir, version })).then(refuseElectron),
    build({ configFile, configLoader: 'native', logLevel: 'warn' }),
  ]);
  await chmod(path.join(outDir, NODE_BUNDLES.cli.file), 0o755);

  const preload = await readFile(path.join(outDir, NODE_BUNDLES.preload.file), 'utf8');
  const faults = await findPreloadFaults(preload);
  if (faults.length > 0) throw new Error(`The built preload is not sound. ${faults.join(' ')}`);
  const sizes = await checkBundles(outDir);
  console.log(`Built in ${((performance.now() - began) / 1000).toFixed(1)} s.`);
  for (const [name, bytes] of Object.entries(sizes)) printSize(name, bytes);
  printSize('dist, everything', await sizeOf(outDir));
}

/** The command line runs where there is no Electron, and importing its package there would start a download. */
function refuseElectron(built: Awaited<ReturnType<typeof build>>): void {
  const outputs = [built].flat().flatMap((result) => ('output' in result ? result.output : []));
  for (const chunk of outputs) {
    if (
      chunk.type === 'chunk' &&
      [...chunk.imports, ...chunk.dynamicImports].includes('electron')
    ) {
      throw new Error(`${chunk.fileName} of the command line imports Electron.`);
    }
  }
}

function printSize(name: string, bytes: number): void {
  console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${name}`);
}

async function sizeOf(folder: string): Promise<number> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  const sizes = await Promise.all(
    files.map(async ({ parentPath, name }) => (await stat(path.join(parentPath, name))).size),
  );
  return sizes.reduce((sum, size) => sum + size, 0);
}
