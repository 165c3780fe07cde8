import { describe, expect, it } from 'vitest';

import { globMatches } from '../../../shared/domain/path-glob.ts';
import { checkRule, fillTrace, ruleFor, type Rule } from '../../../shared/domain/rule.ts';
import { must, refusal } from '../support/settings-bench.ts';

const TREE = {
  path: '/home/me/conductor/workspaces/web/lisbon',
  name: 'lisbon',
  repo: 'web',
  branch: 'try/Lisbon',
  commonDir: '/home/me/code/web/.git',
  mainPath: '/home/me/code/web',
};

describe('a glob for worktrees', () => {
  it.each([
    ['web/*', true],
    ['lis?on', true],
    ['/home/me/conductor/workspaces/web/*', true],
    ['/home/me/conductor/**', true],
    ['/home/**/lisbon', true],
    ['/home/me/conductor/workspaces/*', false],
    ['web', false],
    ['web/l[i]sbon', false],
    ['*', true],
    ['we.b/*', false],
  ])('%s: %s', (glob, matches) => {
    expect(globMatches(glob, TREE)).toBe(matches);
  });
});

describe('a rule', () => {
  const rule = (id: string, more: Partial<Rule>): Rule => ({
    id,
    repo: null,
    path: null,
    preset: 'anthropic',
    account: null,
    metadata: {},
    trace: null,
    since: '2026-01-01T00:00:00.000Z',
    ...more,
  });

  it('decides when it is the first that matches', () => {
    const rules = [
      rule('other', { repo: 'api' }),
      rule('both', { repo: 'web', path: 'web/p*' }),
      rule('root', { repo: '/home/me/code/web' }),
      rule('all', { path: '**' }),
    ];
    expect(ruleFor(rules, TREE)?.id).toBe('root');
    expect(ruleFor(rules.slice(0, 2), TREE)).toBeNull();
  });

  it.each([
    [{ preset: 'a' }, 'request.invalid', 'repo'],
    [{ preset: 'a', repo: ' ' }, 'request.invalid', 'repo'],
    [{ preset: 'a', repo: 'web', metadata: { '1x': 'y' } }, 'metadata.invalid', 'metadata.1x'],
    [{ preset: 'a', repo: 'web', trace: '{repo}' }, 'trace.invalid', 'trace'],
    [{ preset: 'a', repo: 'web', trace: '{user}-{suffix}' }, 'trace.invalid', 'trace'],
    [{ preset: 'a', repo: 'web', trace: 'a,b-{suffix}' }, 'trace.invalid', 'trace'],
  ])('like %j is refused', (draft, code, field) => {
    expect(refusal(checkRule(draft))).toMatchObject({ code, field });
  });

  it('makes a trace ID that can be sent', () => {
    expect(must(fillTrace('team/{repo}-{worktree}-{branch}-{suffix}', TREE, '7f2a'))).toBe(
      'team/web-lisbon-try-lisbon-7f2a',
    );
  });
});
