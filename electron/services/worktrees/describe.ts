import { basename, dirname } from 'node:path';
import { worktreeId } from '../../../shared/domain/worktree-id.ts';
import type { ScanProblem, Worktree, WorktreeScan } from '../../../shared/domain/worktree.ts';
import type { LinkedFacts, RepositoryFacts } from './repository.ts';

/** Folders whose `.git` leads to a repository, as the search found them; the repository may not know all of them. */
export interface Claims {
  /** Folders that lead to the common directory itself: main checkouts. */
  readonly checkouts: readonly string[];
  /** Folders that lead to a registration, by its name. */
  readonly linked: ReadonlyMap<string, readonly string[]>;
}

export const NO_CLAIMS: Claims = { checkouts: [], linked: new Map() };

/** Loads Node's cryptography with the first worktree: that takes a fifth of the time in which an empty listing is done. */
function digestOf(text: string): string {
  return process.getBuiltinModule('node:crypto').hash('sha256', text);
}

/**
 * Turns a repository's files into its worktrees, unsorted. Where the files and the folders that were found disagree:
 *
 * - a registered folder that is gone, while exactly such a worktree was found elsewhere, was moved by hand: it is listed
 *   where it is, keeping its id and git's opinion that it is prunable (git sees that when next run in it);
 * - a second folder that leads to one registration is a copy: not listed, but reported;
 * - a main checkout whose git directory lies apart (`--separate-git-dir`) is known only by its own `.git` file or by
 *   `core.worktree`. Git lists the git directory in its place; here it is left out and reported while it is unknown.
 *
 * @param workspaces Conductor's workspace folders, without symbolic links
 */
export function describeRepository(
  facts: RepositoryFacts,
  claims: Claims,
  workspaces: readonly string[],
): WorktreeScan {
  const { commonDir } = facts;
  const problems: ScanProblem[] = [...facts.problems];
  const mainPath = findMain(facts, claims);
  const named = basename(commonDir) === '.git' ? dirname(commonDir) : commonDir;
  const bare = isBare(facts, claims);
  const repo = repositoryName(mainPath, commonDir);
  const worktrees: Worktree[] = [];
  const top = bare ? named : mainPath;
  if (top === null) {
    const message =
      'The main checkout of this repository is not recorded in it; add its folder to the search to see it.';
    problems.push({ path: commonDir, message });
  } else {
    worktrees.push({
      path: top,
      // An administrative name is never empty, so this hash can be no linked worktree's.
      id: worktreeId(repo, digestOf(`${commonDir}\0`)),
      name: basename(top),
      repo,
      commonDir,
      mainPath,
      branch: bare ? null : facts.head.branch,
      detachedAt: bare ? null : facts.head.detachedAt,
      main: true,
      conductor: isConductor(top, false, workspaces),
      bare,
      locked: null,
      prunable: null,
      missing: false,
    });
  }
  for (const copy of claims.checkouts) {
    if (copy === mainPath || bare) continue;
    problems.push({
      path: copy,
      message: `This folder shares its git directory with ${mainPath ?? commonDir} and is not listed.`,
    });
  }
  for (const linked of facts.linked) {
    const { path, missing } = settle(linked, claims.linked.get(linked.name) ?? [], problems);
    worktrees.push({
      path,
      id: worktreeId(linked.name, digestOf(`${commonDir}\0${linked.name}`)),
      name: basename(path),
      repo,
      commonDir,
      mainPath,
      branch: linked.head.branch,
      detachedAt: linked.head.detachedAt,
      main: false,
      conductor: isConductor(path, true, workspaces),
      bare: false,
      locked: linked.locked,
      prunable: linked.prunable,
      missing,
    });
  }
  const registered = new Set(facts.linked.map((linked) => linked.name));
  for (const [name, folders] of claims.linked) {
    if (registered.has(name)) continue;
    for (const path of folders) {
      problems.push({
        path,
        message: `Git no longer lists this worktree; “git worktree repair” in ${named} mends that.`,
      });
    }
  }
  return { worktrees, problems };
}

/** Without `core.bare`, a git directory is a bare repository's unless something shows a checkout (setup.c guesses alike). */
function isBare({ commonDir, config }: RepositoryFacts, claims: Claims): boolean {
  if (config.bare !== null) return config.bare;
  return (
    basename(commonDir) !== '.git' && claims.checkouts.length === 0 && config.worktree === null
  );
}

function findMain(facts: RepositoryFacts, claims: Claims): string | null {
  const { commonDir } = facts;
  if (isBare(facts, claims)) return null;
  if (basename(commonDir) === '.git') return dirname(commonDir);
  const [first] = [...claims.checkouts].sort();
  if (first !== undefined) return first;
  return facts.checkout;
}

function settle(
  linked: LinkedFacts,
  claimed: readonly string[],
  problems: ScanProblem[],
): { path: string; missing: boolean } {
  const elsewhere = claimed.filter((path) => path !== linked.path).sort();
  const moved = linked.home === 'here' ? undefined : elsewhere.shift();
  const path = moved ?? linked.path;
  for (const copy of elsewhere) {
    problems.push({
      path: copy,
      message: `This folder is a copy of the worktree ${path}; git does not list it.`,
    });
  }
  return { path, missing: moved === undefined && linked.home !== 'here' };
}

/** `app` for a checkout in `app`, for `app.git`, and for a bare repository hidden inside (`app/.git`, `app/.bare`). */
function repositoryName(mainPath: string | null, commonDir: string): string {
  const own = basename(mainPath ?? commonDir);
  if (mainPath !== null) return own === '' ? 'repository' : own;
  const name = own.startsWith('.') ? basename(dirname(commonDir)) : own;
  return name.replace(/(?!^)\.git$/, '') || 'repository';
}

/** Below `<conductor>/workspaces`, or a linked worktree in a `.conductor` folder, as before Conductor 0.25. */
function isConductor(path: string, linked: boolean, workspaces: readonly string[]): boolean {
  if (workspaces.some((folder) => path.startsWith(`${folder}/`))) return true;
  return linked && basename(dirname(path)) === '.conductor';
}

/** The order of a scan: by repository, main checkout first, then by path. Plain code unit order, the same everywhere. */
export function compareWorktrees(a: Worktree, b: Worktree): number {
  return (
    (a.commonDir === b.commonDir
      ? 0
      : compareText(a.repo, b.repo) || compareText(a.commonDir, b.commonDir)) ||
    Number(b.main) - Number(a.main) ||
    compareText(a.path, b.path) ||
    compareText(a.id, b.id)
  );
}

export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
