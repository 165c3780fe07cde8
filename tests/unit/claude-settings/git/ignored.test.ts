import fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import {
  excludeLine,
  isSurelyIgnored,
  withExcludeLine,
} from '../../../../electron/services/claude-settings/git/git-index.ts';
import { type GitRepo, makeGitRepo } from '../../support/git-repo.ts';

const FILE = '.claude/settings.local.json';

let repo: GitRepo;
beforeAll(async () => {
  repo = await makeGitRepo([]);
});
afterAll(() => repo.dispose());

function isIgnored(file: string): boolean {
  try {
    repo.git('web', 'check-ignore', '-q', '--', file);
    return true;
  } catch {
    return false;
  }
}

/** Puts ignore files in place, and asks both. */
function compare(exclude: string, gitignore: string, inner: string) {
  fs.writeFileSync(path.join(repo.main.commonDir, 'info/exclude'), exclude);
  repo.write('web/.gitignore', gitignore);
  repo.write('web/.claude/.gitignore', inner);
  return { surely: isSurelyIgnored(exclude, [gitignore, inner]), git: isIgnored(FILE) };
}

const line = fc
  .tuple(
    fc.constantFrom('', '!', '#', '\\', ' ', '\ufeff', '\ufeff!'),
    fc.constantFrom(
      '/.claude/settings.local.json',
      '.claude/settings.local.json',
      '**/.claude/settings.local.json',
      '.claude/',
      '.claude',
      '*.json',
      '/settings.local.json',
      'settings.*',
      '*',
      '',
    ),
    fc.constantFrom('', ' ', '  ', '\t', '\\ ', '\r', '\u00a0', '/'),
  )
  .map((parts) => parts.join(''));
const ignoreFile = fc
  .tuple(fc.array(line, { maxLength: 3 }), fc.constantFrom('\n', '\r\n'), fc.boolean())
  .map(([lines, eol, last]) => lines.join(eol) + (last ? eol : ''));

describe('whether the settings file is surely ignored', () => {
  it('is never said where git says that it is not', () => {
    fc.assert(
      fc.property(ignoreFile, ignoreFile, ignoreFile, (exclude, gitignore, inner) => {
        const { surely, git } = compare(exclude, gitignore, inner);
        if (surely) expect(git).toBe(true);
      }),
      { numRuns: 250 },
    );
  });

  it.each([
    ['/.claude/settings.local.json\t\n', ''],
    ['/.claude/settings.local.json\u00a0\n', ''],
    ['/.claude/settings.local.json\n', '\ufeff!.claude/settings.local.json\n'],
    ['#/.claude/settings.local.json\n', ''],
  ])('is not said of exclude %j with .gitignore %j', (exclude, gitignore) => {
    expect(compare(exclude, gitignore, '')).toEqual({ surely: false, git: false });
  });

  it('is said for the line that we add, in every shape of file that it is added to', () => {
    for (const text of [null, '', '# x', '# x\n', '*.log\r\n', 'a\r\nb', '\ufeff*.log\n']) {
      expect(compare(withExcludeLine(text), '', '')).toEqual({ surely: true, git: true });
    }
  });

  it('is not said without an exclude file', () => {
    expect(isSurelyIgnored(null, [])).toBe(false);
  });
});

describe('the line for another path', () => {
  it('stands for exactly that path', () => {
    const name = fc
      .array(fc.constantFrom('a', '*', '?', '[', ']', '\\', '!', '#', ' ', 'é', '.j'), {
        minLength: 1,
        maxLength: 6,
      })
      .map((parts) => parts.join(''))
      .filter((text) => text !== '.' && text !== '..');
    fs.rmSync(path.join(repo.main.path, '.gitignore'), { force: true });
    fc.assert(
      fc.property(name, (file) => {
        fs.writeFileSync(path.join(repo.main.commonDir, 'info/exclude'), `${excludeLine(file)}\n`);
        expect(isIgnored(`./${file}`)).toBe(true);
        expect(isIgnored(`./b${file}`)).toBe(false);
      }),
      { numRuns: 60 },
    );
  });
});
