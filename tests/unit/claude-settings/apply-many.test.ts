import fs from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  makeSettingsBench,
  must,
  refusal,
  type SettingsBench,
  UNIVERSAL,
} from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench({ names: ['lisbon', 'quito'] });
});
afterEach(() => bench.dispose());

describe('applying to many worktrees', () => {
  it('refuses one trace ID for two worktrees of one piece of work, and does the first', async () => {
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    const [first, second] = await bench.service.applyAll([
      bench.target({ trace: 'one' }),
      bench.target({ worktree: quito, trace: 'one' }),
    ]);
    expect(first?.ok).toBe(true);
    expect(second?.ok === false && second.failure.code).toBe('trace.taken');
    expect(fs.existsSync(path.join(quito.path, '.claude'))).toBe(false);
  });

  it('gives two worktrees of one piece of work their own made trace IDs', async () => {
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    const same = { ...quito, name: 'lisbon' };
    let calls = 0;
    const context = {
      ...bench.context,
      randomSuffix: () => ['aaaa', 'aaaa', 'bbbb'][calls++] ?? 'cccc',
    };
    const { applyAll } = await import('../../../electron/services/claude-settings/apply.ts');
    const results = await applyAll([bench.target(), bench.target({ worktree: same })], context);
    expect(results.map((one) => must(one).trace)).toEqual(['web-lisbon-aaaa', 'web-lisbon-bbbb']);
  });

  it('does one worktree once when it is named twice', async () => {
    bench.set('{"env":{"ANTHROPIC_MODEL":"mine"}}');
    const results = await bench.service.applyAll([
      bench.target(),
      bench.target({ preset: UNIVERSAL }),
    ]);
    expect(results.every((one) => one.ok)).toBe(true);
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBe('{"env":{"ANTHROPIC_MODEL":"mine"}}');
  });

  it('does the others when one of many is refused', async () => {
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    bench.set('not json');
    const [first, second] = await bench.service.applyAll([
      bench.target(),
      bench.target({ worktree: quito }),
    ]);
    expect(first?.ok === false && first.failure.code).toBe('settings.unparsable');
    expect(second?.ok).toBe(true);
  });

  it('stops between worktrees when it is cancelled, and what was written stands', async () => {
    const quito = bench.repo.linked[1] ?? bench.repo.main;
    const abort = new AbortController();
    const [first, second] = await bench.service.applyAll(
      [bench.target(), bench.target({ worktree: quito })],
      { signal: abort.signal, onDone: () => abort.abort() },
    );
    expect(first?.ok).toBe(true);
    expect(second?.ok === false && second.failure.code).toBe('cancelled');
    expect(fs.existsSync(path.join(quito.path, '.claude'))).toBe(false);
    expect(bench.context.journal.pending()).toEqual([]);
    expect(bench.context.assignments.assignments()).toHaveLength(1);
  });
});

describe('metadata', () => {
  it.each([
    [{ '1st': 'a' }, 'metadata.1st'],
    [{ team: 'x'.repeat(129) }, 'metadata.team'],
    [{ team: 'a\nb' }, 'metadata.team'],
    [{ '': 'a' }, 'metadata.'],
  ])('refuses %j', async (metadata, field) => {
    expect(refusal(await bench.apply({ metadata }))).toMatchObject({
      code: 'metadata.invalid',
      field,
    });
    expect(bench.read()).toBeNull();
  });

  it('cuts what it adds itself at 128 characters without half a character', async () => {
    const worktree = { ...bench.worktree, branch: `${'b'.repeat(127)}😀tail` };
    must(await bench.apply({ worktree }));
    const sent = JSON.parse(bench.headers()['x-portkey-metadata'] ?? '') as { branch: string };
    expect(sent.branch).toBe('b'.repeat(127));
  });

  it('leaves the branch out when there is none', async () => {
    must(await bench.apply({ worktree: { ...bench.worktree, branch: null } }));
    expect(JSON.parse(bench.headers()['x-portkey-metadata'] ?? '')).not.toHaveProperty('branch');
  });
});
