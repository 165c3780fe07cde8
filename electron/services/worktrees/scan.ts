import { dirname, join, resolve } from 'node:path';
import { fail, ok } from '../../../shared/domain/failure.ts';
import type { Result } from '../../../shared/domain/failure.ts';
import type { ScanProblem, Worktree, WorktreeScan } from '../../../shared/domain/worktree.ts';
import { compareText, compareWorktrees, describeRepository, NO_CLAIMS } from './describe.ts';
import type { Claims } from './describe.ts';
import { discover } from './discover.ts';
import type { Discovery, Place } from './discover.ts';
import { locate, locateBare } from './locate.ts';
import { createFolderLister, createPathResolver, isGitDirectory, realPath } from './read.ts';
import type { ListFolder } from './read.ts';
import { readRepository } from './repository.ts';

export interface ScannerOptions {
  /** The person's home folder. */
  readonly home: string;
  /** Conductor's root folders, which hold `workspaces/` and `repos/`; `<home>/conductor` when left out. */
  readonly conductorRoots?: readonly string[] | undefined;
  /** Lists a folder while searching; for tests of folders that cannot be read. */
  readonly list?: ListFolder | undefined;
}

/** A scan with the folders it looked at, which is what a watcher needs to know. */
export interface DetailedScan {
  readonly scan: WorktreeScan;
  readonly discovery: Discovery;
  readonly places: readonly Place[];
}

export interface WorktreeScanner {
  /**
   * Finds every worktree of every repository that lies under the roots or where Conductor puts its own, by reading git's
   * files; no process is started. One worktree of a repository is enough to list all of them, wherever they are.
   *
   * Limits of the search: 4 levels below a root; no symbolic links below it; no `node_modules`, no folder that begins with
   * a dot, not `<home>/Library`. A folder that belongs to a repository is not entered, so an unrelated repository cloned
   * inside another's checkout is found only when it is chosen as a root itself; worktrees in there are found, since their
   * repository has them registered, and so are those in its `.conductor`. Submodules are not worktrees and not listed.
   *
   * Limits of the answer: branches of a reftable repository are null (a problem says so); see {@link describeRepository}
   * for worktrees that were moved or copied by hand.
   *
   * Never fails because of what is on the disk: that is in `problems`. Rejects with the signal's reason when aborted.
   */
  scan(roots: readonly string[], options?: { signal?: AbortSignal }): Promise<WorktreeScan>;
  /** As `scan`, with what was looked at. */
  scanInDetail(roots: readonly string[], options?: { signal?: AbortSignal }): Promise<DetailedScan>;
  /**
   * The worktree that a path is in, by the nearest `.git` at or above it, without searching anything. Fails with
   * `worktree.missing` when nothing is at the path, and `worktree.unknown` when it is in no worktree, in a submodule, or in
   * a copy that git does not list.
   */
  findWorktree(path: string): Promise<Result<Worktree>>;
  /** All worktrees of one repository, by its common git directory. Fails with `worktree.unknown` when it is none. */
  listRepositoryWorktrees(commonDir: string): Promise<Result<WorktreeScan>>;
}

const ROOT_DEPTH = 4;

/** Makes the service that finds worktrees. It keeps nothing between calls. */
export function createWorktreeScanner(options: ScannerOptions): WorktreeScanner {
  const conductorRoots = options.conductorRoots ?? [join(options.home, 'conductor')];
  const skip = new Set([
    join(options.home, 'Library'),
    join(realPath(options.home) ?? options.home, 'Library'),
  ]);

  const placesFor = (roots: readonly string[]): Place[] => [
    ...roots.map((path) => ({ path: resolve(path), depth: ROOT_DEPTH, required: true })),
    ...conductorRoots.flatMap((root) => [
      { path: resolve(root, 'workspaces'), depth: 2, required: false },
      { path: resolve(root, 'repos'), depth: 1, required: false },
    ]),
  ];
  const workspaceFolders = (): string[] => {
    const resolvePath = createPathResolver(createFolderLister());
    return conductorRoots.map((root) => resolvePath(resolve(root, 'workspaces')));
  };

  const scanInDetail: WorktreeScanner['scanInDetail'] = async (roots, { signal } = {}) => {
    signal?.throwIfAborted();
    const places = placesFor(roots);
    const discovery = await discover(places, { signal, skip, list: options.list });
    const workspaces = workspaceFolders();
    const worktrees: Worktree[] = [];
    const problems: ScanProblem[] = [...discovery.problems];
    for (const { facts, ...claims } of discovery.repositories.values()) {
      const described = describeRepository(facts, claims, workspaces);
      worktrees.push(...described.worktrees);
      problems.push(...described.problems);
    }
    return { scan: tidy(worktrees, problems), discovery, places };
  };

  return {
    scanInDetail,
    scan: async (roots, scanOptions) => (await scanInDetail(roots, scanOptions)).scan,
    findWorktree: async (path) => findWorktree(path, workspaceFolders()),
    listRepositoryWorktrees: async (commonDir) => {
      const real = realPath(commonDir);
      if (real === null || !isGitDirectory(real)) {
        return fail('worktree.unknown', { message: `${commonDir} is not a git directory.` });
      }
      const facts = readRepository(real, { resolvePath: createPathResolver(createFolderLister()) });
      const { worktrees, problems } = describeRepository(facts, NO_CLAIMS, workspaceFolders());
      return ok(tidy(worktrees, problems));
    },
  };
}

function findWorktree(path: string, workspaces: readonly string[]): Result<Worktree> {
  const start = realPath(resolve(path));
  if (start === null)
    return fail('worktree.missing', { message: `There is no folder ${path} (any more).` });
  for (let folder = start; ; folder = dirname(folder)) {
    const here = locate(folder);
    const located = here.kind === 'plain' ? locateBare(folder) : here;
    if (located.kind === 'broken') {
      return fail('worktree.unknown', {
        message: `${folder} is not a working worktree. ${located.message}`,
      });
    }
    if (located.kind === 'submodule') {
      return fail('worktree.unknown', {
        message: `${folder} is a submodule, which has no settings of its own here.`,
        hint: 'Name the worktree that holds it.',
      });
    }
    if (located.kind === 'repository') {
      const { commonDir, adminName, checkout } = located;
      const facts = readRepository(commonDir, {
        resolvePath: createPathResolver(createFolderLister()),
      });
      const claims = claimsOf(checkout, adminName);
      const { worktrees } = describeRepository(facts, claims, workspaces);
      // Below a bare repository, and beside one (a `.git` file that leads to it), the repository itself is the answer.
      // Inside the `.git` of a checkout one is in no worktree.
      const match = worktrees.find((worktree) =>
        worktree.bare ? adminName === null : worktree.path === checkout && !worktree.missing,
      );
      if (match !== undefined) return ok(match);
      const why =
        checkout === null
          ? 'is inside a git directory'
          : `is not listed by its repository (${commonDir})`;
      return fail('worktree.unknown', { message: `${folder} ${why}.` });
    }
    if (dirname(folder) === folder)
      return fail('worktree.unknown', { message: `${path} is in no git worktree.` });
  }
}

function claimsOf(checkout: string | null, adminName: string | null): Claims {
  if (checkout === null) return NO_CLAIMS;
  if (adminName === null) return { checkouts: [checkout], linked: new Map() };
  return { checkouts: [], linked: new Map([[adminName, [checkout]]]) };
}

/** Sorts, and keeps one problem a path: the first one is nearest to the cause. */
function tidy(worktrees: readonly Worktree[], problems: readonly ScanProblem[]): WorktreeScan {
  const byPath = new Map<string, ScanProblem>();
  for (const problem of problems) if (!byPath.has(problem.path)) byPath.set(problem.path, problem);
  return {
    worktrees: [...worktrees].sort(compareWorktrees),
    problems: [...byPath.values()].sort((a, b) => compareText(a.path, b.path)),
  };
}
