import type { Account } from '../../../shared/domain/account.ts';
import type { Metadata } from '../../../shared/domain/metadata.ts';
import type { Preset } from '../../../shared/domain/preset.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { AssignmentStore } from '../journal/assignment-store.ts';
import type { JournalStore } from '../journal/journal-store.ts';
import type { SecretStore } from '../secrets/secret-store.ts';
import type { replaceFile } from './file/atomic-file.ts';
import type { RunGit } from './git/git-guard.ts';
import type { ClaudePlaces } from './read-layers.ts';

/** What the settings services need from outside. */
export interface SettingsContext {
  readonly assignments: AssignmentStore;
  readonly journal: JournalStore;
  readonly secrets: SecretStore;
  readonly places: ClaudePlaces;
  readonly git: RunGit;
  readonly replace: typeof replaceFile;
  readonly now: () => Date;
  /** Lower-case letters and digits, for trace IDs. */
  readonly randomSuffix: () => string;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** Runs an `apiKeyHelper` command once. @returns what it printed, trimmed, or why it failed */
  readonly runHelper: (
    command: string,
  ) => Promise<{ ok: true; output: string } | { ok: false; reason: string }>;
  /** The `apiKeyHelper` command for an account, or null on a platform without one. */
  readonly helperCommand: (accountId: string) => string | null;
  /** The repository (common git folder) of a worktree path, or null when it is gone. */
  readonly commonDirOf: (worktreePath: string) => Promise<string | null>;
  readonly face: 'cli' | 'app' | 'browser';
  /** What the writes of this context have in common, so that they can be taken back together. */
  readonly batch?: string | undefined;
}

/** One worktree to be put on a preset. */
export interface ApplyTarget {
  readonly worktree: Worktree;
  /** All worktrees of the same repository. */
  readonly siblings: readonly Worktree[];
  readonly account: Account;
  readonly key: string;
  readonly preset: Preset;
  /** Undefined keeps the worktree's own or makes one; null always makes a new one. */
  readonly trace?: string | null | undefined;
  readonly metadata?: Metadata | undefined;
  /** Whether the line may be added to `info/exclude` when git does not ignore the file. */
  readonly exclude: boolean;
}
