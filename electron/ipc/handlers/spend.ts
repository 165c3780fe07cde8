import type { Account } from '../../../shared/domain/account.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { AdminClient } from '../../services/portkey/admin-client.ts';
import type { Profiles } from '../../services/portkey/profiles.ts';
import type { SpendAccount } from '../../services/spend/account-state.ts';
import type { SpendPoller } from '../../services/spend/poller.ts';
import type { Presence } from '../../services/spend/presence.ts';
import type { Reporter } from '../../services/spend/reporter.ts';
import type { traceSpend, UsedTrace } from '../../services/spend/traces.ts';
import type { Handlers } from '../handlers.ts';

/** The account as spend is asked for; `key.missing` when it has no key. */
export function spendAccount(account: Account): Result<SpendAccount> {
  const { id, gatewayUrl, adminUrl, key } = account;
  if (key === null) {
    return fail('key.missing', { message: `The account “${id}” has no key in the keychain.` });
  }
  return ok({ id, gatewayUrl, adminUrl, keySavedAt: key.savedAt });
}

/** Handlers of what is asked about spend, and of what a key may do. */
export function createSpendHandlers(services: {
  /** The named account; without a name the default one, or the only one. */
  readonly resolve: (id: string | undefined) => Promise<Result<Account>>;
  readonly profiles: Profiles;
  readonly reporter: Reporter;
  readonly client: (account: SpendAccount) => AdminClient;
  readonly poller: Pick<SpendPoller, 'refresh' | 'opened'>;
  readonly presence: Pick<Presence, 'report'>;
  /** Stops reading by itself, or resumes it. */
  readonly pause: (paused: boolean) => void;
  readonly findWorktree: (path: string) => Promise<Result<Worktree>>;
  /** The account that a worktree is assigned to; null: none. */
  readonly accountOf: (worktreeId: string) => Promise<string | null>;
  readonly usesOf: (worktree: Worktree) => Promise<readonly UsedTrace[]>;
  readonly traceSpend: typeof traceSpend;
  readonly now: () => Date;
  readonly changed: () => Promise<void>;
}): Pick<
  Handlers,
  | 'accounts.probe'
  | 'spend.pause'
  | 'spend.refresh'
  | 'spend.report'
  | 'spend.series'
  | 'spend.traces'
  | 'view.report'
> {
  const { profiles, poller } = services;
  const find = async (id: string | undefined): Promise<Result<SpendAccount>> => {
    const account = await services.resolve(id);
    return account.ok ? spendAccount(account.value) : account;
  };

  return {
    'accounts.probe': async ({ id }, { signal }) => {
      const account = await find(id);
      if (!account.ok) return account;
      const profile = await profiles.probe(account.value, signal);
      if (profile.ok) {
        await services.changed();
        poller.opened();
      }
      return profile;
    },

    'spend.refresh': async () => {
      await poller.refresh();
      return ok(null);
    },

    'spend.report': async ({ account: id, range, by }, { signal }) => {
      const account = await find(id);
      return account.ok
        ? services.reporter.report({ account: account.value, range, by, signal })
        : account;
    },

    'spend.series': async ({ account: id, range, by }, { signal }) => {
      const account = await find(id);
      return account.ok
        ? services.reporter.series({ account: account.value, range, by, signal })
        : account;
    },

    'spend.traces': async ({ worktree: path }, { signal }) => {
      const worktree = await services.findWorktree(path);
      if (!worktree.ok) return worktree;
      const own = await services.accountOf(worktree.value.id);
      const account = await find(own ?? undefined);
      if (!account.ok) return account;
      const profile = await profiles.of(account.value);
      if (!profile.ok) return profile;
      return services.traceSpend({
        client: services.client(account.value),
        profile: profile.value,
        uses: await services.usesOf(worktree.value),
        now: services.now(),
        signal,
      });
    },

    'spend.pause': ({ paused }) => {
      services.pause(paused);
      return Promise.resolve(ok(null));
    },

    'view.report': ({ view, visible }) => {
      // A view that goes, or says again that it is there, is noticed when the next refresh is thought about.
      if (services.presence.report(view, visible)) poller.opened();
      return Promise.resolve(ok(null));
    },
  };
}
