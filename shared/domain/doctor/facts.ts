import type { EnvLayer } from '../effective-env.ts';
import type { PortkeyFacts } from './portkey-facts.ts';

/** What is known of a worktree and its settings file, beside the variables. */
export interface WorktreeFacts {
  readonly layers: readonly EnvLayer[];
  /** Of Claude Code; null: not known. */
  readonly version: string | null;
  /** Whether a settings file that counts names an `apiKeyHelper`. */
  readonly hasHelper: boolean;
  /** Credentials of Claude Code's own that would go along. */
  readonly login: {
    /** A saved Console key. */
    readonly consoleKey: boolean;
    /** The file whose `apiKeyHelper` is somebody else's; null: none. */
    readonly foreignHelper: string | null;
  };
  /** Lines of the shell's start-up files that set a credential. */
  readonly shell: readonly {
    readonly file: string;
    readonly line: number;
    readonly name: string;
  }[];
  /** Files of the worktree that git tracks and that hold what looks like a key. */
  readonly committed: readonly string[];
  /** Null: nothing was applied, or Portkey was not to be asked. */
  readonly portkey: PortkeyFacts | null;
  /** What Switchyard applied here last; null: nothing. */
  readonly applied: {
    readonly gatewayUrl: string;
    readonly drifted: boolean;
    /** Names of the variables that somebody else has changed; left out: not known. */
    readonly changed?: readonly string[];
  } | null;
  /** The name of another worktree that has this trace ID; null: none. */
  readonly otherWith: (trace: string) => string | null;
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
