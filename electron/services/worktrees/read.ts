import {
  closeSync,
  constants,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
} from 'node:fs';
import type { Dirent } from 'node:fs';
import { basename, dirname } from 'node:path';

/*
 * Synchronous on purpose: measured on 50 repositories of 10 worktrees, the same reads take about 8 times as long through
 * fs.promises, because each read is a few microseconds of work and several hops between threads. The scan yields to the
 * event loop between repositories instead.
 */

/** A failed read; `code` is the system's name for it, such as `EACCES`. */
export interface ReadError {
  readonly code: string;
}

/** The system's name of a thrown error. Anything that is not a system error is a bug and is thrown on. */
export function codeOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  throw error;
}

/** Git's small files fit; what does not is read again in full. Shared, which is safe because no read is interrupted. */
const buffer = Buffer.allocUnsafe(4096);
/** A pipe in place of a file must not block the read for ever. */
const READ = constants.O_RDONLY | constants.O_NONBLOCK;

/**
 * A file's text (UTF-8), or why it could not be read. One `read` into a kept buffer: measured a quarter faster than
 * `readFileSync`, which asks once more to see the end, and such reads are most of a scan.
 */
export function readText(path: string): string | ReadError {
  try {
    const file = openSync(path, READ);
    try {
      const length = readSync(file, buffer, 0, buffer.length, 0);
      return length < buffer.length
        ? buffer.toString('utf8', 0, length)
        : readFileSync(path, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return { code: codeOf(error) };
  }
}

/** True when the read failed because nothing is there. */
export function isAbsent(error: ReadError): boolean {
  return error.code === 'ENOENT' || error.code === 'ENOTDIR';
}

/** What stands at a path, without following a link in its last part. An unreadable place counts as nothing. */
export function kindAt(path: string): 'nothing' | 'link' | 'other' {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return 'nothing';
    return stat.isSymbolicLink() ? 'link' : 'other';
  } catch (error) {
    codeOf(error);
    return 'nothing';
  }
}

/** The path without symbolic links, or null when there is nothing (or nothing readable) at it. */
export function realPath(path: string): string | null {
  try {
    return realpathSync.native(path);
  } catch (error) {
    codeOf(error);
    return null;
  }
}

/** True when a folder is a git directory as git sees it: HEAD (which may be a dangling link), objects and refs. */
export function isGitDirectory(path: string): boolean {
  return (
    kindAt(`${path}/HEAD`) !== 'nothing' &&
    existsSync(`${path}/objects`) &&
    existsSync(`${path}/refs`)
  );
}

/** A full sentence about a failed read. */
export function describeReadError(what: string, error: ReadError): string {
  const why = REASONS[error.code] ?? 'the system refused it';
  return `${what} cannot be read: ${why} (${error.code}).`;
}

const REASONS: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ELOOP: 'its symbolic links lead in a circle',
  ENAMETOOLONG: 'its name is too long',
  ENOENT: 'it does not exist',
  ENOTDIR: 'it is not a folder',
  EIO: 'the disk reported an error',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
  ESTALE: 'the network volume went away',
  ETIMEDOUT: 'the network volume did not answer',
};

/** Lists a folder with the kind of each entry; throws the system's error. */
export type ListFolder = (folder: string) => readonly Dirent[];

/** Lists by `readdirSync`, each folder once. */
export function createFolderLister(list: ListFolder = listNow): ListFolder {
  const known = new Map<string, readonly Dirent[]>();
  return (folder) => {
    const entries = known.get(folder) ?? list(folder);
    known.set(folder, entries);
    return entries;
  };
}

const listNow: ListFolder = (folder) => readdirSync(folder, { withFileTypes: true });

/** A path below a folder; both without `.` and `..`. `join` would normalise it again, at a tenth of a cold scan's time. */
export function below(folder: string, name: string): string {
  return folder.endsWith('/') ? folder + name : `${folder}/${name}`;
}

/**
 * Resolves the symbolic links of many absolute paths that share their parents. Each parent is resolved once, and listed
 * once when it has several such children, which tells the links among them at a fraction of a call each. A path that does
 * not exist resolves as far as it does exist, so a worktree that is gone keeps a comparable path.
 */
export function createPathResolver(list: ListFolder): (path: string) => string {
  const parents = new Map<
    string,
    { real: string; uses: number; links: ReadonlySet<string> | null }
  >();
  const parent = (path: string): string => {
    const up = dirname(path);
    return realPath(path) ?? (up === path ? path : below(parent(up), basename(path)));
  };
  const linksIn = (folder: string): ReadonlySet<string> | null => {
    try {
      const links = list(folder).filter((entry) => entry.isSymbolicLink());
      return new Set(links.map(({ name }) => name));
    } catch (error) {
      codeOf(error);
      return null;
    }
  };
  return (path) => {
    const cut = path.lastIndexOf('/');
    const name = path.slice(cut + 1);
    if (name === '') return path;
    const up = path.slice(0, Math.max(cut, 1));
    let holder = parents.get(up);
    if (holder === undefined)
      parents.set(up, (holder = { real: parent(up), uses: 0, links: null }));
    holder.uses += 1;
    if (holder.uses === ENOUGH_TO_LIST) holder.links = linksIn(holder.real);
    const resolved = below(holder.real, name);
    const isLink = holder.links === null ? kindAt(resolved) === 'link' : holder.links.has(name);
    return isLink ? (realPath(resolved) ?? resolved) : resolved;
  };
}

const ENOUGH_TO_LIST = 3;
