import type { z } from 'zod';

import {
  type Account,
  type AccountDraft,
  type accountsFileSchema,
  buildAccount,
  defaultAccountOf,
} from '../../../shared/domain/account.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { KeyVault } from '../secrets/key-vault.ts';
import type { Document } from '../state/document.ts';

type AccountsFile = z.infer<typeof accountsFileSchema>;

export interface Accounts {
  read(): Promise<Result<AccountsFile>>;
  /** The named account; without a name the default one, or the only one. */
  resolve(id: string | undefined): Promise<Result<Account>>;
  /** Adds or changes an account. A new one needs a key. The key goes to the keychain before the account is written. */
  save(draft: AccountDraft, secret: string | undefined): Promise<Result<Account>>;
  /** Adds an account and its key; refuses a name that is taken. */
  add(draft: AccountDraft, secret: string): Promise<Result<Account>>;
  rename(id: string, to: string): Promise<Result<Account>>;
  /** Takes the account and its key away. */
  remove(id: string): Promise<Result<void>>;
  setDefault(id: string): Promise<Result<void>>;
}

function missing(id: string, known: readonly Account[]) {
  const names = known.map((account) => account.id).join(', ');
  return fail('account.missing', {
    message: `There is no account “${id}”.`,
    ...(names === '' ? {} : { hint: `There ${known.length === 1 ? 'is' : 'are'}: ${names}.` }),
  });
}

function withAccount(file: AccountsFile, account: Account): AccountsFile {
  const index = file.accounts.findIndex((known) => known.id === account.id);
  const accounts = index < 0 ? [...file.accounts, account] : file.accounts.with(index, account);
  return { ...file, accounts };
}

/** Accounts in `accounts.json` (no secrets) and their keys in the keychain, kept in step. */
export function createAccounts({
  document,
  vault,
}: {
  document: Document<AccountsFile>;
  vault: KeyVault;
}): Accounts {
  const find = async (id: string) => {
    const file = await document.read();
    if (!file.ok) return file;
    const account = file.value.accounts.find((known) => known.id === id) ?? null;
    return ok({ file: file.value, account });
  };

  const save: Accounts['save'] = async (draft, secret) => {
    const found = await find(draft.id.trim());
    if (!found.ok) return found;
    const existing = found.value.account;
    const built = buildAccount(draft, existing);
    if (!built.ok) return built;
    if (secret === undefined && existing === null) {
      return fail('key.missing', {
        field: 'secret',
        message: 'A new account needs a Portkey key.',
        hint: 'Create one on Portkey’s API Keys page and paste it here.',
      });
    }
    const key =
      secret === undefined ? ok(built.value.key) : await vault.replace(built.value.id, secret);
    if (!key.ok) return key;
    const written = await document.update((file) => {
      // Built anew on what stands there now: another process may have changed another field meanwhile.
      const current = file.accounts.find((known) => known.id === built.value.id) ?? null;
      const account = buildAccount(draft, current);
      if (!account.ok) return account;
      const value = { ...account.value, key: secret === undefined ? account.value.key : key.value };
      return ok({ next: withAccount(file, value), value });
    });
    // A key whose account could not be written down would be an orphan that nobody can see.
    if (!written.ok && existing === null) await vault.remove(built.value.id);
    return written;
  };

  return {
    read: () => document.read(),
    save,

    resolve: async (id) => {
      const file = await document.read();
      if (!file.ok) return file;
      const { accounts } = file.value;
      const wanted = id ?? defaultAccountOf(file.value);
      if (wanted === null) {
        return accounts.length === 0
          ? fail('account.missing')
          : fail('account.missing', {
              message: 'There are several accounts and none is the default.',
              hint: `Name one of: ${accounts.map((account) => account.id).join(', ')}.`,
            });
      }
      const account = accounts.find((known) => known.id === wanted);
      return account === undefined ? missing(wanted, accounts) : ok(account);
    },

    add: async (draft, secret) => {
      const found = await find(draft.id.trim());
      if (!found.ok) return found;
      if (found.value.account !== null) {
        return fail('account.exists', {
          field: 'id',
          message: `There is an account “${draft.id}” already.`,
          hint: 'Add --replace to replace its key, or choose another name.',
        });
      }
      return save(draft, secret);
    },

    rename: async (id, to) => {
      const found = await find(id);
      if (!found.ok) return found;
      const { file, account } = found.value;
      if (account === null) return missing(id, file.accounts);
      const built = buildAccount({ id: to }, account);
      if (!built.ok) return { ok: false, failure: { ...built.failure, field: 'to' } };
      if (built.value.id === id) return ok(account);
      if (file.accounts.some((known) => known.id === built.value.id)) {
        return fail('account.exists', { field: 'to' });
      }
      const moved = account.key === null ? ok(undefined) : await vault.rename(id, built.value.id);
      if (!moved.ok) return moved;
      const written = await document.update((current) => {
        const known = current.accounts.find((one) => one.id === id);
        if (known === undefined) return missing(id, current.accounts);
        const value = { ...known, id: built.value.id };
        return ok({
          next: {
            ...current,
            defaultAccount: current.defaultAccount === id ? value.id : current.defaultAccount,
            accounts: current.accounts.map((one) => (one.id === id ? value : one)),
          },
          value,
        });
      });
      // The account is still under its old name, so its key has to be, too.
      if (!written.ok && account.key !== null) await vault.rename(built.value.id, id);
      return written;
    },

    remove: async (id) => {
      const found = await find(id);
      if (!found.ok) return found;
      if (found.value.account === null) return missing(id, found.value.file.accounts);
      const removed = await vault.remove(id);
      if (!removed.ok) return removed;
      return document.update((file) =>
        ok({
          next: {
            ...file,
            defaultAccount: file.defaultAccount === id ? null : file.defaultAccount,
            accounts: file.accounts.filter((known) => known.id !== id),
          },
          value: undefined,
        }),
      );
    },

    setDefault: (id) =>
      document.update((file) =>
        file.accounts.some((known) => known.id === id)
          ? ok({ next: { ...file, defaultAccount: id }, value: undefined })
          : missing(id, file.accounts),
      ),
  };
}
