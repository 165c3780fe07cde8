import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { DetailedScan } from './scan.ts';

/** Names inside a folder that matter; `entries` for any that a search would look at. */
export type Names = ReadonlySet<string> | 'entries';

/**
 * The folders to watch so that the next difference in a scan is noticed, most telling first (the system may run out of
 * watches): the places themselves and the plain folders right below them, so that a clone under way is seen to its end;
 * each repository's `worktrees`; the git directories for HEAD; and the parents of checkouts, for folders that vanish.
 */
export function watchTargets({ scan, discovery, places }: DetailedScan): Map<string, Names> {
  const targets = new Map<string, Names>();
  const add = (folder: string, names: Names): void => {
    const before = targets.get(folder);
    if (before === undefined) targets.set(folder, names);
    else if (before !== 'entries') {
      targets.set(folder, names === 'entries' ? names : new Set([...before, ...names]));
    }
  };
  /** Watches the folder that holds a path; when that is missing too, the nearest one above for the next part to appear. */
  const addHolder = (path: string): void => {
    let child = path;
    while (dirname(child) !== child && !existsSync(dirname(child))) child = dirname(child);
    if (dirname(child) !== child) add(dirname(child), new Set([basename(child)]));
  };

  for (const [index, place] of places.entries()) addHolder(discovery.places[index] ?? place.path);
  for (const [folder, distance] of discovery.folders) if (distance <= 1) add(folder, 'entries');
  for (const { facts } of discovery.repositories.values()) {
    if (existsSync(`${facts.commonDir}/worktrees`)) add(`${facts.commonDir}/worktrees`, 'entries');
    add(facts.commonDir, IN_COMMON_DIR);
    for (const { name } of facts.linked) add(`${facts.commonDir}/worktrees/${name}`, IN_ADMIN_DIR);
  }
  for (const worktree of scan.worktrees) {
    addHolder(worktree.path);
    if (worktree.main && !worktree.bare) add(worktree.path, IN_CHECKOUT);
  }
  return targets;
}

const IN_COMMON_DIR: Names = new Set(['HEAD', 'worktrees', 'config', 'config.worktree']);
const IN_ADMIN_DIR: Names = new Set(['HEAD', 'gitdir', 'locked']);
const IN_CHECKOUT: Names = new Set(['.git', '.conductor']);

/**
 * Whether an event in a watched folder can change the next scan.
 *
 * @param event `rename` (an entry came or went) or `change`, as `fs.watch` says
 * @param name the entry, null where the system does not say
 */
export function matters(names: Names, event: string, name: string | null): boolean {
  if (name === null) return true;
  if (names !== 'entries') return names.has(name);
  if (event !== 'rename') return false;
  return (
    name === '.git' || name === '.conductor' || !(name.startsWith('.') || name === 'node_modules')
  );
}
