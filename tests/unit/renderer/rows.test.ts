import { describe, expect, it } from 'vitest';

import { EMPTY_FORM, fillModels } from '../../../renderer/features/presets/preset-form.ts';
import { buildRows, stateOf } from '../../../renderer/store/rows.ts';
import { age, hintOf, shortPath, summarise } from '../../../renderer/store/words.ts';
import { failure } from '../../../shared/domain/failure.ts';
import { assign, startOf, templates, worktree } from '../../fakes/fake-data.ts';

const presets = templates('anthropic', 'bedrock');
const trees = [
  worktree('web', 'web', 'main'),
  assign(worktree('web', 'lisbon', 'fix-login'), 'bedrock'),
  worktree('api', 'oslo', 'main'),
];
const rows = (search: string, collapsed: string[] = []) =>
  buildRows({ worktrees: trees, presets, search, collapsed }).map((row) =>
    row.kind === 'group' ? `${row.name} ${row.routed}/${row.total}` : row.tree.name,
  );

describe('the list of workspaces', () => {
  it('stands by repository, each with its count', () => {
    expect(rows('')).toEqual(['web 1/2', 'web', 'lisbon', 'api 0/1', 'oslo']);
  });

  it('leaves out the workspaces of a folded repository, but not while searching', () => {
    const folded = [trees[0]?.commonDir ?? ''];
    expect(rows('', folded)).toEqual(['web 1/2', 'api 0/1', 'oslo']);
    expect(rows('lisbon', folded)).toEqual(['web 1/1', 'lisbon']);
  });

  it('finds by preset, branch and trace ID, every word somewhere', () => {
    expect(rows('bedrock')).toEqual(['web 1/1', 'lisbon']);
    expect(rows('web fix')).toEqual(['web 1/1', 'lisbon']);
    expect(rows('7f2a')).toEqual(['web 1/1', 'lisbon']);
    expect(rows('bedrock oslo')).toEqual([]);
  });

  it('tells repositories of one name apart by where they are', () => {
    const other = { ...worktree('web', 'kyoto', 'x'), commonDir: '/srv/elsewhere/web/.git' };
    const groups = buildRows({ worktrees: [...trees, other], presets, search: '', collapsed: [] })
      .filter((row) => row.kind === 'group')
      .map((row) => row.where);
    expect(groups).toEqual(['~/code/web', null, '/srv/elsewhere/web']);
  });

  it('asks for attention only where something was applied', () => {
    const shadow = { file: '/x', layer: 'main-checkout' as const, variables: [] };
    const lisbon = assign(worktree('web', 'lisbon', 'x'), 'bedrock');
    expect(stateOf({ ...lisbon, shadowedBy: [shadow] })).toBe('attention');
    expect(stateOf({ ...lisbon, assignment: null, shadowedBy: [shadow] })).toBe('off');
    expect(stateOf({ ...lisbon, missing: true })).toBe('unusable');
  });
});

describe('the words', () => {
  it('count only what can be routed', () => {
    expect(summarise(startOf('attention'))).toBe('4 of 5 workspaces on Portkey');
    expect(summarise(startOf('empty'))).toBe('No workspaces yet');
  });

  it('shorten paths at the front and keep what tells them apart', () => {
    expect(shortPath('/Users/mira/code/web')).toBe('~/code/web');
    expect(shortPath('/Users/mira/conductor/workspaces/web/lisbon')).toBe('~/…/web/lisbon');
    expect(shortPath('/srv/web')).toBe('/srv/web');
  });

  it('say ages as people do', () => {
    const now = Date.parse('2026-08-14T12:00:00Z');
    expect(age('2026-08-14T11:59:30Z', now)).toBe('just now');
    expect(age('2026-08-14T11:20:00Z', now)).toBe('40 min ago');
    expect(age('2026-08-14T03:00:00Z', now)).toBe('9 h ago');
    expect(age('2026-08-01T03:00:00Z', now)).toBe('Aug 1, 2026');
  });

  it('replace hints for a terminal, and keep every other', () => {
    expect(hintOf(failure('key.missing'))).toBe('Store its key under Accounts.');
    expect(hintOf(failure('key.missing', { hint: 'Unlock it.' }))).toBe('Unlock it.');
    expect(hintOf(failure('settings.conflict'))).toMatch(/Wait until it is quiet/);
  });
});

describe('filling models from a catalogue', () => {
  it('takes the newest of each tier', () => {
    const models = [
      'claude-sonnet-4-6',
      'claude-sonnet-4-10',
      'claude-opus-4-8',
      'claude-haiku-4-5',
    ];
    expect(fillModels(EMPTY_FORM, models)).toEqual({
      part: { sonnet: 'claude-sonnet-4-10', opus: 'claude-opus-4-8', haiku: 'claude-haiku-4-5' },
      said: 'Filled in the newest model of each tier.',
    });
  });

  it('leaves what it cannot decide as it was typed, and says so', () => {
    const filled = fillModels(EMPTY_FORM, ['gpt-5.5', 'claude-opus-4-8']);
    expect(filled.part).toEqual({ opus: 'claude-opus-4-8' });
    expect(filled.said).toMatch(/no model for sonnet and haiku; choose one of its 2/);
    expect(fillModels({ ...EMPTY_FORM, universal: true }, ['a', 'b']).part).toEqual({});
  });
});
