import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { readDeepLink } from '../../../shared/domain/deep-link.ts';
import { pendingLinkSchema } from '../../../shared/domain/pending-link.ts';
import { encodePresetLink } from '../../../shared/domain/preset-link.ts';

const tree = (repo: string, name: string, bare = false) => ({
  path: `/code/${repo}/${name}`,
  repo,
  name,
  bare,
});
const AROUND = {
  worktrees: [
    tree('web', 'lisbon'),
    tree('web', 'hanoi'),
    tree('api', 'hanoi'),
    tree('web', 'bare', true),
  ],
  presets: [{ id: 'bedrock' }],
};
const read = (link: string) => readDeepLink(link, 'l1', AROUND);

describe('a link that was opened', () => {
  it('proposes a preset, and says whether one of that id is here', () => {
    const preset = {
      id: 'bedrock',
      name: 'Bedrock',
      provider: '@bedrock-eu',
      models: { model: 'eu.claude' },
    };
    const text = encodePresetLink(preset);
    expect(read(` ${text}\n`)).toEqual({ id: 'l1', kind: 'preset', preset, text, exists: true });
    expect(read(encodePresetLink({ ...preset, id: 'other' }))).toMatchObject({ exists: false });
  });

  it('leads to a workspace that is here, with a preset and a trace ID to look at', () => {
    expect(read('switchyard://worktree?name=lisbon')).toEqual({
      id: 'l1',
      kind: 'worktree',
      worktree: '/code/web/lisbon',
      name: 'web/lisbon',
      preset: null,
      trace: null,
    });
    expect(
      read('switchyard://worktree?v=1&repo=api&name=hanoi&preset=bedrock&trace=ticket-12'),
    ).toMatchObject({ worktree: '/code/api/hanoi', preset: 'bedrock', trace: 'ticket-12' });
  });

  it.each([
    ['switchyard://worktree?name=nowhere', 'There is no workspace “nowhere” here.'],
    ['switchyard://worktree?name=hanoi', 'Several workspaces are called “hanoi”.'],
    ['switchyard://worktree?name=bare', 'There is no workspace “bare” here.'],
    ['switchyard://worktree?', 'The link names no workspace.'],
    ['switchyard://worktree?name=lisbon&path=/etc', 'The link has a part that no link'],
    ['switchyard://worktree?name=lisbon&key=sk-1', 'The link has a part that no link'],
    ['switchyard://worktree?name=lisbon&name=hanoi', 'The link names “name” twice.'],
    ['switchyard://worktree?name=lisbon&v=2', 'another version of Switchyard'],
    ['switchyard://worktree?name=lisbon&preset=gone', 'There is no preset “gone” here.'],
    ['switchyard://worktree?name=lisbon&trace=a,b', 'trace ID'],
    [
      'switchyard://preset?v=1&id=a&name=A&key=sk-1',
      'The link has a part “key” that no preset has',
    ],
    ['switchyard://apply?worktree=lisbon', 'something that Switchyard does not do'],
    ['https://example.com/', 'something that Switchyard does not do'],
    [`switchyard://worktree?name=${'a'.repeat(9000)}`, 'The link is too long.'],
  ])('is refused in words: %s', (link, words) => {
    const pending = read(link);
    expect(pending.kind).toBe('refused');
    expect(pending).toHaveProperty('message', expect.stringContaining(words));
  });

  it('quotes a stranger’s words short and plain', () => {
    const pending = read(
      `switchyard://worktree?name=${encodeURIComponent(`a\u202e\n${'b'.repeat(200)}`)}`,
    );
    expect(pending).toHaveProperty(
      'message',
      expect.stringMatching(/^There is no workspace “a b{58}…” here\.$/),
    );
  });

  it('is read to the end whatever it holds, and never names a path that was not found here', () => {
    const paths = new Set(AROUND.worktrees.map((one) => one.path));
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webQueryParameters().map((query) => `switchyard://worktree?${query}`),
          fc.webQueryParameters().map((query) => `switchyard://preset?${query}`),
        ),
        (link) => {
          const pending = pendingLinkSchema.parse(read(link));
          return pending.kind !== 'worktree' || paths.has(pending.worktree);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
