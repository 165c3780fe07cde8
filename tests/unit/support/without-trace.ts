import fs from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

import type { ApplyTarget } from '../../../electron/services/claude-settings/context.ts';
import type { FailureCode } from '../../../shared/domain/failure-codes.ts';
import type { Failure } from '../../../shared/domain/failure.ts';
import { KEY, refusal, type SettingsBench } from './settings-bench.ts';

/** Everything below the worktree and the repository's `info`, with bytes, links and modes. */
function everything(bench: SettingsBench): Record<string, string> {
  const found: Record<string, string> = {};
  const walk = (folder: string) => {
    for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
      const file = path.join(folder, entry.name);
      if (entry.isSymbolicLink()) found[file] = `-> ${fs.readlinkSync(file)}`;
      else if (entry.isDirectory()) {
        found[file] = 'folder';
        walk(file);
      } else found[file] = `${fs.statSync(file).mode} ${fs.readFileSync(file).toString('latin1')}`;
    }
  };
  walk(bench.worktree.path);
  walk(path.join(bench.repo.main.commonDir, 'info'));
  return found;
}

/** An apply that has to be refused: nothing on the disk, in the journal or among the assignments may be another then. */
export async function refusedWithoutTrace(
  bench: SettingsBench,
  code: FailureCode,
  more: Partial<ApplyTarget> = {},
): Promise<Failure> {
  const before = fs.existsSync(bench.worktree.path) ? everything(bench) : null;
  const failure = refusal(await bench.apply(more));
  expect(failure.code).toBe(code);
  expect(`${failure.message} ${failure.hint ?? ''}`).not.toContain(KEY);
  if (before !== null) expect(everything(bench)).toEqual(before);
  expect(bench.context.journal.list(10)).toEqual([]);
  expect(bench.context.journal.pending()).toEqual([]);
  expect(bench.context.assignments.assignments()).toEqual([]);
  return failure;
}
