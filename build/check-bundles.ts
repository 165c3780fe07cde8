import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** The bars, in bytes (1 kB = 1000 bytes). The renderer's are of gzipped files, the others of files as they are. */
const BARS = { initial: 130_000, renderer: 220_000, main: 300_000, preload: 5_000 } as const;

export interface BundleSizes {
  /** What the popover loads before it shows: scripts and styles named by index.html and what these import. */
  readonly initial: number;
  /** Every script and style of the renderer. */
  readonly renderer: number;
  /** Electron's entry with its static imports; null when it has not been built. */
  readonly main: number | null;
  readonly preload: number | null;
}

/**
 * Measures the built bundles and throws when one is over its bar, naming it and by how much.
 * @param distDir absolute path of `dist`
 */
export async function checkBundles(distDir: string): Promise<BundleSizes> {
  const renderer = path.join(distDir, 'renderer');
  const html = await readFile(path.join(renderer, 'index.html'), 'utf8');
  const named = [...html.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].flatMap(([, file]) =>
    file === undefined ? [] : [path.join(renderer, file)],
  );
  const assets = await readdir(path.join(renderer, 'assets'));
  const all = assets
    .filter((name) => /\.(js|css)$/.test(name))
    .map((name) => path.join(renderer, 'assets', name));

  const sizes: BundleSizes = {
    initial: await total(await graphOf(named), gzipped),
    renderer: await total(all, gzipped),
    main: await sizeOfEntry(path.join(distDir, 'main.js')),
    preload: await sizeOfEntry(path.join(distDir, 'preload.cjs')),
  };
  const over = (Object.keys(BARS) as (keyof typeof BARS)[]).flatMap((name) => {
    const size = sizes[name];
    return size !== null && size > BARS[name]
      ? [`${name} is ${(size / 1000).toFixed(1)} kB, ${BARS[name] / 1000} kB is the most`]
      : [];
  });
  if (over.length > 0) throw new Error(`Bundles are over their bars: ${over.join('; ')}.`);
  return sizes;
}

const gzipped = (bytes: Buffer): number => gzipSync(bytes, { level: 9 }).length;

async function total(files: Iterable<string>, measure: (bytes: Buffer) => number): Promise<number> {
  let sum = 0;
  for (const file of files) sum += measure(await readFile(file));
  return sum;
}

async function sizeOfEntry(file: string): Promise<number | null> {
  return existsSync(file) ? total(await graphOf([file]), (bytes) => bytes.length) : null;
}

/** The files themselves and everything that they import statically; `import()` is what is loaded lazily. */
async function graphOf(entries: readonly string[]): Promise<ReadonlySet<string>> {
  const seen = new Set<string>();
  const open = [...entries];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    if (!/\.[cm]?js$/.test(file)) continue;
    const source = await readFile(file, 'utf8');
    for (const [, imported] of source.matchAll(/\b(?:from|import)\s*["'](\.[^"']+)["']/g)) {
      const target = path.resolve(path.dirname(file), imported ?? '');
      if (existsSync(target)) open.push(target);
    }
  }
  return seen;
}
