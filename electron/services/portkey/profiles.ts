import type { AccountProfile, OwnKey, ProfilesFile } from '../../../shared/domain/capability.ts';
import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { Document } from '../state/document.ts';
import type { ApiKeyRecord } from './admin/types.ts';
import type { AdminClient } from './admin-client.ts';
import { probeCapabilities } from './capabilities.ts';
import type { GatewayClient } from './gateway-client.ts';
import { findOwnKey } from './own-key.ts';

/** An account as far as finding out about its key is concerned. */
export interface ProbedAccount {
  readonly id: string;
  readonly gatewayUrl: string;
  readonly adminUrl: string;
  /** When its key was stored. */
  readonly keySavedAt: string;
}

/** What the accounts' keys may do: found out once a key, kept, and found out anew on demand. */
export interface Profiles {
  list(): Promise<Result<readonly AccountProfile[]>>;
  /** What is known about this very key at these very places, else null. */
  of(account: ProbedAccount): Promise<Result<AccountProfile | null>>;
  /** Asks: one cheap request a capability, and the list of keys where it may be read. */
  probe(account: ProbedAccount, signal?: AbortSignal): Promise<Result<AccountProfile>>;
}

function ownKey(record: ApiKeyRecord): OwnKey {
  const { id, name, type, workspaceId, scopes, expiresAt } = record;
  return { id, name, type, workspaceId, scopes: [...scopes], expiresAt };
}

function isAbout(profile: AccountProfile, account: ProbedAccount): boolean {
  return (
    profile.account === account.id &&
    profile.keySavedAt === account.keySavedAt &&
    profile.adminUrl === account.adminUrl &&
    profile.gatewayUrl === account.gatewayUrl
  );
}

export function createProfiles(options: {
  readonly document: Document<ProfilesFile>;
  readonly gateway: Pick<GatewayClient, 'probeKey'>;
  /** A client with the account's key. */
  readonly admin: (account: ProbedAccount) => Pick<AdminClient, 'probe' | 'apiKeys'>;
  readonly keyOf: (accountId: string) => Promise<Result<string>>;
  readonly now: () => Date;
}): Profiles {
  const { document, gateway } = options;

  const ask = async (
    account: ProbedAccount,
    signal: AbortSignal | undefined,
  ): Promise<Result<AccountProfile>> => {
    const key = await options.keyOf(account.id);
    if (!key.ok) return key;
    const admin = options.admin(account);
    const { gatewayUrl, adminUrl, keySavedAt } = account;
    const probed = await probeCapabilities({
      gateway,
      gatewayUrl,
      key: key.value,
      admin,
      ...(signal === undefined ? {} : { signal }),
    });
    if (!probed.ok) return probed;
    const capabilities = probed.value;
    const listed = capabilities.keys.can === 'yes' ? await admin.apiKeys({ signal }) : null;
    if (listed?.ok === false && listed.failure.code === 'cancelled') return listed;
    const record = listed?.ok === true ? findOwnKey(listed.value.rows, key.value) : null;
    return ok({
      account: account.id,
      keySavedAt,
      adminUrl,
      gatewayUrl,
      probedAt: options.now().toISOString(),
      capabilities,
      key: record === null ? null : ownKey(record),
    });
  };

  return {
    list: async () => {
      const file = await document.read();
      return file.ok ? ok(file.value.profiles) : file;
    },
    of: async (account) => {
      const file = await document.read();
      if (!file.ok) return file;
      return ok(file.value.profiles.find((profile) => isAbout(profile, account)) ?? null);
    },
    probe: async (account, signal) => {
      const profile = await ask(account, signal);
      if (!profile.ok) return profile;
      const kept = await document.update((file) =>
        ok({
          next: {
            ...file,
            profiles: [
              ...file.profiles.filter((known) => known.account !== account.id),
              profile.value,
            ],
          },
          value: profile.value,
        }),
      );
      return kept;
    },
  };
}
