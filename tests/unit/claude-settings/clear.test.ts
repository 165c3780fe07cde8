import fc from 'fast-check';
import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import {
  ACCOUNT,
  makeSettingsBench,
  must,
  OTHER_KEY,
  refusal,
  type SettingsBench,
  UNIVERSAL,
} from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench();
});
afterEach(() => bench.dispose());

const OTHER = {
  key: OTHER_KEY,
  account: { ...ACCOUNT, id: 'other', gatewayUrl: 'https://gw.example' },
};
const HELPER = { account: { ...ACCOUNT, delivery: 'helper' as const } };
const APPLIES = [
  {},
  { preset: UNIVERSAL },
  { trace: null },
  OTHER,
  HELPER,
  { metadata: { a: 'b' } },
];

const ORIGINALS: readonly (readonly [string, string])[] = [
  ['an empty file', ''],
  ['white space', ' \r\n\t\n'],
  ['a byte-order mark alone', '\ufeff'],
  ['an empty object', '{}'],
  ['an empty object over two lines', '{\n}'],
  ['CRLF and tabs', '{\r\n\t"permissions": {\r\n\t\t"allow": ["Bash(ls:*)"]\r\n\t}\r\n}\r\n'],
  ['a byte-order mark and one line', '\ufeff{"model":"opus"}'],
  ['an empty env', '{\n  "env": {}\n}\n'],
  ['env null', '{ "env": null, "x": 1 }'],
  ['env written twice', '{"env":{"ANTHROPIC_MODEL":"a"},"env":{"ANTHROPIC_MODEL":"b"}}'],
  ['a variable written twice', '{"env":{"ANTHROPIC_MODEL":"a","B":"1","ANTHROPIC_MODEL":"b"}}'],
  [
    'own values of owned variables, keys among them',
    '{\n    "env": {\n        "ANTHROPIC_API_KEY": "sk-ant-mine-0123456789",\n        "KEEP": "1",\n        "ANTHROPIC_BASE_URL": "https:\\/\\/own.example"\n    }\n}',
  ],
  [
    'a key spelled with escapes',
    '{"env":{"ANTHROPIC_AUTH_TOKEN":"sk-\\u0061nt-mine-0123456789","ANTHROPIC_CUSTOM_HEADERS":"x-portkey-api-key: sk-\\u0061bc\\nx-a: 1"}}',
  ],
  [
    'numbers, booleans and null',
    '{"env":{"ANTHROPIC_MODEL":12,"ANTHROPIC_API_KEY":98765432,"ANTHROPIC_BASE_URL":null,"ANTHROPIC_AUTH_TOKEN":true}}',
  ],
  [
    'somebody else’s helper',
    '{"apiKeyHelper":"/bin/echo sk-1234567890abcdef","z":[1,2,{"a":null}]}',
  ],
];

describe('clear', () => {
  it.each(ORIGINALS)('gives %s back byte for byte after any number of applies', async (_, text) => {
    for (const count of [1, 2, APPLIES.length]) {
      bench.set(text);
      for (const more of APPLIES.slice(0, count)) must(await bench.apply(more));
      expect(bench.read()).not.toBe(text);
      const outcome = must(await bench.service.clear(bench.worktree));
      expect(bench.read()).toBe(text);
      expect(outcome.exact).toBe(true);
      expect(bench.context.assignments.assignment(bench.worktree.id)).toBeNull();
      expect(bench.context.journal.pending()).toEqual([]);
    }
  });

  const space = fc.constantFrom('', ' ', '\n', '\r\n  ', '\t');
  const name = fc.constantFrom(...OWNED_VARIABLES, 'KEEP', 'a\\u0041', '');
  const value = fc.oneof(
    fc.string({ maxLength: 12 }).map((text) => JSON.stringify(text)),
    fc.constantFrom(
      'null',
      '1',
      'false',
      '"\\u0073k-secret-escaped"',
      '"x-a: 1\\nx-api-token: zz"',
      '[]',
    ),
  );
  const object = (entries: fc.Arbitrary<readonly (readonly [string, string])[]>) =>
    fc
      .tuple(entries, space, space)
      .map(
        ([list, a, b]) =>
          `{${a}${list.map(([key, raw]) => `"${key}":${b}${raw}`).join(`,${a}`)}${b}}`,
      );
  const env = object(fc.array(fc.tuple(name, value), { maxLength: 6 }));
  const file = fc
    .tuple(
      fc.constantFrom('', '\ufeff'),
      object(
        fc.array(
          fc.oneof(
            fc.tuple(fc.constant('env'), fc.oneof(env, env, fc.constant('null'))),
            fc.tuple(fc.constantFrom('permissions', 'apiKeyHelper', 'x'), value),
          ),
          { maxLength: 4 },
        ),
      ),
      fc.constantFrom('', '\n', '\r\n'),
    )
    .map((parts) => parts.join(''));

  it('gives any settings file back byte for byte, and its bytes hold no key of ours', async () => {
    await fc.assert(
      fc.asyncProperty(
        file,
        fc.array(fc.integer({ min: 0, max: APPLIES.length - 1 }), { minLength: 1, maxLength: 3 }),
        async (text, picks) => {
          bench.set(text);
          for (const pick of picks) must(await bench.apply(APPLIES[pick]));
          must(await bench.service.clear(bench.worktree));
          expect(bench.read()).toBe(text);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('takes the file away that it made; the folder stays for the sessions that watch it', async () => {
    must(await bench.apply());
    must(await bench.apply({ preset: UNIVERSAL }));
    const outcome = must(await bench.service.clear(bench.worktree));
    expect(fs.readdirSync(path.join(bench.worktree.path, '.claude'))).toEqual([]);
    expect(outcome.exact).toBe(true);
    expect(outcome.changed).toContain('ANTHROPIC_BASE_URL');
  });

  it('leaves a folder that was there, or that holds something by now', async () => {
    fs.mkdirSync(path.dirname(bench.file));
    must(await bench.apply());
    must(await bench.service.clear(bench.worktree));
    expect(fs.readdirSync(path.dirname(bench.file))).toEqual([]);
    fs.rmdirSync(path.dirname(bench.file));
    must(await bench.apply());
    bench.repo.write(path.join(bench.worktree.path, '.claude/CLAUDE.md'), 'x');
    must(await bench.service.clear(bench.worktree));
    expect(fs.readdirSync(path.dirname(bench.file))).toEqual(['CLAUDE.md']);
  });

  it('says that nothing was applied, of a worktree that nothing was applied to', async () => {
    expect(refusal(await bench.service.clear(bench.worktree)).code).toBe('journal.empty');
    must(await bench.apply());
    must(await bench.service.clear(bench.worktree));
    expect(refusal(await bench.service.clear(bench.worktree)).code).toBe('journal.empty');
  });

  it('ends the trace in the history', async () => {
    must(await bench.apply());
    must(await bench.service.clear(bench.worktree));
    const [use] = bench.context.assignments.traceHistory(bench.worktree.id);
    expect(use?.until).not.toBeNull();
  });
});
