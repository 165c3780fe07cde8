import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

/** Exchanges two files in one step. Throws when the file system cannot. */
export type SwapFiles = (a: string, b: string) => void;

const TEMP = /^\..*\.switchyard-(\d+)-[0-9a-f]+\.tmp$/;

let loadedSwap: SwapFiles | null | undefined;

/**
 * The system's atomic exchange (renameat2 RENAME_EXCHANGE, renamex_np RENAME_SWAP), or null where the native module does
 * not load. It gives back what really stood in the file's place, so that a write by another program in the last
 * microseconds is seen instead of lost.
 */
export function systemSwap(): SwapFiles | null {
  if (loadedSwap !== undefined) return loadedSwap;
  try {
    const native = createRequire(import.meta.url)('fs-native-extensions') as {
      swapSync: SwapFiles;
    };
    loadedSwap = (a, b) => {
      native.swapSync(a, b);
    };
  } catch {
    loadedSwap = null;
  }
  return loadedSwap;
}

function tempName(file: string): string {
  // Of a UUID, because Node makes those from a store of random bytes; twelve digits of it are random.
  const suffix = `${process.pid}-${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  return path.join(path.dirname(file), `.${path.basename(file)}.switchyard-${suffix}.tmp`);
}

/** Whether a process with this number runs now. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Temporary files that killed runs of ours left in a folder, with the runs' process numbers. */
export function strayFiles(folder: string): { file: string; pid: number }[] {
  return fs.readdirSync(folder).flatMap((name) => {
    const pid = Number(TEMP.exec(name)?.[1] ?? 0);
    if (pid === 0 || (pid !== process.pid && isAlive(pid))) return [];
    return [{ file: path.join(folder, name), pid }];
  });
}

/** Takes away what a killed run of ours left in a folder. Files of a run that still lives are left alone. */
export function removeStrayFiles(folder: string): string[] {
  const strays = strayFiles(folder).map(({ file }) => file);
  for (const file of strays) fs.rmSync(file, { force: true });
  return strays.map((file) => path.basename(file));
}

/** Root, asked to write into somebody's worktree, must not take the file away from them. */
function ownerOf(file: string): fs.Stats | null {
  if (process.getuid?.() !== 0) return null;
  return fs.statSync(file, { throwIfNoEntry: false }) ?? null;
}

function writeTemp(file: string, bytes: Uint8Array, owner: fs.Stats | null, mode: number): string {
  const temp = tempName(file);
  const descriptor = fs.openSync(temp, 'wx', mode);
  try {
    if (owner !== null) fs.fchownSync(descriptor, owner.uid, owner.gid);
    // Not `writeSync`: on a disk that is about to be full it may write a part and say so only by its result.
    fs.writeFileSync(descriptor, bytes);
    fs.fsyncSync(descriptor);
  } catch (error) {
    fs.closeSync(descriptor);
    fs.rmSync(temp, { force: true });
    throw error;
  }
  fs.closeSync(descriptor);
  return temp;
}

function readIfThere(file: string): Buffer | null {
  try {
    return fs.readFileSync(file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw error;
  }
}

function isSame(a: Uint8Array | null, b: Uint8Array | null): boolean {
  return a === null || b === null ? a === b : Buffer.compare(a, b) === 0;
}

/** Puts a new file in place only if there is none: `link` fails when the name is taken. */
function create(temp: string, file: string): boolean {
  try {
    fs.linkSync(temp, file);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  } finally {
    fs.rmSync(temp, { force: true });
  }
}

/** What tells a file from another in its place, and from itself after a change. A rename leaves it as it is. */
function identity(file: string): fs.BigIntStats | undefined {
  return fs.lstatSync(file, { bigint: true, throwIfNoEntry: false });
}

function isUntouched(now: fs.BigIntStats | undefined, then: fs.BigIntStats | undefined): boolean {
  return (
    now !== undefined &&
    then !== undefined &&
    now.ino === then.ino &&
    now.dev === then.dev &&
    now.size === then.size &&
    now.mtimeNs === then.mtimeNs
  );
}

/**
 * Exchanges, looks at what came out, and puts it back when it is not what was expected. What comes out then must be our
 * own; when it is not, they have written once more while ours stood there, and the newest of theirs goes back instead.
 * Looks at the file's identity first, its bytes later: whoever reads ours in between would build on it.
 */
function exchange(
  temp: string,
  file: string,
  { expected, next, seen, swap }: Exchange & { readonly swap: SwapFiles },
): boolean {
  const ours = identity(temp);
  if (!isUntouched(identity(file), seen)) return false;
  swap(temp, file);
  if (isUntouched(identity(temp), seen) && isSame(fs.readFileSync(temp), expected)) {
    fs.unlinkSync(temp);
    return true;
  }
  let placed = ours;
  for (;;) {
    const theirs = identity(temp);
    swap(temp, file);
    const known = isUntouched(identity(temp), placed);
    if (known && (placed !== ours || isSame(fs.readFileSync(temp), next))) return false;
    placed = theirs;
  }
}

interface Exchange {
  readonly expected: Uint8Array;
  readonly next: Uint8Array;
  /** The identity of the file when it was last read. */
  readonly seen: fs.BigIntStats | undefined;
}

export interface ReplaceOptions {
  /** The bytes that the new content was made from; null when there was no file. */
  readonly expected: Uint8Array | null;
  readonly next: Uint8Array;
  /** Defaults to {@link systemSwap}; null falls back to compare and rename. */
  readonly swap?: SwapFiles | null;
  /** Defaults to 0600, because settings files hold keys. */
  readonly mode?: number;
}

/**
 * Replaces a file in one step if it still holds `expected`. Killed at any instant, the file is the old or the
 * new one. Throws the system's error (EACCES, ENOSPC, EROFS …) when it cannot write.
 * @returns false when the file holds something else by now: nothing was written
 */
export function replaceFile(file: string, options: ReplaceOptions): boolean {
  const { expected, next, mode = 0o600 } = options;
  const swap = options.swap === undefined ? systemSwap() : options.swap;
  const temp = writeTemp(file, next, ownerOf(expected === null ? path.dirname(file) : file), mode);
  let placed = false;
  try {
    placed = expected === null ? create(temp, file) : place(temp, file, { expected, next, swap });
  } finally {
    // After a success nothing is left of it.
    if (!placed) fs.rmSync(temp, { force: true });
  }
  return placed;
}

/**
 * Puts a temporary file in the place of one that holds `expected`. Without the exchange, a write by another program that
 * falls into the microseconds between the last look and the rename is replaced unseen.
 */
function place(
  temp: string,
  file: string,
  { expected, next, swap }: Omit<Exchange, 'seen'> & { readonly swap: SwapFiles | null },
): boolean {
  // The identity before the bytes: whatever changes after it is seen.
  const seen = identity(file);
  if (!isSame(readIfThere(file), expected)) return false;
  if (swap !== null) {
    try {
      return exchange(temp, file, { expected, next, seen, swap });
    } catch (error) {
      // ENOENT: the file was removed meanwhile. EINVAL, ENOSYS, ENOTSUP: a file system without exchange.
      const code = error instanceof Error && 'code' in error ? error.code : null;
      if (code === 'ENOENT') return false;
      if (code !== 'EINVAL' && code !== 'ENOSYS' && code !== 'ENOTSUP' && code !== 'EOPNOTSUPP')
        throw error;
    }
  }
  if (!isUntouched(identity(file), seen)) return false;
  fs.renameSync(temp, file);
  return true;
}

/** Removes a file if it still holds `expected`. @returns false when it holds something else by now */
export function removeFile(file: string, expected: Uint8Array): boolean {
  const aside = tempName(file);
  try {
    fs.renameSync(file, aside);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false;
    throw error;
  }
  if (isSame(fs.readFileSync(aside), expected)) {
    fs.rmSync(aside);
    return true;
  }
  // Put back without overwriting a file that was made meanwhile.
  create(aside, file);
  return false;
}
