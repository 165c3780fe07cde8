import { describe, expect, it } from 'vitest';

import { createKeyVault } from '../../../electron/services/secrets/key-vault.ts';
import { createRedactor } from '../../../electron/services/secrets/redact.ts';
import {
  createMemorySecretStore,
  type SecretStore,
} from '../../../electron/services/secrets/secret-store.ts';
import { fail, ok } from '../../../shared/domain/failure.ts';

const KEY = 'pk-live-abcdefgh1234';
const clock = { now: () => Date.UTC(2026, 10, 23, 12) };

/** The memory store with every read counted and single calls made to fail. */
function observedStore(overrides: Partial<SecretStore> = {}): {
  store: SecretStore;
  reads: string[];
} {
  const memory = createMemorySecretStore();
  const reads: string[] = [];
  return {
    reads,
    store: {
      ...memory,
      get: (account) => {
        reads.push(account);
        return memory.get(account);
      },
      ...overrides,
    },
  };
}

describe('a pasted key', () => {
  const vault = createKeyVault({ store: createMemorySecretStore(), clock });

  it.each([
    ['an empty text', '  \n', 'No key was given.'],
    ['two lines', 'pk-live-abc\npk-live-def', 'more than one line'],
    ['a space inside', 'pk-live abcdefgh', 'a space inside'],
    ['a zero-width character', 'pk-live-\u200babcdefgh', 'a character that no key has'],
    ['a typographic dash', 'pk–live–abcdefgh', 'a character that no key has'],
    ['a control character', 'pk-live-\u0007abcdefgh', 'a character that no key has'],
    ['seven characters', 'pk-1234', 'too short: 7 of at least 8'],
    ['513 characters', 'k'.repeat(513), 'too long: 513 of at most 512'],
  ])('with %s is refused on the field, without repeating any of it', async (_, pasted, why) => {
    const result = await vault.add('work', pasted);
    expect(result).toMatchObject({ ok: false, failure: { code: 'key.invalid', field: 'secret' } });
    if (result.ok) return;
    expect(result.failure.message).toContain(why);
    if (pasted.trim() !== '') expect(JSON.stringify(result.failure)).not.toContain(pasted.trim());
  });

  it('is trimmed, stored whole, and described by its end and the time', async () => {
    const added = await vault.add('trimmed', `\r\n  ${KEY}\t\n`);
    expect(added).toEqual(ok({ last4: '1234', savedAt: '2026-11-23T12:00:00.000Z' }));
    expect(await vault.read('trimmed')).toEqual(ok(KEY));
  });

  it('shows nothing of itself when it is short', async () => {
    expect(await vault.add('short', 'pk-12345')).toMatchObject(ok({ last4: '' }));
  });
});

describe('the key vault', () => {
  it('does not replace a key by adding one, and does by replacing it', async () => {
    const { store } = observedStore();
    const vault = createKeyVault({ store, clock });
    await vault.add('work', KEY);
    expect(await vault.add('work', 'pk-other-0000')).toMatchObject({
      failure: { code: 'account.exists' },
    });
    expect(await store.get('account/work')).toEqual(ok(KEY));
    await vault.read('work');
    await vault.replace('work', 'pk-other-0000');
    expect(await vault.read('work')).toEqual(ok('pk-other-0000'));
  });

  it('asks the keychain once, also when many ask at once, until it is told to forget', async () => {
    const { store, reads } = observedStore();
    const vault = createKeyVault({ store, clock });
    await store.set('account/work', KEY);
    await Promise.all([vault.read('work'), vault.read('work'), vault.read('work')]);
    await vault.read('work');
    expect(reads).toEqual(['account/work']);
    vault.forget('work');
    await vault.read('work');
    vault.forget();
    await vault.read('work');
    expect(reads).toHaveLength(3);
  });

  it('remembers no failure: an unlocked keychain is asked again', async () => {
    let locked = true;
    const { store } = observedStore({
      get: () => Promise.resolve(locked ? fail('keychain.denied') : ok(KEY)),
    });
    const vault = createKeyVault({ store, clock });
    expect(await vault.read('work')).toMatchObject({ failure: { code: 'keychain.denied' } });
    locked = false;
    expect(await vault.read('work')).toEqual(ok(KEY));
  });

  it('says which account has no key', async () => {
    const vault = createKeyVault({ store: createMemorySecretStore(), clock });
    const result = await vault.read('gone');
    expect(result).toMatchObject({
      failure: { code: 'key.missing', message: expect.stringContaining('“gone”') },
    });
  });

  it('does not give back a key that was removed', async () => {
    const vault = createKeyVault({ store: createMemorySecretStore(), clock });
    await vault.add('work', KEY);
    await vault.read('work');
    expect(await vault.remove('work')).toEqual(ok(true));
    expect(await vault.remove('work')).toEqual(ok(false));
    expect(await vault.read('work')).toMatchObject({ failure: { code: 'key.missing' } });
  });

  it('tells the redactor every key that passes', async () => {
    const redactor = createRedactor();
    const store = createMemorySecretStore();
    await store.set('account/old', 'pk-stored-earlier-7777');
    const vault = createKeyVault({ store, clock, redactor });
    await vault.add('work', KEY);
    await vault.read('old');
    expect(redactor.redact(`${KEY} pk-stored-earlier-7777`)).toBe('••••1234 ••••7777');
  });
});

describe('renaming a key', () => {
  it('moves it', async () => {
    const { store } = observedStore();
    const vault = createKeyVault({ store, clock });
    await vault.add('a', KEY);
    expect(await vault.rename('a', 'b')).toEqual(ok({ leftBehind: false }));
    expect(await vault.read('a')).toMatchObject({ failure: { code: 'key.missing' } });
    expect(await vault.read('b')).toEqual(ok(KEY));
  });

  it('does not take the place of another key', async () => {
    const vault = createKeyVault({ store: createMemorySecretStore(), clock });
    await vault.add('a', KEY);
    await vault.add('b', 'pk-other-0000');
    expect(await vault.rename('a', 'b')).toMatchObject({ failure: { code: 'account.exists' } });
    expect(await vault.read('a')).toEqual(ok(KEY));
    expect(await vault.read('b')).toEqual(ok('pk-other-0000'));
  });

  it('leaves the key where it was when the copy cannot be stored', async () => {
    const memory = createMemorySecretStore();
    await memory.set('account/a', KEY);
    const vault = createKeyVault({
      store: { ...memory, set: () => Promise.resolve(fail('keychain.denied')) },
      clock,
    });
    expect(await vault.rename('a', 'b')).toMatchObject({ failure: { code: 'keychain.denied' } });
    expect(await memory.get('account/a')).toEqual(ok(KEY));
  });

  it('keeps the old entry when the copy comes back different', async () => {
    const memory = createMemorySecretStore();
    await memory.set('account/a', KEY);
    const vault = createKeyVault({
      store: { ...memory, set: (account, secret) => memory.set(account, secret.slice(0, 9)) },
      clock,
    });
    expect(await vault.rename('a', 'b')).toMatchObject({
      failure: { code: 'keychain.unavailable' },
    });
    expect(await memory.get('account/a')).toEqual(ok(KEY));
  });

  it('says when the old entry could not be removed; the key is under the new name', async () => {
    const memory = createMemorySecretStore();
    await memory.set('account/a', KEY);
    const vault = createKeyVault({
      store: { ...memory, remove: () => Promise.resolve(fail('keychain.denied')) },
      clock,
    });
    expect(await vault.rename('a', 'b')).toEqual(ok({ leftBehind: true }));
    expect(await vault.read('b')).toEqual(ok(KEY));
  });
});
