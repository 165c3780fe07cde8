import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { claudePlaces } from '../../../electron/services/claude-settings/read-layers.ts';
import { createStateReader } from '../../../electron/services/claude-settings/read-state.ts';
import { makeSettingsBench, must, type SettingsBench } from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench({ names: ['lisbon', 'quito'] });
});
afterEach(() => bench.dispose());

const main = () => path.join(bench.repo.main.path, '.claude/settings.local.json');

describe('files that win over the worktree’s own', () => {
  it('are named with the variables that they set, strongest first', async () => {
    bench.repo.write(main(), '{"env":{"ANTHROPIC_BASE_URL":"https://x","OTHER":"1"}}');
    bench.repo.write('managed/managed-settings.json', '{"env":{"ANTHROPIC_MODEL":"m"}}');
    bench.repo.write('managed/managed-settings.d/10.json', '{"env":{"ANTHROPIC_API_KEY":""}}');
    bench.repo.write('managed/managed-settings.d/20.json', '{"env":{"ANTHROPIC_AUTH_TOKEN":"t"}}');
    bench.repo.write('managed/managed-settings.d/30.txt', '{"env":{"ANTHROPIC_AUTH_TOKEN":"t"}}');
    const outcome = must(await bench.apply());
    expect(
      outcome.shadowedBy.map((one) => [path.basename(one.file), one.layer, one.variables]),
    ).toEqual([
      ['20.json', 'managed', ['ANTHROPIC_AUTH_TOKEN']],
      ['10.json', 'managed', ['ANTHROPIC_API_KEY']],
      ['managed-settings.json', 'managed', ['ANTHROPIC_MODEL']],
      ['settings.local.json', 'main-checkout', ['ANTHROPIC_BASE_URL']],
    ]);
    expect(outcome.warnings).toHaveLength(4);
    expect(outcome.warnings.at(-1)).toContain('2.1.211');
  });

  it('do not count when Claude Code ignores them, or they set nothing of ours', async () => {
    bench.repo.write(main(), '{"env":{"ANTHROPIC_BASE_URL":"https://x",}}');
    bench.repo.write('managed/managed-settings.json', '{"permissions":{}}');
    expect(must(await bench.apply()).shadowedBy).toEqual([]);
  });

  it('show in listings, and so does drift', () => {
    bench.repo.write(main(), '{"env":{"ANTHROPIC_BASE_URL":"https://x"}}');
    const reader = createStateReader(bench.context.places);
    expect(reader.shadowsOf(bench.worktree)).toHaveLength(1);
    expect(reader.shadowsOf(bench.repo.main)).toEqual([]);
  });

  it('are no drift, while a changed variable is', async () => {
    must(await bench.apply());
    const record = bench.context.assignments.assignment(bench.worktree.id);
    const hash = () => createStateReader(bench.context.places).envHashOf(bench.worktree);
    expect(hash()).toBe(record?.envHash);
    bench.set((bench.read() ?? '').replace('"env": {', '"permissions": {}, "env": { "X": "1",'));
    expect(hash()).toBe(record?.envHash);
    bench.set((bench.read() ?? '').replace('claude-opus-4-8', 'other'));
    expect(hash()).not.toBe(record?.envHash);
    bench.set('{ broken');
    expect(hash()).toBeNull();
  });
});

describe('the main checkout', () => {
  it('is said to win in the linked worktrees that exist', async () => {
    const linked = bench.repo.linked.map((one) => one.path);
    const outcome = must(await bench.apply({ worktree: bench.repo.main }));
    expect(outcome.overrides).toEqual(linked);
    expect(outcome.warnings.join()).toContain('all 2 linked worktrees');
    const siblings = (await bench.repo.all()).map((one) =>
      one.path === linked[0] ? { ...one, missing: true } : one,
    );
    const preview = must(
      await bench.service.preview(bench.target({ worktree: bench.repo.main, siblings })),
    );
    expect(preview.overrides).toEqual([linked[1]]);
  });

  it('is shadowed by nothing of its own', async () => {
    must(await bench.apply({ worktree: bench.repo.main }));
    expect(must(await bench.apply({ worktree: bench.repo.main })).shadowedBy).toEqual([]);
  });
});

describe('the places of Claude Code’s files', () => {
  it('follow the platform and CLAUDE_CONFIG_DIR', () => {
    expect(claudePlaces('darwin', {}, '/Users/a')).toEqual({
      configDir: '/Users/a/.claude',
      stateFile: '/Users/a/.claude.json',
      managedDir: '/Library/Application Support/ClaudeCode',
    });
    expect(claudePlaces('linux', { CLAUDE_CONFIG_DIR: '/x' }, '/home/a')).toEqual({
      configDir: '/x',
      stateFile: '/x/.claude.json',
      managedDir: '/etc/claude-code',
    });
  });
});
