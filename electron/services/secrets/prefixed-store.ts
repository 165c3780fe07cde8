import type { SecretStore } from './secret-store.ts';

/**
 * The same store with something put before every name, so that another home of Switchyard has secrets of its own. An empty
 * prefix changes nothing.
 */
export function withPrefix(store: SecretStore, prefix: string): SecretStore {
  if (prefix === '') return store;
  return {
    kind: store.kind,
    status: () => store.status(),
    get: (account) => store.get(prefix + account),
    set: (account, secret) => store.set(prefix + account, secret),
    remove: (account) => store.remove(prefix + account),
  };
}
