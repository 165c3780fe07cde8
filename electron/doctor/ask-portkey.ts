import type { Account } from '../../shared/domain/account.ts';
import type { PortkeyFacts } from '../../shared/domain/doctor/portkey-facts.ts';
import type { Result } from '../../shared/domain/failure.ts';
import type { Core } from '../core.ts';
import type { Money } from '../money/money.ts';
import type { AdminClient } from '../services/portkey/admin-client.ts';
import type { GatewayClient, KeyAnswer } from '../services/portkey/gateway-client.ts';
import { findOwnKey } from '../services/portkey/own-key.ts';
import type { PriceBook } from '../services/estimate/price-book.ts';

/** What asking Portkey takes. */
export interface Asking {
  readonly gateway: GatewayClient;
  readonly admin: (account: Account) => Pick<AdminClient, 'providers' | 'apiKeys'>;
  readonly keyOf: (accountId: string) => Promise<Result<string>>;
  readonly prices: Pick<PriceBook, 'load'>;
  readonly now: () => Date;
}

/** What asking takes, of the app's own parts. */
export function askingWith(
  core: Pick<Core, 'gateway' | 'vault' | 'now'>,
  money: Pick<Money, 'client' | 'prices'>,
): Asking {
  return {
    gateway: core.gateway,
    admin: money.client,
    keyOf: core.vault.read,
    prices: money.prices,
    now: core.now,
  };
}

const STATUSES = {
  valid: 'valid',
  no_data_plane: 'no-data-plane',
  expired: 'expired',
  budget_exhausted: 'exhausted',
  rate_limited: 'rate-limited',
} as const;

/**
 * Asks Portkey what the doctor needs to know of one account: its key, its catalogue, its providers and its own record. Four
 * requests, side by side; what the key may not ask stays unknown. Nothing is written and no message is sent to a model.
 */
export async function askPortkey(
  account: Account,
  asking: Asking,
  signal?: AbortSignal,
): Promise<PortkeyFacts> {
  const unknown: PortkeyFacts = {
    account: account.id,
    key: 'not-asked',
    unreachable: null,
    models: null,
    providers: null,
    pinnedConfig: null,
    isPriced: null,
    clockAheadMs: null,
  };
  const key = await asking.keyOf(account.id);
  if (!key.ok) return { ...unknown, unreachable: key.failure.message };
  const { gateway } = asking;
  const asked = gateway.probeKey(account.gatewayUrl, key.value, signal);
  const admin = asking.admin(account);
  const [answer, models, providers, keys, prices] = await Promise.all([
    asked,
    gateway.listModels(account.gatewayUrl, key.value, signal),
    admin.providers({ signal }),
    admin.apiKeys({ signal }),
    asking.prices.load(signal),
  ]);
  const at = asking.now().getTime();
  const state = keyState(answer);
  if (state === null) {
    return { ...unknown, unreachable: answer.ok ? null : answer.failure.message };
  }
  const isKnown = prices.priceOf('claude-opus-4-8') !== null;
  return {
    account: account.id,
    key: state,
    unreachable: null,
    models: models.ok && models.value.length > 0 ? new Set(models.value) : null,
    providers:
      providers.ok && !providers.value.incomplete
        ? providers.value.rows.map(({ slug, kind, status }) => ({ slug, kind, status }))
        : null,
    pinnedConfig: keys.ok ? (findOwnKey(keys.value.rows, key.value)?.configId ?? null) : null,
    // The lists that are kept are those of the services that have Claude; of other models they say nothing.
    isPriced: isKnown
      ? (model) => (model.includes('claude') ? prices.priceOf(model) !== null : null)
      : null,
    clockAheadMs: answer.ok ? aheadOf(answer.value.date, at) : null,
  };
}

/** @returns null when nothing was found out about the key */
function keyState(answer: Result<KeyAnswer>): PortkeyFacts['key'] | null {
  if (answer.ok) return STATUSES[answer.value.status];
  return answer.failure.code === 'portkey.unauthorized' ? 'invalid' : null;
}

/** How far the clock here is ahead of a `Date` header, whose seconds are whole. */
function aheadOf(date: string | null, now: number): number | null {
  const told = date === null ? Number.NaN : Date.parse(date);
  return Number.isNaN(told) ? null : now - told;
}
