import fs from 'node:fs';
import path from 'node:path';

import { createWorktreeScanner } from '../../electron/services/worktrees/scan.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { makeRepo } from '../real/peers/repo.ts';
import { settingsFile } from './services.ts';

export interface Sandbox {
  readonly root: string;
  readonly worktrees: readonly Worktree[];
  /** What the peers are told: a file, because a list of worktrees is long for a command line. */
  readonly brief: string;
  /** Temporary files of ours anywhere below the root, `.git` included. */
  strays(): string[];
  dispose(): Promise<void>;
}

/** A repository with linked worktrees; the first has no settings file, the others what `originals` says. */
export async function makeSandbox(originals: readonly (string | null)[]): Promise<Sandbox> {
  const repo = await makeRepo({ worktrees: originals.length });
  const scan = await createWorktreeScanner({ home: repo.root }).scan([repo.root]);
  const worktrees = repo.worktrees.map((folder) => {
    const found = scan.worktrees.find((one) => one.path === folder);
    if (found === undefined) throw new Error(`The scan did not find ${folder}.`);
    return found;
  });
  for (const [index, worktree] of worktrees.entries()) {
    const text = originals[index] ?? null;
    if (text === null) continue;
    fs.mkdirSync(path.dirname(settingsFile(worktree)));
    fs.writeFileSync(settingsFile(worktree), text, { mode: 0o600 });
  }
  const brief = path.join(repo.root, 'brief.json');
  fs.writeFileSync(brief, JSON.stringify(worktrees));
  return {
    root: repo.root,
    worktrees,
    brief,
    strays: () =>
      fs
        .readdirSync(repo.root, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.tmp')),
    dispose: () => repo.dispose(),
  };
}
