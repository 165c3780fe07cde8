import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';

/** Command lines of the processes that have to do with a folder: it stands in their arguments or, on Linux, in their environment. */
export function processesOf(folder: string): readonly string[] {
  if (process.platform !== 'linux') {
    const all = execFileSync('ps', ['-A', '-ww', '-o', 'command='], { encoding: 'utf8' });
    return all.split('\n').filter((line) => line.includes(folder));
  }
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      const [command, environment] = ['cmdline', 'environ'].map((file) => {
        try {
          return readFileSync(`/proc/${pid}/${file}`, 'utf8').replaceAll('\0', ' ').trim();
        } catch {
          // It has ended, or is somebody else’s.
          return '';
        }
      });
      return `${command} ${environment}`.includes(folder) ? [`${command} (${pid})`] : [];
    });
}
