import { lstatSync, statSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { parseGitFile } from './git-text.ts';
import {
  codeOf,
  describeReadError,
  isAbsent,
  isGitDirectory,
  kindAt,
  readText,
  realPath,
} from './read.ts';

/** What a folder is to git. */
export type Located =
  /** Not the top of anything; it may be a plain folder or below a worktree's top. */
  | { readonly kind: 'plain' }
  /** The top of a checkout, or a bare repository itself. */
  | {
      readonly kind: 'repository';
      /** Common git directory, without symbolic links. */
      readonly commonDir: string;
      /** The folder's name under `<commonDir>/worktrees`; null for the main checkout and for a bare repository. */
      readonly adminName: string | null;
      /** The folder whose `.git` led here; null when the folder is the git directory itself. */
      readonly checkout: string | null;
    }
  | { readonly kind: 'submodule' }
  /** It has a `.git` that leads nowhere. */
  | { readonly kind: 'broken'; readonly message: string };

const PLAIN: Located = { kind: 'plain' };

/**
 * Says what one folder is, by its `.git` (a folder, a file with `gitdir:`, or a link to either). Like git, a `.git` folder
 * that is no git directory is passed over, while a `.git` file that leads nowhere is an error.
 *
 * @param folder absolute path without symbolic links
 */
export function locate(folder: string): Located {
  const dotGit = `${folder}/.git`;
  let isFolder: boolean;
  let gitDir: string | null = dotGit;
  try {
    let stat = lstatSync(dotGit, { throwIfNoEntry: false });
    if (stat?.isSymbolicLink() === true) {
      gitDir = realPath(dotGit);
      stat = statSync(dotGit, { throwIfNoEntry: false });
    }
    if (stat === undefined) return PLAIN;
    isFolder = stat.isDirectory();
  } catch (error) {
    // An unreadable folder is reported by whoever lists it; a `.git` that is a circle of links is not git's either.
    codeOf(error);
    return PLAIN;
  }
  if (isFolder) return openGitDirectory(gitDir, folder) ?? explainFolder(dotGit);
  const text = readText(dotGit);
  if (typeof text !== 'string')
    return { kind: 'broken', message: describeReadError('Its .git file', text) };
  const target = parseGitFile(text);
  if (target === null)
    return { kind: 'broken', message: 'Its .git file does not name a git directory.' };
  return (
    openGitDirectory(realPath(resolve(folder, target)), folder) ?? {
      kind: 'broken',
      message: `Its .git file leads to ${resolve(folder, target)}, which is no git directory (any more). If the repository was moved, run “git worktree repair” there.`,
    }
  );
}

/** Says whether a folder is itself a git directory: a bare repository, or the inside of a `.git`. */
export function locateBare(folder: string): Located {
  return isGitDirectory(folder) ? (openGitDirectory(folder, null) ?? PLAIN) : PLAIN;
}

/** A `.git` folder that is no git directory: passed over, unless it could be one that may not be read. */
function explainFolder(dotGit: string): Located {
  const head = readText(`${dotGit}/HEAD`);
  if (typeof head === 'string' || isAbsent(head)) return PLAIN;
  return { kind: 'broken', message: describeReadError('Its git directory', head) };
}

/** Follows `commondir` from a worktree's own git directory (real path); null when there is no git directory. */
function openGitDirectory(own: string | null, checkout: string | null): Located | null {
  if (own === null) return null;
  const pointer = readPointer(own);
  const commonDir = pointer === null ? own : realPath(resolve(own, pointer));
  if (commonDir === null || !isGitDirectory(commonDir)) return null;
  if (isSubmodule(commonDir)) return { kind: 'submodule' };
  const linked = commonDir !== own && dirname(own) === `${commonDir}/worktrees`;
  return { kind: 'repository', commonDir, adminName: linked ? basename(own) : null, checkout };
}

/** The text of `commondir`, which only a linked worktree's git directory has. */
function readPointer(gitDir: string): string | null {
  if (kindAt(`${gitDir}/commondir`) === 'nothing') return null;
  const text = readText(`${gitDir}/commondir`);
  return typeof text === 'string' ? text.replace(/[\r\n]+$/, '') : null;
}

/** A submodule's git directory lies in `modules/` of another git directory (gitrepository-layout(5)). */
function isSubmodule(commonDir: string): boolean {
  for (
    let at = commonDir.indexOf('/modules/');
    at !== -1;
    at = commonDir.indexOf('/modules/', at + 1)
  ) {
    if (kindAt(`${commonDir.slice(0, at)}/HEAD`) !== 'nothing') return true;
  }
  return false;
}
