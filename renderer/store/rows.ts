import type { WorktreeView } from '../../shared/domain/app-snapshot.ts';
import type { Preset } from '../../shared/domain/preset.ts';
import { shortPath } from './words.ts';

export interface GroupRow {
  readonly kind: 'group';
  readonly key: string;
  readonly commonDir: string;
  readonly name: string;
  /** Says which one it is when two repositories have the same name, else null. */
  readonly where: string | null;
  readonly total: number;
  readonly routed: number;
  readonly collapsed: boolean;
}

export interface TreeRow {
  readonly kind: 'tree';
  readonly key: string;
  readonly tree: WorktreeView;
}

export type ListRow = GroupRow | TreeRow;

export interface RowsInput {
  readonly worktrees: readonly WorktreeView[];
  readonly presets: readonly Preset[];
  readonly search: string;
  readonly collapsed: readonly string[];
}

/** The words of a search; every one of them must occur somewhere in what the row shows. */
function matches(tree: WorktreeView, presetName: string, words: readonly string[]): boolean {
  const text = [tree.name, tree.repo, tree.branch ?? '', tree.assignment?.trace ?? '', presetName]
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

/** The list: a header for each repository, then its worktrees unless it is folded. A search unfolds everything. */
export function buildRows(input: RowsInput): ListRow[] {
  const words = input.search.toLowerCase().split(/\s+/).filter(Boolean);
  const presetNames = new Map(input.presets.map((preset) => [preset.id, preset.name]));
  const groups = new Map<string, WorktreeView[]>();
  for (const tree of input.worktrees) {
    const { assignment } = tree;
    const preset =
      assignment === null
        ? 'not routed'
        : (presetNames.get(assignment.presetId) ?? assignment.presetId);
    if (words.length > 0 && !matches(tree, preset, words)) continue;
    const group = groups.get(tree.commonDir);
    if (group === undefined) groups.set(tree.commonDir, [tree]);
    else group.push(tree);
  }
  const names = [...groups.values()].map((trees) => trees[0]?.repo ?? '');
  const rows: ListRow[] = [];
  for (const [commonDir, trees] of groups) {
    const name = trees[0]?.repo ?? '';
    const collapsed = words.length === 0 && input.collapsed.includes(commonDir);
    rows.push({
      kind: 'group',
      key: `repo:${commonDir}`,
      commonDir,
      name,
      where:
        names.filter((other) => other === name).length > 1
          ? shortPath(commonDir.replace(/\/\.git$/, ''))
          : null,
      total: trees.filter((tree) => stateOf(tree) !== 'unusable').length,
      routed: trees.filter((tree) => tree.assignment !== null).length,
      collapsed,
    });
    if (collapsed) continue;
    for (const tree of trees) rows.push({ kind: 'tree', key: `tree:${tree.path}`, tree });
  }
  return rows;
}

export type TreeState = 'routed' | 'attention' | 'off' | 'unusable';

/** What the dot says. A worktree that is not routed has nothing that could be overruled, so it needs no attention. */
export function stateOf(tree: WorktreeView): TreeState {
  if (tree.bare || tree.missing) return 'unusable';
  if (tree.assignment === null) return 'off';
  return tree.drifted || tree.shadowedBy.length > 0 ? 'attention' : 'routed';
}
