import type { EnvLayer } from '../effective-env.ts';

/** What is known of a worktree and its settings file, beside the variables. */
export interface WorktreeFacts {
  readonly layers: readonly EnvLayer[];
  /** Of Claude Code; null: not known. */
  readonly version: string | null;
  /** Whether a settings file that counts names an `apiKeyHelper`. */
  readonly hasHelper: boolean;
  /** What Switchyard applied here last; null: nothing. */
  readonly applied: {
    readonly gatewayUrl: string;
    readonly drifted: boolean;
  } | null;
  /** Trace IDs of other worktrees, with their names. */
  readonly otherTraces: ReadonlyMap<string, string>;
  readonly file: {
    readonly path: string;
    readonly exists: boolean;
    readonly tracked: boolean;
    readonly ignored: boolean;
    /** Whether others than its owner may read it. */
    readonly open: boolean;
    readonly symlink: boolean;
    /** Names that stand more than once in its `env`. */
    readonly duplicates: readonly string[];
  };
}
