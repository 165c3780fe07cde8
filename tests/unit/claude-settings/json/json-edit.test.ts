import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  applySteps,
  invertSteps,
} from '../../../../electron/services/claude-settings/json/json-editor.ts';
import { editSettings } from '../../../../electron/services/claude-settings/json/json-edit.ts';
import { repairJson } from '../../../../electron/services/claude-settings/json/repair-json.ts';
import { document, OWNED } from './any-settings.ts';

const FILE = '.claude/settings.local.json';

function edit(text: string | null, env: Record<string, string | null>, more = {}) {
  const result = editSettings(text, { env, ...more }, FILE);
  if (!result.ok) throw new Error(result.failure.message);
  return result.value;
}

function parse(text: string): Record<string, unknown> {
  return JSON.parse(text.replace(/^\ufeff/, '')) as Record<string, unknown>;
}

function withoutOwned(text: string): unknown {
  const value = parse(text);
  const { env: variables, ...rest } = value;
  const others = Object.entries(variables ?? {}).filter(
    ([name]) => !(OWNED as readonly string[]).includes(name),
  );
  return { ...rest, env: others };
}

describe('editing a settings text', () => {
  it('sets the variables, leads back byte for byte, and keeps every other value, whatever the text looks like', () => {
    fc.assert(
      fc.property(
        document,
        fc.record({ ANTHROPIC_BASE_URL: fc.string(), ANTHROPIC_CUSTOM_HEADERS: fc.string() }),
        (text, values) => {
          const raw = Object.fromEntries(
            Object.entries(values).map(([k, v]) => [k, JSON.stringify(v)]),
          );
          const { text: after, steps } = edit(text, raw);
          expect(parse(after)['env']).toMatchObject(values);
          expect(withoutOwned(after)).toEqual(withoutOwned(text));
          expect(applySteps(text, steps)).toBe(after);
          expect(applySteps(after, invertSteps(steps))).toBe(text);
          // Setting again changes nothing.
          expect(edit(after, raw).steps).toEqual([]);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('takes away only bytes of owned properties', () => {
    fc.assert(
      fc.property(document, (text) => {
        const { steps } = edit(text, Object.fromEntries(OWNED.map((name) => [name, '"x"'])));
        let current = text;
        for (const step of steps) {
          const cut = current.slice(step.offset, step.offset + step.removed.length);
          expect(cut).toBe(step.removed);
          if (step.removed !== '') {
            const before = current.slice(0, step.offset);
            const isOwnedValue = /"ANTHROPIC_(BASE_URL|AUTH_TOKEN|CUSTOM_HEADERS)"\s*:\s*$/.test(
              before,
            );
            expect(isOwnedValue || /^(null|\{\s*\})$/.test(step.removed)).toBe(true);
          }
          current = applySteps(current, [step]);
        }
      }),
      { numRuns: 800 },
    );
  });

  it('removes what it added, also when another program has written in between', () => {
    fc.assert(
      fc.property(document, (text) => {
        fc.pre(
          !('env' in parse(text)) ||
            parse(text)['env'] === null ||
            Object.keys(parse(text)['env'] as object).every(
              (k) => !(OWNED as readonly string[]).includes(k),
            ),
        );
        const { text: after } = edit(text, Object.fromEntries(OWNED.map((name) => [name, '"x"'])));
        const { text: cleared } = edit(
          after,
          Object.fromEntries(OWNED.map((name) => [name, null])),
          {
            dropEmptyEnv: !('env' in parse(text)),
          },
        );
        const normal = (value: string) => {
          const tree = parse(value);
          return tree['env'] === null ? { ...tree, env: {} } : tree;
        };
        expect(normal(cleared)).toEqual(normal(text));
      }),
      { numRuns: 800 },
    );
  });

  it.each([
    [
      'two spaces',
      '{\n  "permissions": {\n    "allow": []\n  }\n}\n',
      '{\n  "permissions": {\n    "allow": []\n  },\n  "env": {\n    "A": "1"\n  }\n}\n',
    ],
    [
      'tabs and CRLF',
      '{\r\n\t"a": 1\r\n}',
      '{\r\n\t"a": 1,\r\n\t"env": {\r\n\t\t"A": "1"\r\n\t}\r\n}',
    ],
    ['one line', '{"a":1}', '{"a":1,"env":{"A":"1"}}'],
    ['env with entries', '{ "env": { "B": "2" } }', '{ "env": { "B": "2", "A": "1" } }'],
    ['a byte-order mark', '\ufeff{}', '\ufeff{\n  "env": {\n    "A": "1"\n  }\n}'],
    ['an empty env', '{\n  "env": {}\n}', '{\n  "env": {\n    "A": "1"\n  }\n}'],
    [
      'env null',
      '{\n  "env": null,\n  "b": 1\n}',
      '{\n  "env": {\n    "A": "1"\n  },\n  "b": 1\n}',
    ],
    ['no file', null, '{\n  "env": {\n    "A": "1"\n  }\n}\n'],
    ['an empty file', '', '{\n  "env": {\n    "A": "1"\n  }\n}\n'],
    [
      'duplicate keys: the last counts',
      '{"env":{"A":"old","A":"older"}}',
      '{"env":{"A":"old","A":"1"}}',
    ],
    [
      'duplicate env: the last counts',
      '{"env":{"A":"x"},"env":{}}',
      '{"env":{"A":"x"},"env":{"A":"1"}}',
    ],
  ])('writes in the style of the file: %s', (_, before, after) => {
    expect(edit(before, { A: '"1"' }).text).toBe(after);
  });

  it('removes every duplicate, so that an earlier one cannot come into force', () => {
    expect(edit('{"env":{"A":"1","B":"2","A":"3"}}', { A: null }).text).toBe('{"env":{"B":"2"}}');
  });

  it('edits a file of several megabytes', () => {
    const text = JSON.stringify(
      {
        permissions: {
          allow: Array.from({ length: 60_000 }, (_, i) => `Bash(tool-${i} --flag:*)`),
        },
      },
      null,
      2,
    );
    const { text: after, steps } = edit(text, { A: '"1"' });
    expect(after.length).toBeGreaterThan(2_000_000);
    expect(applySteps(after, invertSteps(steps))).toBe(text);
  });

  it.each([
    ['a comment', '{ // mine\n "a": 1 }', 'comment at line 1, column 3', true],
    ['a trailing comma', '{\n  "a": 1,\n}', 'comma too many', true],
    ['a cut-off file', '{"env": {"A": "1"', 'breaks off or is malformed', false],
    ['a list', '[1]', 'not an object', false],
    ['plain text', 'hello', 'malformed', false],
  ])(
    'refuses %s, says why, and offers a repair only where one is safe',
    (_, text, reason, repairable) => {
      const result = editSettings(text, { env: { A: '"1"' } }, FILE);
      expect(result.ok).toBe(false);
      if (result.ok) return;
      expect(result.failure.code).toBe('settings.unparsable');
      expect(result.failure.message).toContain(reason);
      expect(result.failure.hint?.includes('repair')).toBe(repairable);
    },
  );

  it.each([['[]'], ['"text"'], ['5'], ['true']])('refuses env that is %s', (value) => {
    const result = editSettings(`{"env": ${value}}`, { env: { A: '"1"' } }, FILE);
    expect(result.ok ? null : result.failure.code).toBe('settings.env_not_object');
  });

  it('refuses a text that is nested deeper than the parser can follow', () => {
    const text = `{"a":${'['.repeat(200_000)}${']'.repeat(200_000)}}`;
    const result = editSettings(text, { env: { A: '"1"' } }, FILE);
    expect(result.ok ? null : result.failure.code).toBe('settings.unparsable');
  });
});

describe('repairing a text that Claude Code ignores', () => {
  it('cuts comments and trailing commas, and nothing else', () => {
    const text =
      '\ufeff{\r\n  // team\r\n  "a": [1, 2, /* three */],\r\n  "b": "// not a comment, }",\r\n}\r\n';
    const repaired = repairJson(text, FILE);
    expect(repaired.ok && repaired.value.text).toBe(
      '\ufeff{\r\n  \r\n  "a": [1, 2 ],\r\n  "b": "// not a comment, }"\r\n}\r\n',
    );
    if (!repaired.ok) return;
    expect(applySteps(repaired.value.text, invertSteps(repaired.value.steps))).toBe(text);
    expect(parse(repaired.value.text)).toEqual({ a: [1, 2], b: '// not a comment, }' });
  });

  it('refuses to guess at what is cut off', () => {
    const repaired = repairJson('{"a": 1', FILE);
    expect(repaired.ok ? null : repaired.failure.code).toBe('settings.unparsable');
  });
});
