import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import {
  ACCOUNT,
  KEY,
  makeSettingsBench,
  must,
  refusal,
  type SettingsBench,
} from '../support/settings-bench.ts';

let bench: SettingsBench;
beforeEach(async () => {
  bench = await makeSettingsBench();
});
afterEach(() => bench.dispose());

const HELPER = { account: { ...ACCOUNT, delivery: 'helper' as const } };
const OWN =
  '{"env":{"ANTHROPIC_BASE_URL":"https://own.example","ANTHROPIC_AUTH_TOKEN":"own-token-0123456789"}}';

const envOf = (text: string) =>
  (JSON.parse(text) as { env?: Record<string, string>; apiKeyHelper?: string }).env ?? {};

/** A base URL without a credential sends the person's own login there. */
function isSafe(text: string): boolean {
  const env = envOf(text);
  const helper = (JSON.parse(text) as { apiKeyHelper?: string }).apiKeyHelper ?? '';
  return (
    (env['ANTHROPIC_BASE_URL'] ?? '') === '' || (env['ANTHROPIC_AUTH_TOKEN'] ?? '') + helper !== ''
  );
}

/** Adds a permission as Claude Code does: the whole file written anew. */
function permit(): void {
  const settings = JSON.parse(fs.readFileSync(bench.file, 'utf8')) as Record<string, unknown>;
  settings['permissions'] = { allow: ['Bash(ls:*)'] };
  bench.set(`${JSON.stringify(settings, null, 2)}\n`);
}

describe('taking a worktree off the gateway', () => {
  it('first empties every variable in one write, waits, and then takes them out', async () => {
    bench.set('{"env":{"KEEP":"1"}}');
    must(await bench.apply());
    bench.states.length = 0;
    const outcome = must(await bench.service.clear(bench.worktree));
    expect(bench.states.map(envOf)).toEqual([
      { KEEP: '1', ...Object.fromEntries(OWNED_VARIABLES.map((name) => [name, ''])) },
      { KEEP: '1' },
    ]);
    expect(bench.pauses.filter((ms) => ms >= 1000)).toEqual([2500]);
    expect(outcome.notes).toHaveLength(1);
  });

  it.each([
    ['nothing', null, {}],
    ['an empty env', '{"env":{}}', {}],
    ['somebody’s own gateway', OWN, {}],
    ['nothing, keyless', null, HELPER],
    ['somebody’s own gateway, keyless', OWN, HELPER],
  ])('never leaves a URL without a credential on the way back to %s', async (_, text, more) => {
    if (text !== null) bench.set(text);
    must(await bench.apply(more));
    must(await bench.apply({ ...more, trace: null }));
    must(await bench.service.undo(undefined));
    must(await bench.service.clear(bench.worktree));
    must(await bench.service.undo(undefined));
    must(await bench.service.undo(1));
    expect(bench.read()).toBe(text);
    expect(bench.states.length).toBeGreaterThan(5);
    for (const state of bench.states) expect(isSafe(state) ? '' : state).toBe('');
  });

  it('goes straight to another gateway of the person’s, and lets no Portkey key stay in force there', async () => {
    bench.set(OWN);
    must(await bench.apply());
    bench.states.length = 0;
    must(await bench.service.clear(bench.worktree));
    const [first, second] = bench.states.map(envOf);
    expect(first).toMatchObject({
      ANTHROPIC_BASE_URL: 'https://own.example',
      ANTHROPIC_AUTH_TOKEN: 'own-token-0123456789',
      ANTHROPIC_CUSTOM_HEADERS: '',
    });
    expect(second).not.toHaveProperty('ANTHROPIC_CUSTOM_HEADERS');
    expect(bench.read()).toBe(OWN);
  });

  it('does not wait when no variable goes that says something', async () => {
    bench.set(OWN);
    must(await bench.apply());
    must(await bench.apply({ trace: null }));
    must(await bench.service.undo(undefined));
    expect(bench.pauses.filter((ms) => ms >= 1000)).toEqual([]);
  });

  it('takes our helper out together with the URL', async () => {
    must(await bench.apply(HELPER));
    bench.states.length = 0;
    must(await bench.service.clear(bench.worktree));
    expect(JSON.parse(bench.states[0] ?? '')).not.toHaveProperty('apiKeyHelper');
  });
});

describe('another program that writes during the wait', () => {
  it('keeps its change when a workspace is cleared, and the clear can be undone', async () => {
    bench.set('{"env":{"KEEP":"1"}}');
    must(await bench.apply());
    bench.duringPause = (ms) => ms === 2500 && permit();
    const outcome = must(await bench.service.clear(bench.worktree));
    expect(outcome.exact).toBe(false);
    const left = { env: { KEEP: '1' }, permissions: { allow: ['Bash(ls:*)'] } };
    expect(JSON.parse(bench.read() ?? '')).toEqual(left);
    bench.duringPause = () => {};
    must(await bench.service.undo(undefined));
    expect(bench.env()).toMatchObject({ KEEP: '1', ANTHROPIC_AUTH_TOKEN: KEY });
    expect(JSON.parse(bench.read() ?? '')).toHaveProperty('permissions');
    must(await bench.service.clear(bench.worktree));
    expect(JSON.parse(bench.read() ?? '')).toEqual(left);
  });

  it('keeps its change when an apply is undone', async () => {
    bench.set('{"env":{"KEEP":"1"}}');
    must(await bench.apply());
    bench.duringPause = (ms) => ms === 2500 && permit();
    const outcome = must(await bench.service.undo(undefined));
    expect(outcome.exact).toBe(false);
    expect(JSON.parse(bench.read() ?? '')).toEqual({
      env: { KEEP: '1' },
      permissions: { allow: ['Bash(ls:*)'] },
    });
    expect(bench.context.assignments.assignments()).toEqual([]);
  });

  it('keeps its change in a file that we had made', async () => {
    must(await bench.apply());
    bench.duringPause = (ms) => ms === 2500 && permit();
    must(await bench.service.clear(bench.worktree));
    expect(JSON.parse(bench.read() ?? '')).toEqual({ permissions: { allow: ['Bash(ls:*)'] } });
  });

  it('may remove the file', async () => {
    must(await bench.apply());
    bench.duringPause = (ms) => {
      if (ms === 2500) fs.rmSync(bench.file);
    };
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBeNull();
    expect(bench.context.assignments.assignments()).toEqual([]);
    expect(bench.context.journal.pending()).toEqual([]);
  });

  it('is noticed before the first write as well', async () => {
    must(await bench.apply());
    let times = 0;
    bench.beforeReplace = () => {
      times += 1;
      if (times === 1) permit();
    };
    const outcome = must(await bench.service.clear(bench.worktree));
    expect(outcome.exact).toBe(false);
    expect(JSON.parse(bench.read() ?? '')).toEqual({ permissions: { allow: ['Bash(ls:*)'] } });
    bench.beforeReplace = () => {};
    must(await bench.service.undo(undefined));
    expect(bench.env()['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
  });

  it('stops an undo that has not begun', async () => {
    must(await bench.apply());
    bench.beforeReplace = () => {
      bench.beforeReplace = () => {};
      permit();
    };
    expect(refusal(await bench.service.undo(undefined)).code).toBe('journal.drifted');
    expect(bench.env()['ANTHROPIC_AUTH_TOKEN']).toBe(KEY);
    expect(bench.context.journal.pending()).toEqual([]);
    expect(bench.context.assignments.assignments()).toHaveLength(1);
  });
});

describe('a second write that fails', () => {
  it('takes the first one back, so that nothing has changed', async () => {
    bench.set('{"env":{"KEEP":"1"}}');
    must(await bench.apply());
    const routed = bench.read();
    let times = 0;
    bench.beforeReplace = () => {
      times += 1;
      if (times === 2) throw Object.assign(new Error('full'), { code: 'ENOSPC', syscall: 'write' });
    };
    expect(refusal(await bench.service.clear(bench.worktree)).code).toBe('settings.no_space');
    expect(bench.read()).toBe(routed);
    expect(bench.context.journal.list(10)).toHaveLength(1);
    expect(bench.context.journal.pending()).toEqual([]);
    expect(bench.context.assignments.assignments()).toHaveLength(1);
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBe('{"env":{"KEEP":"1"}}');
  });
});
