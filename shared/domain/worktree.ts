import { z } from 'zod';

/**
 * A git worktree as git's own files describe it. Paths are absolute and as git records them (symlinks resolved by the
 * scan, so that one worktree reached by two roots appears once).
 */
export const worktreeSchema = z.object({
  /**
   * Absolute path of the worktree's top folder; for a bare repository, the repository itself, or the folder around it when
   * it is called `.git` (as git lists it).
   */
  path: z.string(),
  /** Short, readable, stable id: survives a move of the worktree and a renamed branch. Sent as `metadata.worktree`. */
  id: z.string(),
  /** Last part of the path; Conductor's city name. */
  name: z.string(),
  /**
   * Display name of the repository: the main checkout's folder name, or the bare repository's without `.git` (the folder
   * around it when it is hidden in there as `.git` or `.bare`).
   */
  repo: z.string(),
  /** Absolute path of the repository's common git directory. Equal for all worktrees of a repository. */
  commonDir: z.string(),
  /**
   * Absolute path of the main checkout; null when the repository is bare, or when its git directory lies apart
   * (`git init --separate-git-dir`) and nothing that was looked at says where the checkout is.
   */
  mainPath: z.string().nullable(),
  /** Branch without `refs/heads/`; null when HEAD is detached, cannot be read, or is kept in a reftable. */
  branch: z.string().nullable(),
  /** Commit id of HEAD when it is detached, else null. */
  detachedAt: z.string().nullable(),
  /** True for the main checkout, false for a linked worktree. */
  main: z.boolean(),
  /** True when Conductor made it: below one of Conductor's workspace folders. */
  conductor: z.boolean(),
  bare: z.boolean(),
  /** The reason given to `git worktree lock`, "" when none was given, null when not locked. */
  locked: z.string().nullable(),
  /** Why `git worktree prune` would remove it, in git's words; null when it would not. */
  prunable: z.string().nullable(),
  /** True when the folder does not exist (any more), or no longer leads to this repository. */
  missing: z.boolean(),
});

export type Worktree = z.infer<typeof worktreeSchema>;

/** Something that the scan could not read. Reported, never fatal. */
export const scanProblemSchema = z.object({ path: z.string(), message: z.string() });
export type ScanProblem = z.infer<typeof scanProblemSchema>;

export interface WorktreeScan {
  /** Sorted by repository, main checkout first, then by path. */
  readonly worktrees: readonly Worktree[];
  readonly problems: readonly ScanProblem[];
}
