import { compose, type ComposeOptions } from './compose.ts';
import type { AppHost } from './ipc/handlers.ts';
import { createKeychainStore } from './services/secrets/keychain-store.ts';
import { createMemorySecretStore, type SecretStore } from './services/secrets/secret-store.ts';
import { loadKeytar } from './shell/keychain-keytar.ts';

/**
 * Where secrets are kept. In memory for measuring and for tests of the unpackaged app: a packaged one never leaves the
 * keychain.
 */
function secretsFor(options: { readonly memory: boolean }): SecretStore {
  return options.memory ? createMemorySecretStore() : createKeychainStore({ load: loadKeytar });
}

/** Composes the app for Electron: on the person's own data, or on the sample when there is a folder for it. */
export async function composeForElectron(options: {
  readonly parts: Pick<ComposeOptions, 'desktop' | 'machine' | 'notifier'>;
  readonly version: string;
  readonly packaged: boolean;
  /** The sample's folder; null: the person's own data. */
  readonly demoFolder: string | null;
  /** A home of its own, for measuring. */
  readonly home: string | null;
}): Promise<AppHost> {
  const { parts, version, packaged, demoFolder, home } = options;
  const { env, platform } = process;
  if (demoFolder !== null) {
    const { composeDemo } = await import('./demo-entry.ts');
    return composeDemo({ folder: demoFolder, env, platform, version, parts });
  }
  const memory = home !== null || (!packaged && env['SWITCHYARD_SECRETS'] === 'memory');
  return compose({
    ...parts,
    ...(home === null ? {} : { home }),
    secrets: secretsFor({ memory }),
    env,
    platform,
    watch: true,
    // Measuring asks nobody.
    poll: home === null,
    version,
  });
}
