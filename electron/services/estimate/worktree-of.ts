/** A worktree as far as transcripts are concerned. */
export interface Place {
  readonly id: string;
  /** Absolute and free of links, as Claude Code writes its own folder (conductor-claude.md §C3). */
  readonly path: string;
}

/**
 * Which worktree a folder is in: the one with the longest path that is the folder or holds it; `''` when there is none. Asks
 * for each folder above in turn, so that the number of worktrees does not matter.
 */
export function locator(worktrees: readonly Place[]): (folder: string) => string {
  const trimmed = (path: string): string => path.replace(/\/+$/, '');
  const ids = new Map(worktrees.map(({ id, path }) => [trimmed(path), id]));
  return (folder) => {
    if (!folder.startsWith('/')) return '';
    for (let at = trimmed(folder); ; at = at.slice(0, at.lastIndexOf('/'))) {
      const id = ids.get(at);
      if (id !== undefined) return id;
      if (at === '') return '';
    }
  };
}
