import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

export interface RendererFile {
  readonly bytes: Buffer<ArrayBuffer>;
  readonly type: string;
  /** True when the bundler put a content hash into the name, so that the bytes behind the name never change. */
  readonly immutable: boolean;
  /** A strong validator for `ETag`. */
  readonly etag: string;
}

/** Request path (`/index.html`, `/assets/main-B2x9.js`) → file. `/` is the page itself. */
export type RendererFiles = ReadonlyMap<string, RendererFile>;

const TYPES: ReadonlyMap<string, string> = new Map([
  ['.html', 'text/html; charset=utf-8'],
  ['.js', 'text/javascript; charset=utf-8'],
  ['.css', 'text/css; charset=utf-8'],
  ['.json', 'application/json; charset=utf-8'],
  ['.svg', 'image/svg+xml'],
  ['.png', 'image/png'],
  ['.ico', 'image/x-icon'],
  ['.woff2', 'font/woff2'],
]);

/** Vite's default asset name: `[name]-[hash][extname]`, the hash being 8 characters of base64url. */
const HASHED_NAME = /-[\w-]{8}\.\w+$/;

/**
 * Reads the built renderer once. Serving is a lookup in the map that comes back, so no request can name a file outside it,
 * whatever it is spelled like. Files of a type that a page does not load (source maps among them) are left out.
 *
 * @throws when the folder cannot be read or holds no `index.html`: the app was not built
 */
export async function readRendererFiles(folder: string): Promise<RendererFiles> {
  const files = new Map<string, RendererFile>();
  await collect(folder, '/', files);
  const page = files.get('/index.html');
  if (page === undefined) throw new Error(`There is no index.html in ${folder}.`);
  files.set('/', page);
  return files;
}

/** By hand, because reading recursively is not something to rely on inside Electron's archive. */
async function collect(
  folder: string,
  prefix: string,
  files: Map<string, RendererFile>,
): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const file = path.join(folder, entry.name);
    const type = TYPES.get(path.extname(entry.name));
    if (entry.isDirectory()) await collect(file, `${prefix}${entry.name}/`, files);
    if (!entry.isFile() || type === undefined) continue;
    const bytes = await readFile(file);
    files.set(prefix + entry.name, {
      bytes,
      type,
      immutable: prefix.startsWith('/assets/') && HASHED_NAME.test(entry.name),
      etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`,
    });
  }
}
