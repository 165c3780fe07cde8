import { keychainName, type KeyInfo } from '../../../shared/domain/account.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { checkKey } from './key-text.ts';
import type { SecretStore } from './secret-store.ts';

/** What became of a rename. `leftBehind`: the key is safe under the new name, but the old entry could not be removed. */
export interface RenamedKey {
  readonly leftBehind: boolean;
}

export interface KeyVault {
  /** Stores a new account's key; refuses (`account.exists`) to replace one that the keychain holds for that name. */
  add(accountId: string, pasted: string): Promise<Result<KeyInfo>>;
  /** Stores a key whatever was there before. */
  replace(accountId: string, pasted: string): Promise<Result<KeyInfo>>;
  /** The key, from memory after the first read. Fails with `key.missing` when the keychain holds none. */
  read(accountId: string): Promise<Result<string>>;
  /** Copies, checks the copy, then removes the old entry. The key is never lost, whichever step fails. */
  rename(from: string, to: string): Promise<Result<RenamedKey>>;
  /** @returns true when there was a key */
  remove(accountId: string): Promise<Result<boolean>>;
  /** Drops what is remembered, of one account or of all; the next read asks the keychain. */
  forget(accountId?: string): void;
}

/**
 * The Portkey keys of the accounts. Keeps no file: what `add` and `replace` return about a key (its last four characters,
 * when it was stored) is kept by the accounts service. `clock.now` gives milliseconds since the epoch. `redactor` learns
 * every key that passes through, so that no log line can carry one.
 */
export function createKeyVault(options: {
  store: SecretStore;
  clock: { now(): number };
  redactor?: { register(secret: string): void };
}): KeyVault {
  const { store, clock, redactor } = options;
  const remembered = new Map<string, Promise<Result<string>>>();

  async function lookUp(accountId: string): Promise<Result<string>> {
    const found = await store.get(keychainName(accountId));
    if (!found.ok) return found;
    if (found.value === null) {
      return fail('key.missing', {
        message: `The account “${accountId}” has no key in the keychain.`,
        hint: `Store one: switchyard accounts add ${accountId}.`,
      });
    }
    redactor?.register(found.value);
    return ok(found.value);
  }

  function read(accountId: string): Promise<Result<string>> {
    const known = remembered.get(accountId);
    if (known !== undefined) return known;
    const asked = lookUp(accountId).then((found) => {
      // Only a key is worth remembering: a keychain that was locked a moment ago must be asked again.
      if (!found.ok && remembered.get(accountId) === asked) remembered.delete(accountId);
      return found;
    });
    remembered.set(accountId, asked);
    return asked;
  }

  async function save(accountId: string, pasted: string): Promise<Result<KeyInfo>> {
    const key = checkKey(pasted);
    if (!key.ok) return key;
    redactor?.register(key.value);
    const stored = await store.set(keychainName(accountId), key.value);
    remembered.delete(accountId);
    if (!stored.ok) return stored;
    return ok({
      last4: lastFour(key.value),
      savedAt: new Date(clock.now()).toISOString(),
    });
  }

  /** Ok when the keychain can be read and holds nothing under that name. */
  async function mustBeFree(accountId: string): Promise<Result<void>> {
    const present = await store.get(keychainName(accountId));
    if (!present.ok) return present;
    if (present.value === null) return ok(undefined);
    return fail('account.exists', {
      message: `The keychain holds a key for “${accountId}” already.`,
      hint: 'Replace it, or choose another name.',
      field: 'id',
    });
  }

  return {
    add: async (accountId, pasted) => {
      const key = checkKey(pasted);
      if (!key.ok) return key;
      const free = await mustBeFree(accountId);
      return free.ok ? save(accountId, pasted) : free;
    },
    replace: save,
    read,
    rename: async (from, to) => {
      if (from === to) return ok({ leftBehind: false });
      remembered.delete(from);
      const key = await read(from);
      if (!key.ok) return key;
      const free = await mustBeFree(to);
      if (!free.ok) return free;
      const copied = await store.set(keychainName(to), key.value);
      if (!copied.ok) return copied;
      remembered.delete(to);
      const copy = await read(to);
      if (!copy.ok) return copy;
      if (copy.value !== key.value) {
        return fail('keychain.unavailable', {
          message: 'The keychain gave back something else than was stored, so the old entry stays.',
        });
      }
      const removed = await store.remove(keychainName(from));
      remembered.delete(from);
      return ok({ leftBehind: !removed.ok });
    },
    remove: async (accountId) => {
      const removed = await store.remove(keychainName(accountId));
      remembered.delete(accountId);
      return removed;
    },
    forget: (accountId) => {
      if (accountId === undefined) remembered.clear();
      else remembered.delete(accountId);
    },
  };
}

/** A short key would be given away by its end, so it shows nothing (as `maskSecret` does). */
function lastFour(key: string): string {
  return key.length < 12 ? '' : key.slice(-4);
}
