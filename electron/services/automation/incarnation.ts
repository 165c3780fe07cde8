import fs from 'node:fs';
import path from 'node:path';

/** One life of a worktree: git gives the same name, and so the same id, to the next one. */
export interface Incarnation {
  /** The same for as long as the worktree lives, also when it is moved or its branch renamed. */
  readonly identity: string;
  /** When git made it, milliseconds since the epoch; 0 where the file system does not say. */
  readonly bornAt: number;
  /** Whether git has finished making it: its index is written and nobody is writing another one. */
  readonly ready: boolean;
}

/** git checks out for as long as this at the most before it writes the index; a worktree without one was made so. */
const LONGEST_CHECKOUT_MS = 60_000;

/**
 * Reads which life of a linked worktree this is, from the directory that git keeps for it. Null when it is none (any more).
 * @param now milliseconds since the epoch
 */
export function incarnationOf(
  worktree: { readonly path: string; readonly id: string; readonly locked: string | null },
  now: number,
): Incarnation | null {
  try {
    const text = fs.readFileSync(path.join(worktree.path, '.git'), 'utf8');
    const target = /^gitdir: (.+?)[\r\n]*$/.exec(text)?.[1];
    if (target === undefined) return null;
    const admin = path.resolve(worktree.path, target);
    const stat = fs.statSync(admin);
    const born = stat.birthtimeMs;
    const isMaking =
      worktree.locked === 'initializing' || fs.existsSync(path.join(admin, 'index.lock'));
    const hasIndex = fs.existsSync(path.join(admin, 'index'));
    return {
      identity: `${worktree.id}@${stat.ino}-${Math.round(born)}`,
      bornAt: born,
      ready: !isMaking && (hasIndex || now - born > LONGEST_CHECKOUT_MS),
    };
  } catch {
    // It went away while it was looked at.
    return null;
  }
}
