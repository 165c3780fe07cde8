import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { appSettingsSchema, type AppSettings } from '../../../shared/domain/app-settings.ts';
import { DEFAULT_SETTINGS } from '../../../shared/domain/default-settings.ts';
import { createCore, type Core } from '../../../electron/core.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import { createRoots } from '../../../electron/services/workspaces/roots.ts';
import { rootsOf } from '../../../electron/services/workspaces/workspaces.ts';
import { type GitRepo, makeGitRepo } from '../support/git-repo.ts';
import { ANTHROPIC, KEY, must, OTHER_KEY, refusal } from '../support/settings-bench.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';

describe('looking up what a request names', () => {
  let repo: GitRepo;
  let core: Core;
  beforeEach(async () => {
    repo = await makeGitRepo(['lisbon']);
    core = createCore({
      home: path.join(repo.root, 'switchyard'),
      env: {},
      platform: 'linux',
      version: '1',
      secrets: createMemorySecretStore(),
    });
    must(await core.presets.save(ANTHROPIC));
  });
  afterEach(async () => {
    await core.dispose();
    repo.dispose();
  });
  const request = (more = {}) =>
    core.assigner.target({ worktree: repo.linked[0]?.path ?? '', preset: 'anthropic', ...more });

  it('finds worktree, siblings, account, key and preset', async () => {
    must(await core.accounts.add({ id: 'work' }, KEY));
    const target = must(await request());
    expect(target).toMatchObject({
      key: KEY,
      exclude: false,
      account: { id: 'work' },
      preset: ANTHROPIC,
    });
    expect(target.worktree.name).toBe('lisbon');
    expect(target.siblings.map((one) => one.name)).toEqual(['web', 'lisbon']);
  });

  it('keeps the account of the last apply until that account is gone', async () => {
    must(await core.accounts.add({ id: 'work' }, KEY));
    must(await core.accounts.add({ id: 'home' }, OTHER_KEY));
    must(await core.accounts.setDefault('work'));
    const settings = must(await core.settings('cli'));
    must(await settings.apply(must(await request({ account: 'home', exclude: true }))));
    expect(must(await request()).account.id).toBe('home');
    expect(must(await request({ account: 'work' })).account.id).toBe('work');
    must(await core.accounts.remove('home'));
    expect(must(await request()).account.id).toBe('work');
  });

  it('says which of them there is not', async () => {
    expect(refusal(await request()).code).toBe('account.missing');
    must(await core.accounts.add({ id: 'work' }, KEY));
    expect(refusal(await request({ preset: 'none' })).code).toBe('preset.missing');
    expect(refusal(await request({ account: 'none' })).code).toBe('account.missing');
    expect(refusal(await request({ worktree: os.tmpdir() })).code).toBe('worktree.unknown');
    expect(refusal(await request({ worktree: path.join(repo.root, 'gone') })).code).toBe(
      'worktree.missing',
    );
  });

  it('runs a helper command as Claude Code does, and shows no output of one that fails', async () => {
    must(await core.accounts.add({ id: 'work', delivery: 'helper' }, KEY));
    const settings = must(await core.settings('cli'));
    const failure = refusal(await settings.apply(must(await request({ exclude: true }))));
    // No such item in any keychain of this machine, or no such tool: either way there is no key.
    expect(failure.code).toBe('settings.helper_failed');
    expect(failure.message).not.toContain(KEY);
  });
});

describe('the folders that are searched', () => {
  let state: StateHome;
  beforeEach(async () => {
    state = await makeStateHome();
  });
  afterEach(() => state.dispose());
  const roots = () =>
    createRoots({
      document: state.document<AppSettings>({
        name: 'settings.json',
        schema: () => Promise.resolve(appSettingsSchema),
        initial: DEFAULT_SETTINGS,
      }),
      personHome: state.home,
    });

  it('are kept absolute and once', async () => {
    expect(must(await roots().add(`${state.home}/./`))).toBe(state.home);
    must(await roots().add(state.home));
    expect(must(await roots().list())).toEqual([state.home]);
    must(await roots().remove(state.home));
    expect(must(await roots().list())).toEqual([]);
    expect(refusal(await roots().remove(state.home))).toMatchObject({
      code: 'root.invalid',
      field: 'path',
    });
  });

  it.each([
    ['missing', 'does not exist'],
    ['file.txt', 'is not a folder'],
  ])('must be folders: %s %s', async (name, words) => {
    fs.writeFileSync(state.at('file.txt'), '');
    const failure = refusal(await roots().add(state.at(name)));
    expect(failure).toMatchObject({ code: 'root.invalid', field: 'path' });
    expect(failure.message).toContain(words);
  });

  it('can be written with a tilde', async () => {
    expect(must(await roots().add('~'))).toBe(state.home);
    expect(must(await roots().remove('~/'))).toBe(state.home);
  });

  it('are shown with Conductor’s own where there are such', () => {
    fs.mkdirSync(state.at('conductor/workspaces'), { recursive: true });
    expect(rootsOf(['/none'], state.home)).toEqual([
      { path: '/none', source: 'person', exists: false },
      { path: state.at('conductor/workspaces'), source: 'conductor', exists: true },
    ]);
  });
});
