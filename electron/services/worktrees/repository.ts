import { existsSync, readdirSync, readlinkSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ScanProblem } from '../../../shared/domain/worktree.ts';
import { headOfRef, NO_HEAD, parseConfig, parseGitFile, parseHead, trimAscii } from './git-text.ts';
import type { Head, RepositoryConfig } from './git-text.ts';
import { codeOf, describeReadError, isAbsent, kindAt, readText, realPath } from './read.ts';
import type { createPathResolver } from './read.ts';

/** A linked worktree as the repository has it registered under `<commonDir>/worktrees/<name>`. */
export interface LinkedFacts {
  readonly name: string;
  /** Registered top folder, without symbolic links as far as it exists. */
  readonly path: string;
  readonly head: Head;
  /** As {@link Worktree.locked}. */
  readonly locked: string | null;
  /** As {@link Worktree.prunable}. */
  readonly prunable: string | null;
  /** Whether the folder at `path` is this worktree (`here`), does not exist (`gone`), or is something else (`other`). */
  readonly home: 'here' | 'gone' | 'other';
}

/** What a repository's own files say about its worktrees. */
export interface RepositoryFacts {
  /** Common git directory, without symbolic links. */
  readonly commonDir: string;
  readonly config: RepositoryConfig;
  /** The checkout that `core.worktree` names, without symbolic links; null when there is none. */
  readonly checkout: string | null;
  /** HEAD of the main checkout. */
  readonly head: Head;
  readonly linked: readonly LinkedFacts[];
  readonly problems: readonly ScanProblem[];
}

export interface ReadOptions {
  /** Shared by the repositories of one scan. */
  readonly resolvePath: ReturnType<typeof createPathResolver>;
}

/**
 * Reads one repository: `config`, `HEAD` and, for each folder in `worktrees/`, `gitdir`, `HEAD` and `locked`, and the
 * worktree's own `.git`. No git process. What cannot be read is left out and reported.
 *
 * @param commonDir the common git directory, without symbolic links
 */
export function readRepository(commonDir: string, { resolvePath }: ReadOptions): RepositoryFacts {
  const problems: ScanProblem[] = [];
  let config = readConfig(`${commonDir}/config`, undefined, problems);
  if (config.worktreeConfig) config = readConfig(`${commonDir}/config.worktree`, config, problems);
  if (config.reftable) {
    problems.push({
      path: commonDir,
      message: 'This repository keeps its branches in a reftable, so they are not shown.',
    });
  }
  const linked: LinkedFacts[] = [];
  const folder = `${commonDir}/worktrees`;
  for (const name of listNames(folder, problems)) {
    const facts = readLinked(commonDir, name, resolvePath, problems);
    if (facts !== null) linked.push(facts);
  }
  const checkout = config.worktree === null ? null : realPath(resolve(commonDir, config.worktree));
  return { commonDir, config, checkout, head: readHead(commonDir), linked, problems };
}

function readConfig(
  path: string,
  before: RepositoryConfig | undefined,
  problems: ScanProblem[],
): RepositoryConfig {
  const text = readText(path);
  if (typeof text === 'string') return parseConfig(text, before);
  if (!isAbsent(text))
    problems.push({ path, message: describeReadError('The repository’s config', text) });
  return before ?? parseConfig('');
}

function listNames(folder: string, problems: ScanProblem[]): readonly string[] {
  if (!existsSync(folder)) return [];
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    const failed = { code: codeOf(error) };
    if (!isAbsent(failed))
      problems.push({ path: folder, message: describeReadError('The list of worktrees', failed) });
    return [];
  }
}

/** HEAD of a git directory. Old repositories may have a symbolic link there (`core.preferSymlinkRefs`). */
function readHead(gitDir: string): Head {
  const path = `${gitDir}/HEAD`;
  const text = readText(path);
  const head = typeof text === 'string' ? parseHead(text) : NO_HEAD;
  if (head.branch !== null || kindAt(path) !== 'link') return head;
  const target = readlinkSync(path);
  return target.startsWith('refs/') ? headOfRef(target) : head;
}

function readLinked(
  commonDir: string,
  name: string,
  resolvePath: ReadOptions['resolvePath'],
  problems: ScanProblem[],
): LinkedFacts | null {
  const adminDir = `${commonDir}/worktrees/${name}`;
  const gitdir = readText(`${adminDir}/gitdir`);
  if (typeof gitdir !== 'string' && gitdir.code === 'ENOTDIR') return null; // a stray file, which git passes over too
  // git trims blanks too when it lists, so a path cannot end in one (worktree.c, get_linked_worktree).
  const recorded = typeof gitdir === 'string' ? gitdir.replace(/[ \t\r\n]+$/, '') : '';
  if (recorded === '') {
    const message =
      typeof gitdir === 'string' || isAbsent(gitdir)
        ? 'This worktree’s registration is incomplete; “git worktree repair” or “git worktree prune” settles it.'
        : describeReadError('This worktree’s registration', gitdir);
    problems.push({ path: adminDir, message });
    return null;
  }
  const dotGit = recorded.startsWith('/') ? recorded : resolve(adminDir, recorded);
  const top = dotGit.endsWith('/.git') ? dotGit.slice(0, -5) || '/' : dotGit;
  const path = resolvePath(top);
  const home = readHome(path, dotGit, adminDir, problems);
  const locked = readLocked(`${adminDir}/locked`);
  return {
    name,
    path,
    head: readHead(adminDir),
    locked,
    // The other reasons that git knows belong to registrations that it does not list.
    prunable:
      locked === null && !home.dotGit ? 'gitdir file points to non-existent location' : null,
    home: home.state,
  };
}

/** Whether the `.git` of a registered folder is there, and leads back to the registration. */
function readHome(
  path: string,
  dotGit: string,
  adminDir: string,
  problems: ScanProblem[],
): { state: LinkedFacts['home']; dotGit: boolean } {
  const text = readText(dotGit);
  if (typeof text === 'string') {
    const target = parseGitFile(text);
    if (target === adminDir) return { state: 'here', dotGit: true };
    if (target !== null && realPath(resolve(path, target)) === adminDir)
      return { state: 'here', dotGit: true };
  } else if (kindAt(dotGit) === 'nothing') {
    return { state: 'gone', dotGit: false };
  } else if (text.code !== 'EISDIR') {
    problems.push({ path, message: describeReadError('Its .git file', text) });
    return { state: 'other', dotGit: true };
  } else if (realPath(dotGit) === adminDir) {
    return { state: 'here', dotGit: true };
  }
  const message =
    'This folder is registered as a worktree, but its .git leads elsewhere; “git worktree repair” in the repository may mend it.';
  problems.push({ path, message });
  return { state: 'other', dotGit: true };
}

function readLocked(path: string): string | null {
  if (!existsSync(path)) return null;
  const text = readText(path);
  return typeof text === 'string' ? trimAscii(text) : isAbsent(text) ? null : '';
}
