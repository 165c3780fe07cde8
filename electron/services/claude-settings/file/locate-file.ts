import fs from 'node:fs';
import path from 'node:path';

import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';

export const SETTINGS_PATH = '.claude/settings.local.json';

/** Where a worktree's settings.local.json really is, links followed. */
export interface SettingsLocation {
  /** `<worktree>/.claude/settings.local.json`, as the person knows it. */
  readonly shown: string;
  /** The file to write: the link's target when the file is a link inside the worktree. */
  readonly file: string;
  /** The same from the worktree's top, with `/`: the name that git knows it by. */
  readonly inside: string;
  readonly exists: boolean;
  /** False when `.claude` has to be made first. */
  readonly folderExists: boolean;
}

function lstat(file: string): fs.Stats | null {
  return fs.lstatSync(file, { throwIfNoEntry: false }) ?? null;
}

function isInside(parent: string, child: string): boolean {
  const relative = path.relative(parent, child);
  return relative !== '' && !relative.startsWith('..') && !path.isAbsolute(relative);
}

/** Where a link leads, also when its last part does not exist; null for a loop or a missing folder. */
function linkTarget(link: string): string | null {
  try {
    return fs.realpathSync.native(link);
  } catch {
    return null;
  }
}

/**
 * Finds the settings file of a worktree without following a link out of it: a repository could otherwise make us write a
 * key to any place.
 * @returns the location, `worktree.missing`, `settings.symlink` or `settings.read_only`
 */
export function locateSettings(worktreePath: string): Result<SettingsLocation> {
  const shown = path.join(worktreePath, SETTINGS_PATH);
  const top = lstat(worktreePath) === null ? null : linkTarget(worktreePath);
  if (top === null || !fs.statSync(top).isDirectory()) {
    return fail('worktree.missing', { message: `${worktreePath} does not exist any more.` });
  }
  const found = (file: string, exists: boolean, folderExists: boolean) => {
    const inside = path.relative(top, file).split(path.sep).join('/');
    return ok({ shown, file, inside, exists, folderExists });
  };
  const folder = path.join(top, '.claude');
  const folderStat = lstat(folder);
  if (folderStat === null) {
    return found(path.join(top, SETTINGS_PATH), false, false);
  }
  const realFolder = folderStat.isSymbolicLink() ? linkTarget(folder) : folder;
  if (realFolder === null || !isInside(top, realFolder)) {
    return fail('settings.symlink', {
      message: `${folder} is a link that leads out of the worktree${realFolder === null ? ' or nowhere' : ` (to ${realFolder})`}, so nothing was written.`,
      hint: 'Replace the link by a folder inside the worktree.',
    });
  }
  if (!(realFolder === folder ? folderStat : fs.statSync(realFolder)).isDirectory()) {
    return fail('settings.read_only', {
      message: `${folder} is not a folder, so nothing was written.`,
      hint: 'Move it away and apply again.',
    });
  }
  const file = path.join(realFolder, path.basename(SETTINGS_PATH));
  const fileStat = lstat(file);
  if (fileStat === null) return found(file, false, true);
  const realFile = fileStat.isSymbolicLink() ? linkTarget(file) : file;
  if (realFile === null || !isInside(top, realFile)) {
    return fail('settings.symlink', {
      message: `${shown} is a link that leads out of the worktree${realFile === null ? ' or nowhere' : ` (to ${realFile})`}, so nothing was written.`,
    });
  }
  if (!(realFile === file ? fileStat : fs.statSync(realFile)).isFile()) {
    return fail('settings.read_only', {
      message: `${shown} is not a regular file, so nothing was written.`,
      hint: 'Move it away and apply again.',
    });
  }
  return found(realFile, true, true);
}

/** Takes every right of others off a file that holds a key. One that cannot be changed stays as it is. */
export function closeToOthers(file: string): void {
  try {
    const { mode } = fs.statSync(file);
    if ((mode & 0o077) !== 0) fs.chmodSync(file, mode & 0o700);
  } catch {
    // It is somebody else's, or gone by now; the doctor says the first.
  }
}
