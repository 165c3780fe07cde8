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

/** Looks up everything that a request names. */
export function createAssigner(services: {
  readonly scanner: WorktreeScanner;
  readonly accounts: Accounts;
  readonly presets: Presets;
  readonly vault: KeyVault;
  readonly assignments: () => Promise<AssignmentStore>;
}): {
  worktree(path: string): Promise<Result<Worktree>>;
  /** Without an account the workspace keeps its own, else the default one. */
  target(request: AssignmentRequest): Promise<Result<ApplyTarget>>;
} {
  const { scanner, accounts, presets, vault } = services;
  return {
    worktree: (path) => scanner.findWorktree(path),

    target: async (request) => {
      const worktree = await scanner.findWorktree(request.worktree);
      if (!worktree.ok) return worktree;
      const preset = await presets.get(request.preset);
      if (!preset.ok) return preset;
      const current = (await services.assignments()).assignment(worktree.value.id);
      const kept = current === null ? undefined : await accounts.resolve(current.accountId);
      // The account of the last apply may have been removed since; then the default one serves.
      const account =
        request.account === undefined && kept?.ok === true
          ? kept
          : await accounts.resolve(request.account);
      if (!account.ok) return account;
      const key = await vault.read(account.value.id);
      if (!key.ok) return key;
      const siblings = await scanner.listRepositoryWorktrees(worktree.value.commonDir);
      if (!siblings.ok) return siblings;
      return ok({
        worktree: worktree.value,
        siblings: siblings.value.worktrees,
        account: account.value,
        key: key.value,
        preset: preset.value,
        trace: request.trace,
        metadata: request.metadata,
        exclude: request.exclude ?? false,
      });
    },
  };
}
