import { useMemo } from 'react';

import type { WorktreeView } from '../../../shared/domain/app-snapshot.ts';
import {
  type RowSpend,
  spendOfTree,
  type StraySpend,
  straySpend,
  sumSpend,
} from '../../../shared/domain/spend-sums.ts';
import { useMirror, useSnapshot } from '../../store/app.tsx';
import { useNow } from '../../store/layout.ts';

export interface ListSpend {
  /** By the worktree's path. */
  readonly trees: ReadonlyMap<string, RowSpend>;
  /** By the repository's common git directory: all its worktrees, whatever is searched for. */
  readonly repos: ReadonlyMap<string, RowSpend>;
  readonly strays: readonly StraySpend[];
}

/** Today's spend for the whole list, added up once for each snapshot. Null without an account: there is nothing to say. */
export function useListSpend(): ListSpend | null {
  const { worktrees, spend } = useSnapshot();
  const hasAccount = useMirror((state) => (state.snapshot?.accounts.length ?? 0) > 0);
  const now = useNow();
  return useMemo(() => {
    if (!hasAccount) return null;
    const usable = worktrees.filter((tree) => !tree.bare);
    const trees = new Map(usable.map((tree) => [tree.path, spendOfTree(tree, spend, now)]));
    const parts = new Map<string, RowSpend[]>();
    for (const tree of usable) {
      const own = trees.get(tree.path);
      if (own !== undefined) parts.set(tree.commonDir, [...(parts.get(tree.commonDir) ?? []), own]);
    }
    return {
      trees,
      repos: new Map([...parts].map(([repo, rows]) => [repo, sumSpend(rows)])),
      strays: straySpend(spend, now),
    };
  }, [worktrees, spend, hasAccount, now]);
}

/** What one worktree spent today. Null without an account. */
export function useTreeSpend(tree: WorktreeView): RowSpend | null {
  const { spend, accounts } = useSnapshot();
  const now = useNow();
  return accounts.length === 0 ? null : spendOfTree(tree, spend, now);
}
