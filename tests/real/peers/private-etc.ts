import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A program that sees an `/etc` of its own: what an administrator would put there can be tried without touching the machine's. */
export interface PrivateEtc {
  /** The folder that the program sees as `/etc/claude-code`. */
  readonly managed: string;
  /** An executable that starts the program there, with the arguments that it is given. */
  readonly program: string;
  dispose(): Promise<void>;
}

/** Whether this process has the right to mount (CAP_SYS_ADMIN, bit 21 of the effective set in proc(5)), so that it must be possible. */
export function mayMount(): boolean {
  if (process.platform !== 'linux') return false;
  const status = readFileSync('/proc/self/status', 'utf8');
  const effective = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return (BigInt(`0x${effective}`) & (1n << 21n)) !== 0n;
}

/**
 * Copies `/etc`, and makes a starter that binds the copy over it in a mount namespace of its own (unshare(1)). Linux only; wants root, or
 * a kernel that lets anybody make namespaces.
 * @returns null where that is not possible
 */
export async function makePrivateEtc(program: string): Promise<PrivateEtc | null> {
  if (process.platform !== 'linux') return null;
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'switchyard-etc-')));
  const dispose = () => rm(folder, { recursive: true, force: true });
  const etc = join(folder, 'etc');
  const starter = join(folder, 'claude');
  const isRoot = process.getuid?.() === 0;
  try {
    // Files that only root may read are of no use to the program, and stay away.
    await run('cp', ['-a', '/etc', folder]).catch(() => cp('/etc/hosts', join(etc, 'hosts')));
    await mkdir(join(etc, 'claude-code', 'managed-settings.d'), { recursive: true });
    await writeFile(
      starter,
      `#!/bin/sh\nexec unshare ${isRoot ? '-m' : '-rm'} -- sh -c 'mount --bind "${etc}" /etc && exec "${program}" "$@"' claude "$@"\n`,
    );
    await chmod(starter, 0o755);
    const tried = join(etc, 'claude-code', 'tried');
    await writeFile(tried, 'seen');
    const look = `mount --bind "${etc}" /etc && cat /etc/claude-code/tried`;
    await run('unshare', [isRoot ? '-m' : '-rm', '--', 'sh', '-c', look]);
    await rm(tried);
    return { managed: join(etc, 'claude-code'), program: starter, dispose };
  } catch {
    await dispose();
    return null;
  }
}
