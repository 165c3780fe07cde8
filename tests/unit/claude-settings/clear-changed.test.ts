import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import {
  ACCOUNT,
  ANTHROPIC,
  KEY,
  makeSettingsBench,
  must,
  OTHER_KEY,
  type SettingsBench,
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

describe('clear after another program has written', () => {
  const edit = (change: (settings: Record<string, unknown>) => void) => {
    const settings = JSON.parse(bench.read() ?? '{}') as Record<string, unknown>;
    change(settings);
    bench.set(`${JSON.stringify(settings, null, 4)}\n`);
  };

  it('puts our variables back and leaves the other program’s changes', async () => {
    bench.set('{"env":{"ANTHROPIC_AUTH_TOKEN":"sk-ant-mine-0123456789","KEEP":"1"}}');
    must(await bench.apply());
    edit((settings) => {
      settings['permissions'] = { allow: ['Bash(ls:*)'] };
    });
    const outcome = must(await bench.service.clear(bench.worktree));
    expect(outcome.exact).toBe(false);
    expect(JSON.parse(bench.read() ?? '')).toEqual({
      env: { ANTHROPIC_AUTH_TOKEN: 'sk-ant-mine-0123456789', KEEP: '1' },
      permissions: { allow: ['Bash(ls:*)'] },
    });
  });

  it('leaves a helper and variables that somebody has set since', async () => {
    must(await bench.apply());
    edit((settings) => {
      settings['apiKeyHelper'] = './theirs.sh';
      (settings['env'] as Record<string, string>)['THEIRS'] = '1';
    });
    must(await bench.service.clear(bench.worktree));
    expect(JSON.parse(bench.read() ?? '')).toEqual({
      apiKeyHelper: './theirs.sh',
      env: { THEIRS: '1' },
    });
  });

  it('takes the file away when nothing of anybody else is left in it', async () => {
    must(await bench.apply(HELPER));
    edit(() => {});
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBeNull();
  });

  it('forgets a workspace whose file somebody has removed', async () => {
    must(await bench.apply());
    fs.rmSync(bench.file);
    must(await bench.service.clear(bench.worktree));
    expect(bench.context.assignments.assignment(bench.worktree.id)).toBeNull();
    expect(bench.read()).toBeNull();
  });

  it('works without the keychain’s part of the way back', async () => {
    bench.set('{"env":{"KEEP":"1"}}');
    must(await bench.apply());
    must(await bench.apply(OTHER));
    const context = {
      ...bench.context,
      secrets: {
        ...bench.context.secrets,
        get: () => Promise.resolve({ ok: true, value: null } as const),
      },
    };
    const { clear } = await import('../../../electron/services/claude-settings/clear.ts');
    const outcome = must(await clear(bench.worktree, context));
    expect(outcome.exact).toBe(false);
    expect(JSON.parse(bench.read() ?? '')).toEqual({ env: { KEEP: '1' } });
  });
});

describe('what leads back', () => {
  it('holds no key: not in the database, not in its log, not in any file of our home', async () => {
    const theirs = [
      'sk-ant-mine-0123456789',
      'pk-old-duplicate-0123456789',
      'pk-old-last-0123456789',
      'sk-in-helper-0123456789',
      'pk-literal-0123456789',
    ];
    bench.set(
      JSON.stringify({
        apiKeyHelper: `echo ${theirs[3]}`,
        env: {
          ANTHROPIC_API_KEY: theirs[0],
          ANTHROPIC_CUSTOM_HEADERS: `x-portkey-api-key: ${theirs[1]}\nX-Portkey-Api-Key: ${theirs[2]}`,
        },
      }),
    );
    const file = bench.read();
    must(await bench.apply(HELPER));
    must(await bench.apply());
    must(await bench.apply(OTHER));
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBe(file);
    must(await bench.service.undo(undefined));
    must(await bench.service.undo(undefined));
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBe(file);
    bench.set(
      JSON.stringify({
        env: { ANTHROPIC_CUSTOM_HEADERS: `x-a: 1\\nx-portkey-api-key: ${theirs[4]}` },
      }),
    );
    must(await bench.apply());
    must(await bench.service.clear(bench.worktree));
    const bytes = bench.stateBytes();
    expect(bytes).toContain('CREATE TABLE');
    expect(bytes).toContain('anthropic-prod');
    for (const secret of [...theirs, KEY, OTHER_KEY]) expect(bytes).not.toContain(secret);
  });

  it('restores keys from the keychain', async () => {
    const text = '{"env":{"ANTHROPIC_AUTH_TOKEN":"sk-ant-mine-0123456789"}}';
    bench.set(text);
    must(await bench.apply());
    expect(bench.read()).not.toContain('sk-ant-mine');
    must(await bench.service.clear(bench.worktree));
    expect(bench.read()).toBe(text);
  });
});

describe('routing of ours that nothing is known of any more', () => {
  it('is not taken for what was there before: clearing leaves no key behind', async () => {
    must(await bench.apply());
    const copied = bench.read() ?? '';
    const fresh = await makeSettingsBench();
    try {
      // The state was lost; the file names this very worktree.
      fresh.set(copied.replaceAll(bench.worktree.id, fresh.worktree.id));
      must(await fresh.apply({ preset: ANTHROPIC }));
      must(await fresh.service.clear(fresh.worktree));
      expect(fresh.read() ?? '').not.toContain(KEY);
      expect(fresh.read()).toBeNull();
    } finally {
      fresh.dispose();
    }
  });
});
