import module from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';

// What Node has compiled is kept for the next run: reading it back saves about a tenth of the time that a command takes to
// start. Not in Node's default place: that is below the system's shared temporary folder, where another user could lay
// compiled code of their own in wait. Node before 22.1 has no such cache, and an unwritable folder is no failure.
// The demo writes nothing outside of its own folder, which is not there yet.
if (!process.argv.includes('--demo')) module.enableCompileCache?.(cacheFolder());

await import('./cli.ts');

function cacheFolder(): string {
  const { SWITCHYARD_HOME: home = '', XDG_CACHE_HOME: cache = '' } = process.env;
  if (home !== '') return path.resolve(home, 'code-cache');
  if (process.platform === 'darwin') return path.join(homedir(), 'Library/Caches/Switchyard/code');
  // The XDG specification says to ignore relative paths.
  const caches = path.isAbsolute(cache) ? cache : path.join(homedir(), '.cache');
  return path.join(caches, 'switchyard/code');
}
