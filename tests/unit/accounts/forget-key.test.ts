import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

import { type Core, createCore } from '../../../electron/core.ts';
import { createAccountHandlers } from '../../../electron/ipc/handlers/accounts.ts';
import type { SecretStore } from '../../../electron/services/secrets/secret-store.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import { type GitRepo, makeGitRepo } from '../support/git-repo.ts';

const KEY = 'pk-forget-me-0123456789';
const context = { face: 'app', signal: new AbortController().signal } as const;

/** A store that shows the names it holds. */
function watchedStore(): SecretStore & { readonly names: Set<string> } {
  const store = createMemorySecretStore();
  const names = new Set<string>();
  return {
    ...store,
    names,
    set: (name, secret) => {
      names.add(name);
      return store.set(name, secret);
    },
    remove: (name) => {
      names.delete(name);
      return store.remove(name);
    },
  };
}

let repo: GitRepo;
let core: Core;
let store: ReturnType<typeof watchedStore>;

beforeEach(async () => {
  repo = await makeGitRepo(['lisbon']);
  process.env['HOME'] = repo.root;
  process.env['CLAUDE_CONFIG_DIR'] = path.join(repo.root, '.claude');
  store = watchedStore();
  core = createCore({
    home: path.join(repo.root, 'switchyard'),
    env: process.env,
    platform: 'linux',
    version: '1.2.3',
    secrets: store,
  });
});
afterEach(async () => {
  await core.dispose();
  repo.dispose();
});

it('removing an account leaves its key nowhere in the keychain, and an undo that needs it is refused in words', async () => {
  const lisbon = repo.linked[0]?.path ?? '';
  await core.accounts.add({ id: 'work' }, KEY);
  for (const provider of ['@one', '@two']) {
    await core.presets.save({
      id: provider.slice(1),
      name: provider,
      provider,
      models: { model: 'm' },
    });
  }
  const settings = await core.settings('app');
  if (!settings.ok) throw new Error(settings.failure.message);
  for (const preset of ['one', 'two']) {
    const target = await core.assigner.target({ worktree: lisbon, preset, exclude: true });
    expect(target.ok && (await settings.value.apply(target.value)).ok).toBe(true);
  }
  // The second apply took the first one's headers away, key included, so an undo keeps it.
  expect([...store.names].filter((name) => name.includes('inverse/'))).toHaveLength(1);
  // Another home has names of its own, whatever the accounts are called.
  expect([...store.names].every((name) => /^[0-9a-f]{8}\/(account|inverse)\//.test(name))).toBe(
    true,
  );
  const worktree = await core.assigner.worktree(lisbon);
  if (!worktree.ok) throw new Error(worktree.failure.message);
  expect((await settings.value.clear(worktree.value)).ok).toBe(true);

  const handlers = createAccountHandlers({ ...core, changed: () => Promise.resolve() });
  expect(await handlers['accounts.remove']({ id: 'work' }, context)).toEqual({
    ok: true,
    value: null,
  });
  expect([...store.names]).toEqual([]);
  const undone = await settings.value.undo(undefined);
  expect(undone.ok ? null : undone.failure.code).toBe('journal.drifted');
  expect(undone.ok ? '' : undone.failure.message).toContain('no longer in the keychain');
}, 15_000);
