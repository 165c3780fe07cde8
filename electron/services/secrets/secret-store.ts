import { ok, fail, type Result } from '../../../shared/domain/failure.ts';

/** The service name of every item that Switchyard keeps in a keychain. Part of what `apiKeyHelper` commands name. */
export const KEYCHAIN_SERVICE = 'Switchyard';

/**
 * Where secrets live. Account names are `account/<id>` for a key (see `keychainName`) and `inverse/<hash>` for the bytes
 * that undo a write.
 * Failures: `keychain.unavailable` (there is no keychain to ask), `keychain.denied` (it is locked, or said no) and
 * `key.invalid` (an empty secret). There is no second place: what the keychain refuses is not stored.
 */
export interface SecretStore {
  readonly kind: 'keychain' | 'memory';
  /** Whether it can be used now. Cheap; never makes the system ask the person anything. */
  status(): Promise<Result<void>>;
  /** The secret, or null when nothing is stored under that name. May wait for the person to unlock the keychain. */
  get(account: string): Promise<Result<string | null>>;
  /** Stores a secret, replacing an older one under that name. */
  set(account: string, secret: string): Promise<Result<void>>;
  /** @returns true when there was something to remove */
  remove(account: string): Promise<Result<boolean>>;
}

/** A store that forgets everything when the process ends. For tests and the demo; the app never chooses it by itself. */
export function createMemorySecretStore(): SecretStore {
  const secrets = new Map<string, string>();
  return {
    kind: 'memory',
    status: () => Promise.resolve(ok(undefined)),
    get: (account) => Promise.resolve(ok(secrets.get(account) ?? null)),
    set: (account, secret) => {
      if (secret === '') return Promise.resolve(fail('key.invalid', { field: 'secret' }));
      secrets.set(account, secret);
      return Promise.resolve(ok(undefined));
    },
    remove: (account) => Promise.resolve(ok(secrets.delete(account))),
  };
}
