import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import module from 'node:module';
import path from 'node:path';

/**
 * State is kept in SQLite, which Node has from 22.13 on. On an older one the command runs again under the Node that comes
 * with the project's own packages, if it is there.
 * @returns the exit code of that run, null when this Node will do, or a sentence when there is no other
 */
export function rerunUnderNewerNode(): number | null | string {
  if (module.isBuiltin('node:sqlite')) return null;
  for (let folder = import.meta.dirname; ; folder = path.dirname(folder)) {
    const candidate = path.join(folder, 'node_modules', 'node', 'bin', 'node');
    if (fs.existsSync(candidate)) {
      return spawnSync(candidate, process.argv.slice(1), { stdio: 'inherit' }).status ?? 1;
    }
    if (path.dirname(folder) === folder) break;
  }
  return `Switchyard needs Node 22.13 or newer for this command; this is ${process.version}.`;
}
