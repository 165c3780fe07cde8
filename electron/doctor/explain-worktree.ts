import {
  type EffectiveVariable,
  type EnvLayer,
  explainEnv,
} from '../../shared/domain/effective-env.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import type { WorktreeReader } from './read-worktree.ts';

/** What Claude Code will use in one worktree, secrets masked. */
export interface Explained {
  /** Of Claude Code; null: none was found, so this is the newest order. */
  readonly claude: string | null;
  readonly layers: {
    readonly layer: EnvLayer['kind'];
    readonly file: string | null;
    readonly state: EnvLayer['state'];
  }[];
  readonly variables: EffectiveVariable[];
}

/** @param asked for this version of Claude Code, instead of the one that was found */
export function explainWorktree(
  worktree: Worktree,
  reader: WorktreeReader,
  asked?: string,
): Explained {
  const { env: layers } = reader.read(worktree);
  const claude = asked ?? reader.version;
  return {
    claude,
    layers: layers.map(({ kind, file, state }) => ({ layer: kind, file, state })),
    variables: explainEnv(layers, claude),
  };
}
