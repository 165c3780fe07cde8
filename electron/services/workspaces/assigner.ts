import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { Metadata } from '../../../shared/domain/metadata.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { ApplyTarget } from '../claude-settings/context.ts';
import type { AssignmentStore } from '../journal/assignment-store.ts';
import type { Presets } from '../presets/presets.ts';
import type { KeyVault } from '../secrets/key-vault.ts';
import type { WorktreeScanner } from '../worktrees/scan.ts';

/** What a person names when they put a workspace on a preset. */
export interface AssignmentRequest {
  readonly worktree: string;
  readonly preset: string;
  readonly account?: string | undefined;
  readonly trace?: string | null | undefined;
  readonly metadata?: Metadata | undefined;
  readonly exclude?: boolean | undefined;
}

export interface Assigner {
  worktree(path: string): Promise<Result<Worktree>>;
  /** Without an account the workspace keeps its own, else the default one. */
  target(request: AssignmentRequest): Promise<Result<ApplyTarget>>;
  /** The same for many worktrees at once: every repository is read once. @returns one result a path, in order */
  targets(
    paths: readonly string[],
    request: Omit<AssignmentRequest, 'worktree' | 'trace'>,
  ): Promise<Result<ApplyTarget>[]>;
}

/** Looks up everything that a request names. */
export function createAssigner(services: {
  readonly scanner: WorktreeScanner;
  readonly accounts: Accounts;
  readonly presets: Presets;
  readonly vault: KeyVault;
  readonly assignments: () => Promise<AssignmentStore>;
}): Assigner {
  const { scanner, accounts, presets, vault } = services;

  const complete = async (
    worktree: Worktree,
    siblings: readonly Worktree[],
    request: Omit<AssignmentRequest, 'worktree'>,
  ): Promise<Result<ApplyTarget>> => {
    const preset = await presets.get(request.preset);
    if (!preset.ok) return preset;
    const current = (await services.assignments()).assignment(worktree.id);
    const kept = current === null ? undefined : await accounts.resolve(current.accountId);
    // The account of the last apply may have been removed since; then the default one serves.
    const account =
      request.account === undefined && kept?.ok === true
        ? kept
        : await accounts.resolve(request.account);
    if (!account.ok) return account;
    const key = await vault.read(account.value.id);
    if (!key.ok) return key;
    return ok({
      worktree,
      siblings,
      account: account.value,
      key: key.value,
      preset: preset.value,
      trace: request.trace,
      metadata: request.metadata,
      exclude: request.exclude ?? false,
    });
  };

  /** A worktree and all those of its repository. */
  const withSiblings = async (path: string) => {
    const worktree = await scanner.findWorktree(path);
    if (!worktree.ok) return worktree;
    const listed = await scanner.listRepositoryWorktrees(worktree.value.commonDir);
    if (!listed.ok) return listed;
    return ok({ worktree: worktree.value, siblings: listed.value.worktrees });
  };

  return {
    worktree: (path) => scanner.findWorktree(path),

    target: async (request) => {
      const found = await withSiblings(request.worktree);
      return found.ok ? complete(found.value.worktree, found.value.siblings, request) : found;
    },

    targets: async (paths, request) => {
      const listings: (readonly Worktree[])[] = [];
      const targets: Result<ApplyTarget>[] = [];
      for (const path of paths) {
        const known = listings.find((one) => one.some((other) => other.path === path));
        const listed = known?.find((one) => one.path === path);
        const found =
          known !== undefined && listed !== undefined
            ? ok({ worktree: listed, siblings: known })
            : await withSiblings(path);
        if (found.ok && known === undefined) listings.push(found.value.siblings);
        targets.push(
          found.ok ? await complete(found.value.worktree, found.value.siblings, request) : found,
        );
      }
      return targets;
    },
  };
}
