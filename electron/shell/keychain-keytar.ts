import type { KeychainModule } from '../services/secrets/keychain-store.ts';

/**
 * Brings keytar in. It is native, optional and needs libsecret to load at all on Linux, so it is imported on first use
 * and nowhere else.
 * @throws what the import throws when the module or a library that it links to is missing
 */
export async function loadKeytar(): Promise<KeychainModule> {
  // keytar is CommonJS: Node offers its functions both by name and on `default`; a bundler may offer only the latter.
  const loaded: KeychainModule & { readonly default?: KeychainModule } = await import('keytar');
  return loaded.default ?? loaded;
}
