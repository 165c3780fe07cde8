import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { makeSettingsBench, must, refusal, type SettingsBench } from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench();
});
afterEach(() => bench.dispose());

const KEYS = [
  'sk-ant-comment-0123456789',
  'pk-value-0123456789',
  'pk-double-0123456789',
  'pk-escaped-0123456789',
];
const BROKEN = `{
  // "ANTHROPIC_AUTH_TOKEN": "${KEYS[0]}",
  "env": {
    "ANTHROPIC_AUTH_TOKEN": "${KEYS[1]}",
    "ANTHROPIC_AUTH_TOKEN": "${KEYS[2]}",
    "ANTHROPIC_API_KEY": "pk-\\u0065scaped-0123456789", /* old */
    "KEEP": "// no comment, ],",
  },
}
`;

describe('a repair', () => {
  it.each([
    ['{ // an odd " quote\n "ANTHROPIC_API_KEY": "pk-odd-0123456789", }'],
    ['{ /* " */ "ANTHROPIC_API_KEY": "pk-odd-0123456789", }'],
    ['{ "a": [1,], "ANTHROPIC_API_KEY" /* : " */ : /* x */ "pk-odd-0123456789" }'],
    ['\ufeff{ "apiKeyHelper": "echo pk-odd-0123456789", }'],
    [
      '{ "ANTHROPIC_API_KEY": 12345678901234567, "x": "\\u0061", "ANTHROPIC_CUSTOM_HEADERS": "a: b\\\\nx-api-key: pk-odd-0123456789", }',
    ],
  ])('shows no key of %j', (text) => {
    bench.set(text);
    const preview = must(bench.service.previewRepair(bench.worktree));
    for (const shown of [preview.before, preview.after]) expect(shown).not.toContain('odd-0123');
    expect(preview.before.length).toBeGreaterThan(20);
  });

  it('is shown without the keys that stand in the file, comments included, and writes nothing', () => {
    bench.set(BROKEN);
    const preview = must(bench.service.previewRepair(bench.worktree));
    expect(preview.reason).toContain('a comment at line 2');
    for (const key of KEYS) expect(JSON.stringify(preview)).not.toContain(key);
    expect(JSON.stringify(preview)).not.toContain('scaped-0123456789');
    expect(preview.before).toContain('// "ANTHROPIC_AUTH_TOKEN": "••••6789",\n');
    expect(preview.after).toContain('"KEEP": "// no comment, ],"');
    expect(JSON.parse(preview.after)).toHaveProperty('env');
    expect(bench.read()).toBe(BROKEN);
  });

  it('cuts comments and commas and nothing else, and then apply works', async () => {
    bench.set(BROKEN);
    expect(refusal(await bench.apply()).code).toBe('settings.unparsable');
    must(await bench.service.repair(bench.worktree));
    const lines = (bench.read() ?? '').split('\n');
    expect(lines).toHaveLength(BROKEN.split('\n').length);
    expect(JSON.parse(bench.read() ?? '')).toMatchObject({ env: { KEEP: '// no comment, ],' } });
    const repaired = bench.read();
    must(await bench.apply());
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBe(repaired);
    const [clear, apply, repair] = bench.context.journal.list(5);
    expect([clear?.action, apply?.action, repair?.action]).toEqual(['clear', 'apply', 'repair']);
  });

  it('keeps no key of a comment in the state, and gives the comment back', async () => {
    bench.set(BROKEN);
    must(await bench.service.repair(bench.worktree));
    for (const key of KEYS) expect(bench.stateBytes()).not.toContain(key);
    must(await bench.service.undo(undefined));
    expect(bench.read()).toBe(BROKEN);
  });

  it('is refused where nothing is wrong, or more than it can mend', async () => {
    bench.set('{}');
    expect(refusal(bench.service.previewRepair(bench.worktree)).code).toBe('request.invalid');
    bench.set('{"a": tru');
    expect(refusal(bench.service.previewRepair(bench.worktree)).code).toBe('settings.unparsable');
    expect(refusal(await bench.service.repair(bench.worktree)).code).toBe('settings.unparsable');
    expect(bench.read()).toBe('{"a": tru');
    expect(bench.context.journal.pending()).toEqual([]);
  });
});
