import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import {
  ACCOUNT,
  ANTHROPIC,
  KEY,
  makeSettingsBench,
  must,
  OTHER_KEY,
  refusal,
  type SettingsBench,
  UNIVERSAL,
} from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench({ names: ['lisbon', 'quito'] });
});
afterEach(() => bench.dispose());

describe('apply', () => {
  it('writes every owned variable, in order, with real newlines, as strict JSON', async () => {
    const outcome = must(await bench.apply({ metadata: { team: 'Züri' } }));
    expect(outcome.trace).toBe('web-lisbon-0001');
    expect(outcome.journalId).toBe(1);
    expect([...outcome.changed].sort()).toEqual([...OWNED_VARIABLES].sort());
    expect(Object.keys(bench.env())).toEqual(OWNED_VARIABLES);
    expect(bench.env()).toEqual({
      ANTHROPIC_BASE_URL: 'https://api.portkey.ai',
      ANTHROPIC_AUTH_TOKEN: KEY,
      ANTHROPIC_API_KEY: '',
      ANTHROPIC_CUSTOM_HEADERS: [
        `x-portkey-api-key: ${KEY}`,
        'x-portkey-provider: @anthropic-prod',
        'x-portkey-trace-id: web-lisbon-0001',
        `x-portkey-metadata: {"team":"Z\\u00fcri","worktree":"${bench.worktree.id}","repo":"web","branch":"try/lisbon"}`,
      ].join('\n'),
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'claude-sonnet-4-6',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'claude-opus-4-8',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'claude-haiku-4-5',
      ANTHROPIC_MODEL: '',
    });
  });

  it('pins every tier to a universal preset’s one model and names its config', async () => {
    must(await bench.apply({ preset: UNIVERSAL }));
    expect(bench.env()).toMatchObject({
      ANTHROPIC_DEFAULT_SONNET_MODEL: 'kimi-k2',
      ANTHROPIC_DEFAULT_OPUS_MODEL: 'kimi-k2',
      ANTHROPIC_DEFAULT_HAIKU_MODEL: 'kimi-k2',
      ANTHROPIC_MODEL: 'kimi-k2',
    });
    expect(bench.headers()['x-portkey-config']).toBe('pc-kimi-1');
    expect(bench.headers()).not.toHaveProperty('x-portkey-provider');
  });

  it('leaves a file that only its owner can read, whatever it was before, and no stray files', async () => {
    bench.set('{}\n');
    fs.chmodSync(bench.file, 0o644);
    must(await bench.apply());
    expect(fs.statSync(bench.file).mode & 0o777).toBe(0o600);
    expect(fs.readdirSync(path.dirname(bench.file))).toEqual(['settings.local.json']);
  });

  it('makes a file that only its owner can read', async () => {
    must(await bench.apply());
    expect(fs.statSync(bench.file).mode & 0o777).toBe(0o600);
  });

  it('keeps trace and metadata when applied again, and says what changed', async () => {
    const first = must(await bench.apply({ metadata: { team: 'a' } }));
    const again = must(await bench.apply({ preset: UNIVERSAL }));
    expect(again.trace).toBe(first.trace);
    expect(again.changed).toEqual([
      'ANTHROPIC_CUSTOM_HEADERS',
      'ANTHROPIC_DEFAULT_SONNET_MODEL',
      'ANTHROPIC_DEFAULT_OPUS_MODEL',
      'ANTHROPIC_DEFAULT_HAIKU_MODEL',
      'ANTHROPIC_MODEL',
    ]);
    expect(JSON.parse(bench.headers()['x-portkey-metadata'] ?? '')).toMatchObject({ team: 'a' });
  });

  it('writes nothing and journals nothing when all is right already', async () => {
    must(await bench.apply());
    const before = fs.statSync(bench.file);
    const again = must(await bench.apply());
    expect(again.changed).toEqual([]);
    expect(again.journalId).toBeNull();
    expect(fs.statSync(bench.file).ino).toBe(before.ino);
    expect(bench.context.journal.list(10)).toHaveLength(1);
    expect(bench.context.journal.pending()).toEqual([]);
  });

  it('makes a new trace ID on demand and keeps the old one in the history', async () => {
    must(await bench.apply());
    const next = must(await bench.apply({ trace: null }));
    expect(next.trace).toBe('web-lisbon-0002');
    expect(bench.headers()['x-portkey-trace-id']).toBe('web-lisbon-0002');
    const history = bench.context.assignments.traceHistory(bench.worktree.id);
    expect(history.map((one) => [one.trace, one.until === null])).toEqual([
      ['web-lisbon-0002', true],
      ['web-lisbon-0001', false],
    ]);
  });

  it('passes over a made trace ID that was ever used', async () => {
    let calls = 0;
    const again = {
      ...bench.context,
      randomSuffix: () => ['aaaa', 'aaaa', 'bbbb'][calls++] ?? 'cccc',
    };
    const { createSettingsService } =
      await import('../../../electron/services/claude-settings/settings-service.ts');
    const service = createSettingsService(again);
    expect(must(await service.apply(bench.target())).trace).toBe('web-lisbon-aaaa');
    expect(must(await service.apply(bench.target({ trace: null }))).trace).toBe('web-lisbon-bbbb');
  });

  it.each([
    ['a,b', 'trace.invalid', 'comma'],
    ['', 'trace.invalid', 'empty'],
    ['x'.repeat(121), 'trace.invalid', '121 characters'],
    ['two words', 'trace.invalid', 'two words'],
  ])('refuses the trace ID %j and writes nothing', async (trace, code, word) => {
    const failure = refusal(await bench.apply({ trace }));
    expect(failure).toMatchObject({ code, field: 'trace' });
    expect(failure.message).toContain(word);
    expect(bench.read()).toBeNull();
  });

  it('refuses a trace ID that another worktree uses, and takes it once that one has another', async () => {
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    must(await bench.apply({ worktree: quito, trace: 'shared' }));
    const failure = refusal(await bench.apply({ trace: 'shared' }));
    expect(failure).toMatchObject({ code: 'trace.taken', field: 'trace' });
    expect(bench.read()).toBeNull();
    must(await bench.apply({ worktree: quito, trace: 'other' }));
    expect(must(await bench.apply({ trace: 'shared' })).trace).toBe('shared');
  });

  it('writes no key of an account whose key stays in the keychain', async () => {
    must(await bench.apply({ account: { ...ACCOUNT, delivery: 'helper' } }));
    expect(bench.read()).not.toContain(KEY);
    expect(bench.env()).toMatchObject({ ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_API_KEY: '' });
    expect(bench.headers()).toMatchObject({
      'x-api-key': 'no-key',
      Authorization: 'Bearer no-key',
    });
    expect(JSON.parse(bench.read() ?? '')).toMatchObject({
      apiKeyHelper: 'secret-tool lookup service Switchyard account account/work',
    });
  });

  it('takes our helper away when the account writes its token again, and puts theirs back', async () => {
    const theirs = '{\n  "apiKeyHelper": "./key.sh"\n}\n';
    bench.set(theirs);
    must(await bench.apply({ account: { ...ACCOUNT, delivery: 'helper' } }));
    must(await bench.apply());
    expect(JSON.parse(bench.read() ?? '')).toMatchObject({ apiKeyHelper: './key.sh' });
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBe(theirs);
  });

  it.each([
    [{ ok: false, reason: 'locked' } as const, 'locked'],
    [{ ok: true, output: 'something else' } as const, 'another key'],
  ])('refuses a helper that does not give the key (%j)', async (answer, word) => {
    const { applyAll } = await import('../../../electron/services/claude-settings/apply.ts');
    const context = { ...bench.context, runHelper: () => Promise.resolve(answer) };
    const target = bench.target({ account: { ...ACCOUNT, delivery: 'helper' } });
    const [result] = await applyAll([target], context);
    const failure = refusal(result ?? { ok: true, value: null });
    expect(failure.code).toBe('settings.helper_failed');
    expect(failure.message).toContain(word);
    expect(failure.message).not.toContain(KEY);
    expect(bench.read()).toBeNull();
  });

  it('refuses a bare provider name with the hosted gateway and takes it with one’s own', async () => {
    const preset = { ...ANTHROPIC, provider: 'anthropic' };
    expect(refusal(await bench.apply({ preset }))).toMatchObject({
      code: 'preset.invalid',
      field: 'provider',
    });
    must(await bench.apply({ preset, account: { ...ACCOUNT, selfHosted: true } }));
    expect(bench.headers()['x-portkey-provider']).toBe('anthropic');
  });

  it('is followed by the journal and the assignment', async () => {
    must(await bench.apply());
    must(await bench.apply({ key: OTHER_KEY, account: { ...ACCOUNT, id: 'other' } }));
    const [second, first] = bench.context.journal.list(10);
    expect(first).toMatchObject({
      action: 'apply',
      face: 'app',
      file: bench.file,
      beforeHash: null,
      summary: 'lisbon: not routed → Anthropic (@anthropic-prod)',
      madeFolder: true,
      assignmentBefore: null,
    });
    expect(second).toMatchObject({ beforeHash: first?.afterHash, madeFolder: false });
    expect(second?.assignmentBefore?.accountId).toBe('work');
    expect(bench.context.assignments.assignment(bench.worktree.id)).toMatchObject({
      accountId: 'other',
      presetId: 'anthropic',
      path: bench.worktree.path,
    });
  });

  it('writes nothing into a worktree that is listed as missing', async () => {
    const gone = { ...bench.worktree, missing: true };
    expect(refusal(await bench.apply({ worktree: gone })).code).toBe('worktree.missing');
    expect(bench.read()).toBeNull();
  });
});
