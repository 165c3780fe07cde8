import { cpSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createWorktreeScanner } from '../../../electron/services/worktrees/scan.ts';
import { asListed, createSandbox } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';

describe('a scan beside git on repositories that nobody thought of', () => {
  it('agrees on mixed repositories made by a generator', { timeout: 120_000 }, async () => {
    const step = fc.record({
      what: fc.constantFrom(
        'add',
        'detach',
        'lock',
        'move',
        'delete',
        'remove',
        'unborn',
        'nest',
        'copy',
        'carry',
        'pack',
      ),
      which: fc.nat(5),
      name: fc.constantFrom(
        'a',
        'Zürich',
        'two words',
        'line\nbreak',
        'x'.repeat(60),
        '東京',
        '-dash',
        '.dot',
      ),
      reason: fc.constantFrom('', 'r', 'two\nlines'),
    });
    const base = fc.constantFrom('plain', 'bare', 'separate');
    await fc.assert(
      fc.asyncProperty(
        base,
        fc.array(step, { minLength: 4, maxLength: 9 }),
        async (kind, steps) => {
          const mine = createSandbox();
          try {
            mine.init(
              'app',
              ...(kind === 'separate' ? [`--separate-git-dir=${mine.at('sep.git')}`] : []),
            );
            if (kind === 'bare') mine.git('.', 'clone', '-q', '--bare', 'app', 'hub.git');
            const home = kind === 'bare' ? 'hub.git' : 'app';
            const paths: string[] = [];
            const carried = new Map<string, string>();
            const attempt = (...args: string[]): void => {
              try {
                mine.git(home, 'worktree', ...args);
              } catch {
                // Git refuses some steps (a locked worktree is not moved); its list is the judge either way.
              }
            };
            for (const [index, { what, which, name, reason }] of steps.entries()) {
              const target = paths[which % Math.max(1, paths.length)];
              const fresh = mine.at('w', `${index}`, name);
              if (what === 'add' || target === undefined) {
                paths.push(fresh);
                attempt('add', '-q', '-b', `b/${index}`, '--', fresh);
              } else if (what === 'detach') {
                paths.push(fresh);
                attempt('add', '-q', '--detach', '--', fresh);
              } else if (what === 'nest') {
                paths.push(`${target}/inner ${index}`);
                attempt('add', '-q', '-b', `n/${index}`, '--', `${target}/inner ${index}`);
              } else if (what === 'lock') attempt('lock', '--reason', reason, '--', target);
              else if (what === 'move') {
                mkdirSync(dirname(fresh), { recursive: true });
                attempt('move', '--', target, fresh);
              } else if (what === 'delete') rmSync(target, { recursive: true, force: true });
              else if (what === 'remove') attempt('remove', '--force', '--', target);
              else if (what === 'pack') mine.git(home, 'pack-refs', '--all');
              else if (what === 'unborn') mine.write(`u${index}/README`, 'not a repository\n');
              else if (what === 'copy' && !carried.has(target) && isThere(mine, target)) {
                cpSync(target, mine.at('copies', `${index}`), { recursive: true });
              } else if (what === 'carry' && !carried.has(target) && isThere(mine, target)) {
                mkdirSync(mine.at('carried'), { recursive: true });
                renameSync(target, mine.at('carried', `${index}`));
                carried.set(target, mine.at('carried', `${index}`));
              }
            }
            const byGit = [...mine.list(home), ...(kind === 'bare' ? mine.list('app') : [])];
            const { worktrees } = await createWorktreeScanner({ home: mine.at('home') }).scan([
              mine.root,
            ]);
            const ours = asListed(worktrees);
            // Registrations are compared by what git says of them; where git's path is out of date, ours may be a newer one.
            const key = (each: (typeof ours)[number]): string =>
              JSON.stringify([each.branch, each.detached, each.bare, each.locked, each.prunable]);
            expect(ours.map(key).sort()).toEqual(byGit.map(key).sort());
            const gitsPaths = new Set(byGit.map(({ path }) => path));
            for (const each of worktrees) {
              if (gitsPaths.has(each.path)) continue;
              const separateMain = kind === 'separate' && each.main && each.path === mine.at('app');
              const foundElsewhere =
                each.prunable !== null && !each.missing && isThere(mine, each.path);
              const foundLocked = each.locked !== null && !each.missing;
              expect(separateMain || foundElsewhere || foundLocked).toBe(true);
            }
            expect(new Set(worktrees.map(({ id }) => id)).size).toBe(worktrees.length);
          } finally {
            mine.dispose();
          }
        },
      ),
      { numRuns: 25, seed: 20261123 },
    );
  });
});

function isThere(sandbox: Sandbox, path: string): boolean {
  try {
    return sandbox.git('.', '-C', path, 'rev-parse', '--git-dir') !== '';
  } catch {
    return false;
  }
}
