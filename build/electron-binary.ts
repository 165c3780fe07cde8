import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * Electron's executable as its package has fetched it, or null. The package itself is never asked: it would start a download.
 *
 * @param root the project's folder
 */
export function electronBinary(root: string): string | null {
  const folder = path.join(root, 'node_modules/electron');
  const named = path.join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const program = path.join(folder, 'dist', readFileSync(named, 'utf8').trim());
  return existsSync(program) ? program : null;
}
