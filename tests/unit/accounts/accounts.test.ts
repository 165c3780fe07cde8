import fs from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { accountsFileSchema, type AccountsFile } from '../../../shared/domain/account.ts';
import { fail } from '../../../shared/domain/failure.ts';
import { type Accounts, createAccounts } from '../../../electron/services/accounts/accounts.ts';
import { createKeyVault, type KeyVault } from '../../../electron/services/secrets/key-vault.ts';
import {
  createMemorySecretStore,
  type SecretStore,
} from '../../../electron/services/secrets/secret-store.ts';
import { must, refusal } from '../support/settings-bench.ts';
import { makeStateHome, type StateHome } from '../support/state-home.ts';

const KEY = 'pk-live-0123456789abcdef';

let state: StateHome;
let secrets: SecretStore;
let vault: KeyVault;
let accounts: Accounts;
beforeEach(async () => {
  state = await makeStateHome();
  secrets = createMemorySecretStore();
  vault = createKeyVault({ store: secrets, clock: { now: () => 0 } });
  accounts = createAccounts({ vault, document: open() });
});
afterEach(() => state.dispose());

const open = () =>
  state.document<AccountsFile>({
    name: 'accounts.json',
    schema: () => Promise.resolve(accountsFileSchema),
    initial: { version: 1, defaultAccount: null, accounts: [] },
  });
const stored = async (id: string) => must(await secrets.get(`account/${id}`));
const breakFile = () => fs.writeFileSync(state.at('accounts.json'), 'broken');

describe('accounts', () => {
  it('keep the key in the keychain and nothing of it in the file but its end', async () => {
    const account = must(await accounts.add({ id: 'work' }, KEY));
    expect(account).toEqual({
      id: 'work',
      gatewayUrl: 'https://api.portkey.ai',
      adminUrl: 'https://api.portkey.ai/v1',
      delivery: 'token',
      selfHosted: false,
      key: { last4: 'cdef', savedAt: '1970-01-01T00:00:00.000Z' },
    });
    expect(await stored('work')).toBe(KEY);
    expect(fs.readFileSync(state.at('accounts.json'), 'utf8')).not.toContain(KEY.slice(0, -4));
  });

  it('need a key when they are new, and keep it when only a field changes', async () => {
    expect(refusal(await accounts.save({ id: 'work' }, undefined))).toMatchObject({
      code: 'key.missing',
      field: 'secret',
    });
    must(await accounts.save({ id: 'work' }, KEY));
    const changed = must(await accounts.save({ id: 'work', delivery: 'helper' }, undefined));
    expect(changed).toMatchObject({ delivery: 'helper', key: { last4: 'cdef' } });
    expect(await stored('work')).toBe(KEY);
  });

  it('are not added twice under one name', async () => {
    must(await accounts.add({ id: 'work' }, KEY));
    expect(refusal(await accounts.add({ id: ' work ' }, 'pk-other-0123456789'))).toMatchObject({
      code: 'account.exists',
      field: 'id',
    });
    expect(await stored('work')).toBe(KEY);
  });

  it.each([['Work'], ['a b'], [''], ['-a'], ['a'.repeat(41)], ['ä']])(
    'refuse the name %j',
    async (id) => {
      expect(refusal(await accounts.add({ id }, KEY))).toMatchObject({
        code: 'account.invalid',
        field: 'id',
      });
      expect((await stored(id)) ?? null).toBeNull();
    },
  );

  it('leave no orphan key behind when they cannot be written down', async () => {
    const failing = createAccounts({
      vault,
      document: { ...open(), update: () => Promise.resolve(fail('state.unreadable')) },
    });
    expect(refusal(await failing.add({ id: 'work' }, KEY)).code).toBe('state.unreadable');
    expect(await stored('work')).toBeNull();
  });

  it('keep the key under the old name when a rename cannot be written down', async () => {
    must(await accounts.add({ id: 'work' }, KEY));
    const failing = createAccounts({
      vault,
      document: { ...open(), update: () => Promise.resolve(fail('state.unreadable')) },
    });
    expect(refusal(await failing.rename('work', 'home')).code).toBe('state.unreadable');
    expect(await stored('work')).toBe(KEY);
    expect(await stored('home')).toBeNull();
  });

  it('are renamed with their key and stay the default', async () => {
    must(await accounts.add({ id: 'work' }, KEY));
    must(await accounts.add({ id: 'home' }, 'pk-home-0123456789abc'));
    must(await accounts.setDefault('work'));
    expect(must(await accounts.rename('work', ' team '))).toMatchObject({
      id: 'team',
      key: { last4: 'cdef' },
    });
    expect(await stored('work')).toBeNull();
    expect(await stored('team')).toBe(KEY);
    expect(must(await accounts.resolve(undefined)).id).toBe('team');
    expect(must(await accounts.read()).accounts.map((one) => one.id)).toEqual(['team', 'home']);
  });

  it('refuse to be renamed to a name that is taken or cannot be one', async () => {
    must(await accounts.add({ id: 'work' }, KEY));
    must(await accounts.add({ id: 'home' }, KEY));
    expect(refusal(await accounts.rename('work', 'home'))).toMatchObject({
      code: 'account.exists',
      field: 'to',
    });
    expect(refusal(await accounts.rename('work', 'No Good'))).toMatchObject({
      code: 'account.invalid',
      field: 'to',
    });
    expect(refusal(await accounts.rename('none', 'x')).code).toBe('account.missing');
    expect(must(await accounts.rename('work', 'work')).id).toBe('work');
    expect(await stored('work')).toBe(KEY);
  });

  it('go with their key, and the default with them', async () => {
    must(await accounts.add({ id: 'work' }, KEY));
    must(await accounts.setDefault('work'));
    must(await accounts.remove('work'));
    expect(await stored('work')).toBeNull();
    expect(must(await accounts.read())).toEqual({ version: 1, defaultAccount: null, accounts: [] });
    expect(refusal(await accounts.remove('work')).code).toBe('account.missing');
  });

  it('stay when the keychain does not let the key go', async () => {
    must(await accounts.add({ id: 'work' }, KEY));
    const locked = createAccounts({
      document: open(),
      vault: { ...vault, remove: () => Promise.resolve(fail('keychain.denied')) },
    });
    expect(refusal(await locked.remove('work')).code).toBe('keychain.denied');
    expect(must(await accounts.read()).accounts).toHaveLength(1);
  });

  it('are found by name, as the default, or as the only one', async () => {
    expect(refusal(await accounts.resolve(undefined)).code).toBe('account.missing');
    must(await accounts.add({ id: 'work' }, KEY));
    expect(must(await accounts.resolve(undefined)).id).toBe('work');
    must(await accounts.add({ id: 'home' }, KEY));
    expect(refusal(await accounts.resolve(undefined)).hint).toContain('work, home');
    must(await accounts.setDefault('home'));
    expect(must(await accounts.resolve(undefined)).id).toBe('home');
    expect(must(await accounts.resolve('work')).id).toBe('work');
    expect(refusal(await accounts.resolve('none')).hint).toContain('work, home');
    expect(refusal(await accounts.setDefault('none')).code).toBe('account.missing');
  });

  it('do not lose what another process has changed meanwhile', async () => {
    must(await accounts.add({ id: 'work' }, KEY));
    // Between our reading and our writing, another process changes another field.
    const slow = createAccounts({
      document: open(),
      vault: {
        ...vault,
        replace: async (id, secret) => {
          must(await accounts.save({ id: 'work', gatewayUrl: 'https://gw.example' }, undefined));
          return vault.replace(id, secret);
        },
      },
    });
    must(await slow.save({ id: 'work', delivery: 'helper' }, 'pk-new-0123456789wxyz'));
    expect(must(await accounts.resolve('work'))).toMatchObject({
      gatewayUrl: 'https://gw.example',
      delivery: 'helper',
      key: { last4: 'wxyz' },
    });
  });

  it('say so when their file cannot be read, and change neither file nor keychain', async () => {
    must(await accounts.add({ id: 'work' }, KEY));
    breakFile();
    for (const result of [
      await accounts.read(),
      await accounts.add({ id: 'b' }, KEY),
      await accounts.rename('work', 'b'),
      await accounts.remove('work'),
      await accounts.setDefault('work'),
    ]) {
      expect(refusal(result).code).toBe('state.unreadable');
    }
    expect(await stored('work')).toBe(KEY);
    expect(await stored('b')).toBeNull();
    expect(fs.readFileSync(state.at('accounts.json'), 'utf8')).toBe('broken');
  });
});
