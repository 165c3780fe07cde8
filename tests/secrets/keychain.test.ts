import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

import { afterAll, describe, expect, it } from 'vitest';

import { createKeyVault } from '../../electron/services/secrets/key-vault.ts';
import { createKeychainStore } from '../../electron/services/secrets/keychain-store.ts';
import { keylessCommand } from '../../electron/services/secrets/keyless-command.ts';
import { loadKeytar } from '../../electron/shell/keychain-keytar.ts';
import { askElsewhere, requireTestKeyring, SERVICE } from './peers/processes.ts';

requireTestKeyring();

const run = promisify(execFile);
const store = createKeychainStore({ load: loadKeytar, service: SERVICE });
const used = new Set<string>();
/** Remembers a name, so that nothing stays in a Mac's login keychain. */
const named = (account: string): string => {
  used.add(account);
  return account;
};

afterAll(async () => {
  for (const account of used) await store.remove(account);
});

describe('the real keychain', () => {
  it('says that it can be used', async () => {
    expect(await store.status()).toEqual({ ok: true, value: undefined });
  });

  it('gives null for what was never stored', async () => {
    expect(await store.get('account/nobody')).toEqual({ ok: true, value: null });
    expect(await store.remove('account/nobody')).toEqual({ ok: true, value: false });
  });

  it('stores, replaces and removes a secret', async () => {
    const account = named('account/work');
    expect(await store.set(account, 'pk-first-key')).toEqual({ ok: true, value: undefined });
    expect(await store.get(account)).toEqual({ ok: true, value: 'pk-first-key' });
    await store.set(account, 'pk-second-key');
    expect(await store.get(account)).toEqual({ ok: true, value: 'pk-second-key' });
    expect(await store.remove(account)).toEqual({ ok: true, value: true });
    expect(await store.get(account)).toEqual({ ok: true, value: null });
  });

  it.each(['account/büro', 'account/東京', 'account/it’s “mine”', "account/o'neil; $(id)"])(
    'keeps %s apart from every other name',
    async (name) => {
      const account = named(name);
      await store.set(account, `secret of ${name}`);
      expect(await store.get(account)).toEqual({ ok: true, value: `secret of ${name}` });
      expect(await store.get(name.toUpperCase())).toEqual({ ok: true, value: null });
    },
  );

  it('keeps 64 kB whole, as the bytes that undo a write can be', async () => {
    const account = named('inverse/long');
    const long = 'é{"a":1}\n'.repeat(7000);
    await store.set(account, long);
    expect(await store.get(account)).toEqual({ ok: true, value: long });
  });

  it('answers many calls at once, each with its own secret', async () => {
    const names = Array.from({ length: 12 }, (_, index) => named(`account/many-${index}`));
    await Promise.all(names.map((name) => store.set(name, `of ${name}`)));
    const found = await Promise.all(names.map((name) => store.get(name)));
    expect(found).toEqual(names.map((name) => ({ ok: true, value: `of ${name}` })));
  });

  it('gives a second process what this one stored, and the other way round', async () => {
    await store.set(named('account/shared'), 'pk-from-here');
    const { answers } = await askElsewhere([
      ['get', 'account/shared'],
      ['set', named('account/elsewhere'), 'pk-from-there'],
    ]);
    expect(answers[0]).toMatchObject({ ok: true, value: 'pk-from-here' });
    expect(await store.get('account/elsewhere')).toEqual({ ok: true, value: 'pk-from-there' });
  });
});

describe('the key vault over the real keychain', () => {
  const vault = createKeyVault({ store, clock: { now: () => Date.UTC(2026, 10, 23) } });

  it('renames a key without losing it', async () => {
    named('account/before');
    named('account/after');
    expect(await vault.add('before', ' pk-live-abcdefgh1234 \n')).toEqual({
      ok: true,
      value: { last4: '1234', savedAt: '2026-11-23T00:00:00.000Z' },
    });
    expect(await vault.rename('before', 'after')).toEqual({
      ok: true,
      value: { leftBehind: false },
    });
    expect(await store.get('account/before')).toEqual({ ok: true, value: null });
    expect(await store.get('account/after')).toEqual({ ok: true, value: 'pk-live-abcdefgh1234' });
  });
});

// On a Mac `security` would ask the person at the screen whether it may read an item that another program has made.
if (process.platform === 'linux') {
  describe('the command that Claude Code’s apiKeyHelper runs', () => {
    it.each(['account/keyless', 'account/o’neil', "account/it's; $(id) `x`"])(
      'prints exactly the secret of %s, through a shell',
      async (name) => {
        const account = named(name);
        await store.set(account, 'pk-"quoted"\\$HOME-9999');
        const command = keylessCommand({ platform: 'linux', service: SERVICE, account });
        const { stdout } = await run('/bin/sh', ['-c', command ?? 'false']);
        expect(stdout).toBe('pk-"quoted"\\$HOME-9999');
      },
    );

    it('prints nothing and fails when there is no such key', async () => {
      const command = keylessCommand({
        platform: 'linux',
        service: SERVICE,
        account: 'account/gone',
      });
      await expect(run('/bin/sh', ['-c', command ?? 'true'])).rejects.toMatchObject({
        code: 1,
        stdout: '',
      });
    });
  });
}
