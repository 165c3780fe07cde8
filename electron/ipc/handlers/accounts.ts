import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { Accounts } from '../../services/accounts/accounts.ts';
import type { AssignmentStore } from '../../services/journal/assignment-store.ts';
import type { GatewayClient } from '../../services/portkey/gateway-client.ts';
import type { KeyVault } from '../../services/secrets/key-vault.ts';
import type { Handlers } from '../handlers.ts';
import { pickModels } from './model-list.ts';
import { assignmentsInUse } from './users.ts';

/** Handlers of the `accounts.*` requests. */
export function createAccountHandlers(services: {
  readonly accounts: Accounts;
  readonly vault: KeyVault;
  readonly gateway: GatewayClient;
  readonly assignments: () => Promise<AssignmentStore>;
  /** Takes a key out of what undo keeps. */
  readonly forgetSecret: (secret: string) => Promise<Result<void>>;
  readonly changed: () => Promise<void>;
}): Pick<
  Handlers,
  | 'accounts.save'
  | 'accounts.rename'
  | 'accounts.remove'
  | 'accounts.setDefault'
  | 'accounts.test'
  | 'accounts.models'
> {
  const { accounts, vault, gateway, changed } = services;

  const withKey = async (id: string) => {
    const account = await accounts.resolve(id);
    if (!account.ok) return account;
    const key = await vault.read(account.value.id);
    return key.ok ? ok({ account: account.value, key: key.value }) : key;
  };

  const usersOf = async (id: string): Promise<number> => {
    const store = await services.assignments();
    return assignmentsInUse(store).filter((one) => one.accountId === id).length;
  };

  return {
    'accounts.save': async ({ secret, ...draft }) => {
      const saved = await accounts.save(draft, secret);
      if (saved.ok) await changed();
      return saved;
    },

    'accounts.rename': async ({ id, to }) => {
      // Assignments and keyless helpers name the account, so it must not change under them.
      const users = await usersOf(id);
      if (users > 0) {
        return fail('request.invalid', {
          field: 'id',
          message: `${users} ${users === 1 ? 'workspace uses' : 'workspaces use'} the account “${id}”.`,
          hint: 'Clear them or put them on another account first.',
        });
      }
      const renamed = await accounts.rename(id, to);
      if (renamed.ok) await changed();
      return renamed;
    },

    'accounts.remove': async ({ id }) => {
      const users = await usersOf(id);
      if (users > 0) {
        return fail('request.invalid', {
          field: 'id',
          message: `${users} ${users === 1 ? 'workspace uses' : 'workspaces use'} the account “${id}”; without it they could not be switched any more.`,
          hint: 'Clear them or put them on another account first.',
        });
      }
      const key = await vault.read(id);
      const removed = await accounts.remove(id);
      if (!removed.ok) return removed;
      // A removed key must not live on as something that an undo could put back.
      const forgotten = key.ok ? await services.forgetSecret(key.value) : ok(undefined);
      await changed();
      return forgotten.ok ? ok(null) : forgotten;
    },

    'accounts.setDefault': async ({ id }) => {
      const set = await accounts.setDefault(id);
      if (!set.ok) return set;
      await changed();
      return ok(null);
    },

    'accounts.test': async ({ id }, { signal }) => {
      const found = await withKey(id);
      if (!found.ok) return found;
      const answer = await gateway.probeKey(
        found.value.account.gatewayUrl,
        found.value.key,
        signal,
      );
      if (!answer.ok) return answer;
      const { status, message } = answer.value;
      return ok({ status, message });
    },

    'accounts.models': async ({ id, provider }, { signal }) => {
      const found = await withKey(id);
      if (!found.ok) return found;
      const ids = await gateway.listModels(found.value.account.gatewayUrl, found.value.key, signal);
      return ids.ok ? ok(pickModels(ids.value, provider)) : ids;
    },
  };
}
