import type { AccountProfile } from '../../../shared/domain/capability.ts';
import { type Failure, ok, type Result } from '../../../shared/domain/failure.ts';
import type { PortkeyLimits, SpentNeed } from '../budgets/figures.ts';
import type { Estimator } from '../estimate/types.ts';
import type { AdminClient } from '../portkey/admin-client.ts';
import type { Profiles } from '../portkey/profiles.ts';
import { type AccountReader, createAccountReader, type RefreshOutcome } from './account-reader.ts';
import {
  type AccountState,
  emptyState,
  ownerOf,
  type SpendAccount,
  type Trouble,
} from './account-state.ts';
import { estimateItem, type Place } from './estimate-item.ts';
import type { SpendHistory } from './history.ts';
import type { Item } from './item.ts';
import { limitItems } from './limit-items.ts';
import { portkeyItems, scopeOf } from './portkey-items.ts';
import { restoreState } from './restore.ts';

/** Everything about reading the money of one account. */
export interface Session {
  readonly account: SpendAccount;
  state(): AccountState;
  /** Before this instant Portkey does not want to be asked; null: any time. Milliseconds since the epoch. */
  notBefore(): number | null;
  warming(): boolean;
  /** Shows what is known from before, without asking anybody. */
  restore(): Promise<void>;
  refresh(signal: AbortSignal): Promise<RefreshOutcome>;
}

export interface SessionOptions {
  readonly account: SpendAccount;
  readonly profiles: Pick<Profiles, 'of' | 'probe'>;
  readonly client: AdminClient;
  readonly estimator: Estimator;
  readonly places: () => readonly Place[];
  readonly history: Pick<SpendHistory, 'save' | 'load'>;
  /** Whether budgets of one's own need the account's week or month by worktree. */
  readonly needs: (account: string, period: 'week' | 'month') => boolean;
  readonly spentNeeds: (limits: PortkeyLimits, now: Date) => readonly SpentNeed[];
  readonly now: () => Date;
  readonly fastMs: number;
}

/** How long to leave it at what could not be found out about a key. */
const PROBE_AGAIN_MS = 10 * 60_000;

function isOpen(profile: AccountProfile): boolean {
  const { analytics, keys } = profile.capabilities;
  return analytics.can === 'unknown' || keys.can === 'unknown';
}

export function createSession(options: SessionOptions): Session {
  const { account, profiles, client, history, now } = options;
  let reader: AccountReader | null = null;
  /** What the reader was made for: another source or scope needs another one. */
  let madeFor = '';
  let trouble: Trouble | null = null;
  let waitUntil: number | null = null;
  let probedAt: number | null = null;
  let current: AccountProfile | null = null;

  const mayProbe = (): boolean => {
    const at = now().getTime();
    return probedAt === null || probedAt > at || at - probedAt >= PROBE_AGAIN_MS;
  };

  const probe = (signal: AbortSignal): Promise<Result<AccountProfile>> => {
    probedAt = now().getTime();
    return profiles.probe(account, signal);
  };

  const findProfile = async (
    signal: AbortSignal | null,
  ): Promise<Result<AccountProfile | null>> => {
    const known = await profiles.of(account);
    if (!known.ok || signal === null) return known;
    if (known.value !== null && !isOpen(known.value)) return known;
    return mayProbe() ? probe(signal) : known;
  };

  const itemsFor =
    (estimated: boolean) =>
    (state: AccountState): readonly Item[] => {
      const common = { state, profile: current, client, now };
      if (!estimated) {
        const { spentNeeds } = options;
        const needs = (period: 'week' | 'month') => options.needs(account.id, period);
        return portkeyItems({ ...common, needs, spentNeeds });
      }
      const { estimator, places } = options;
      return [
        estimateItem({ owner: ownerOf(account), estimator, places, now }),
        ...limitItems(common),
      ];
    };

  const ready = async (signal: AbortSignal | null): Promise<Result<AccountReader>> => {
    const found = await findProfile(signal);
    if (!found.ok) return found;
    current = found.value;
    const estimated = current?.capabilities.analytics.can === 'no';
    const source = estimated ? ('estimate' as const) : ('portkey' as const);
    const scope = estimated ? ('machine' as const) : scopeOf(current).scope;
    if (reader !== null && madeFor === `${source} ${scope}`) return ok(reader);
    madeFor = `${source} ${scope}`;
    const initial = await restoreState({ account, source, scope, history, now: now() });
    reader = createAccountReader({
      initial,
      items: itemsFor(estimated),
      history,
      now,
      fastMs: options.fastMs,
    });
    return ok(reader);
  };

  const troubled = (failure: Failure): RefreshOutcome => {
    const since = trouble?.since ?? now().toISOString();
    if (failure.code !== 'cancelled') trouble = { failure, since };
    return { asked: 0, read: 0, failures: [failure], fast: true };
  };

  return {
    account,
    notBefore: () => waitUntil,
    warming: () => reader?.warming() ?? false,
    state: () => {
      const state = reader?.state() ?? emptyState(account);
      return trouble === null
        ? state
        : { ...state, troubles: new Map([['account', trouble], ...state.troubles]) };
    },
    restore: async () => {
      await ready(null);
    },
    refresh: async (signal) => {
      const made = await ready(signal);
      if (!made.ok) return troubled(made.failure);
      trouble = null;
      const outcome = await made.value.refresh(signal);
      const waits = outcome.failures.flatMap(({ retryAfterMs }) => retryAfterMs ?? []);
      waitUntil = waits.length === 0 ? null : now().getTime() + Math.max(...waits);
      // A plan that changed is found out once, not at every refresh.
      const refused = outcome.failures.some((failure) => failure.code === 'portkey.plan');
      if (refused && mayProbe()) await probe(signal);
      return outcome;
    },
  };
}
