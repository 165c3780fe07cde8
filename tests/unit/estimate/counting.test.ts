import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type Bench, bench, estimated, EVER, line, LYON, rows } from './transcript-bench.ts';

let room: Bench;
beforeEach(() => {
  room = bench();
});
afterEach(() => room.remove());

const lyon = (requests: number, tokens: number, cents: number | null) => [
  { worktree: 'lyon', model: 'claude-sonnet-5', requests, tokens, cents },
];

describe('A message in transcripts', () => {
  it('counts once with its last usage, however many lines the stream left', async () => {
    const use = (output: number) => ({ usage: { input_tokens: 10, output_tokens: output } });
    room.write('a/s.jsonl', line(use(1)) + line(use(1)) + line(use(7)));
    expect(await rows(room.start())).toStrictEqual(lyon(1, 17, 10 + 70));
  });

  it('counts once across the files of sessions that were forked or resumed', async () => {
    room.write('a/s.jsonl', line() + line({ id: 'msg_2', request: 'req_2' }));
    room.write('b/t.jsonl', line() + line({ id: 'msg_3', request: 'req_3' }));
    expect(await rows(room.start())).toStrictEqual(lyon(3, 45, 3 * 60));
  });

  it('belongs to the window of its first copy, and windows end before their end', async () => {
    const later = { at: '2026-11-22T00:00:00.000Z', cwd: '/code/nice' };
    room.write('a/s.jsonl', line({ at: '2026-11-21T00:00:00.000Z' }));
    room.write('0/s.jsonl', line({ ...later, usage: { output_tokens: 9 } }));
    const days = ['20', '21', '22', '23'].map((day) => `2026-11-${day}T00:00:00.000Z`);
    const windows = days.slice(1).map((to, index) => ({ from: days[index] ?? to, to }));
    const { windows: found } = await estimated(room.start(), windows);
    expect(found).toStrictEqual([[], lyon(1, 9, 90), []]);
  });

  it('counts when a sub-agent sent it, in a file of its own too', async () => {
    const agent = { id: 'msg_2', request: 'req_2', sidechain: true };
    room.write('a/s.jsonl', line());
    room.write('a/s/subagents/agent-1.jsonl', line(agent));
    expect(await rows(room.start())).toStrictEqual(lyon(2, 30, 120));
  });

  it('does not count again where a sub-agent replays it, or a copy lacks the request', async () => {
    room.write('a/s.jsonl', line() + line({ request: null }));
    room.write('a/s/subagents/agent-1.jsonl', line({ request: 'req_9', sidechain: true }));
    expect(await rows(room.start())).toStrictEqual(lyon(1, 15, 60));
  });

  it('counts by its ID alone where the gateway gave no ID of the request', async () => {
    room.write('a/s.jsonl', line({ request: null }) + line({ request: null, id: 'msg_2' }));
    expect(await rows(room.start())).toStrictEqual(lyon(2, 30, 120));
  });

  it('has each kind of token at its own price', async () => {
    const usage = {
      input_tokens: 1,
      output_tokens: 2,
      cache_creation_input_tokens: 7,
      cache_read_input_tokens: 5,
      cache_creation: { ephemeral_5m_input_tokens: 3, ephemeral_1h_input_tokens: 4 },
    };
    room.write('a/s.jsonl', line({ usage }));
    const older = { ...usage, cache_creation: undefined };
    room.write('a/t.jsonl', line({ id: 'msg_2', usage: older }));
    expect(await rows(room.start())).toStrictEqual(lyon(2, 30, 54_321 + 50_721));
  });

  it('is no spend when Claude Code itself said it', async () => {
    room.write('a/s.jsonl', line({ model: '<synthetic>' }));
    expect(await rows(room.start())).toStrictEqual([]);
  });

  it('has an unknown cost, and a note, where no price is known', async () => {
    room.write('a/s.jsonl', line({ model: 'claude-next' }) + line({ id: 'msg_2' }));
    const { windows, notes, incomplete } = await estimated(room.start());
    expect(windows[0]?.map(({ model, cents }) => [model, cents])).toStrictEqual([
      ['claude-next', null],
      ['claude-sonnet-5', 60],
    ]);
    expect(notes).toStrictEqual([
      'No price is known for “claude-next”, so what it cost is not in the amounts.',
    ]);
    expect(incomplete).toBe(false);
  });

  it('is left out when its line makes no sense, and the others are not', async () => {
    const odd = [
      '{"type":"assistant","message":{"usage":',
      'null',
      '[{"usage":1}]',
      '{"usage":"x"}',
      '',
      line({ at: 'yesterday' }).trim(),
      line({ id: '', request: '' }).trim(),
      JSON.stringify({ type: 'user', message: { usage: { input_tokens: 5 } } }),
      line({ id: 'msg_3', usage: { input_tokens: -4, output_tokens: 'many' } }).trim(),
    ];
    room.write('a/s.jsonl', `${odd.join('\n')}\n${line()}`);
    const { windows, incomplete, notes } = await estimated(room.start());
    expect(windows[0]).toStrictEqual(lyon(2, 15, 60));
    expect([incomplete, notes]).toStrictEqual([false, []]);
  });
});

describe('A folder in transcripts', () => {
  it('belongs to the innermost worktree that holds it, by whole names', async () => {
    const places = [
      { id: 'repo', path: '/code' },
      { id: 'inner', path: '/code/lyon/nested/' },
      LYON,
    ];
    const cwds = {
      '/code/lyon': 'lyon',
      '/code/lyon/src': 'lyon',
      '/code/lyon/nested/deep/er': 'inner',
      '/code/lyon-2': 'repo',
      '/codex': '',
      '': '',
    };
    for (const [index, cwd] of Object.keys(cwds).entries()) {
      room.append('a/s.jsonl', line({ id: `msg_${index}`, cwd }));
    }
    const counts = Object.fromEntries(
      (await rows(room.start(), places))?.map(({ worktree, requests }) => [worktree, requests]) ??
        [],
    );
    expect(counts).toStrictEqual({ '': 2, repo: 1, lyon: 2, inner: 1 });
  });

  it('of projects may be missing, which is no failure', async () => {
    expect(await estimated(room.start(), [EVER, EVER])).toStrictEqual({
      windows: [[], []],
      asOf: '2026-11-23T12:00:00.000Z',
      incomplete: false,
      notes: [],
    });
  });
});
