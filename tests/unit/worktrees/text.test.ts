import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  parseConfig,
  parseGitFile,
  parseHead,
} from '../../../electron/services/worktrees/git-text.ts';
import { worktreeId, worktreeSlug } from '../../../shared/domain/worktree-id.ts';
import { createSandbox } from './sandbox.ts';

describe('the slug of a worktree', () => {
  it('is readable, ASCII and short', () => {
    expect(worktreeSlug('Zürich_2')).toBe('zurich-2');
    expect(worktreeSlug('--São  Paulo--')).toBe('sao-paulo');
    expect(worktreeSlug('東京')).toBe('worktree');
    expect(worktreeSlug('x'.repeat(99))).toBe('x'.repeat(40));
    expect(worktreeId('lisbon-v1', '0123456789abcdef')).toBe('lisbon-v1-01234567');
  });

  it('never leaves its alphabet, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(worktreeSlug(name)).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/);
      }),
    );
  });
});

describe('git’s small files', () => {
  it('tells branches, commits and nonsense apart in HEAD', () => {
    const id = 'a'.repeat(40);
    expect(parseHead('ref: refs/heads/a/b\n')).toEqual({ branch: 'a/b', detachedAt: null });
    expect(parseHead('ref:\trefs/heads/tab\n')).toEqual({ branch: 'tab', detachedAt: null });
    expect(parseHead(`${id}\n`)).toEqual({ branch: null, detachedAt: id });
    for (const text of [
      '',
      '\n',
      `${id}x`,
      'ref: ',
      'ref: refs/heads/.invalid\n',
      'ref: ../../etc/passwd',
    ]) {
      expect(parseHead(text)).toEqual({ branch: null, detachedAt: null });
    }
  });

  it('takes the path of a .git file as it stands', () => {
    expect(parseGitFile('gitdir: ../a b\n/c\r\n')).toBe('../a b\n/c');
    expect(parseGitFile('gitdir: \n')).toBeNull();
    expect(parseGitFile('something else')).toBeNull();
  });

  it('reads settings as git config does', () => {
    const box = createSandbox();
    try {
      for (const text of [
        '[core]\n\tbare = true\n',
        '[core] bare\n',
        '[CORE]\nBARE=yes # really\n',
        '[core]\nbare = 0\n[core "x"]\nbare = true\n',
        '[core]\nbare = \\\n on\n',
        '[core]\nbare =\n',
        '[other]\nbare = true\n[core]\nbare = "false"\n',
        '[core]\nworktree = "../with ; sign" # note\n',
        '[core]\nworktree = ../two  words   \n',
        '[core]\nworktree = "a\\"b\\\\c"\n',
      ]) {
        const file = box.write('config', text);
        const ask = (...args: string[]): string | null => {
          try {
            return box.git('.', 'config', '--file', file, ...args).replace(/\n$/, '');
          } catch {
            return null;
          }
        };
        const ours = parseConfig(text);
        expect([text, ours.bare === null ? null : String(ours.bare), ours.worktree]).toEqual([
          text,
          ask('--type=bool', '--get', 'core.bare'),
          ask('--get', 'core.worktree'),
        ]);
      }
    } finally {
      box.dispose();
    }
  });
});
