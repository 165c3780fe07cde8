import type { BudgetPeriod } from '../../../shared/domain/budget.ts';
import type { AccountProfile, CapabilityPart } from '../../../shared/domain/capability.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { SpendScope } from '../../../shared/domain/spend.ts';
import { currentWindows, type TimeWindow } from '../../../shared/domain/time-window.ts';
import type { PortkeyLimits, SpentNeed } from '../budgets/figures.ts';
import type { SpendFilters, SpendGroup } from '../portkey/admin/types.ts';
import type { AdminClient } from '../portkey/admin-client.ts';
import { type AccountState, ownerOf } from './account-state.ts';
import type { Slice, SliceBy, SliceRow } from './history.ts';
import { type Item, SLOW_MS, SLOWEST_MS } from './item.ts';
import { limitItems } from './limit-items.ts';
import { limitsOf } from './views.ts';

/** Whose spend is asked for: this key's own where its id is known, else everything in its workspace. */
export function scopeOf(profile: AccountProfile | null): {
  scope: SpendScope;
  filters: SpendFilters;
} {
  const id = profile?.key?.id;
  return id === undefined
    ? { scope: 'workspace', filters: {} }
    : { scope: 'key', filters: { apiKeyIds: [id] } };
}

/** Rows of an answer; `by` says what their values name. */
export function rowsOf(group: SpendGroup, by: 'worktree' | 'model' | 'provider'): SliceRow[] {
  return group.rows.map(({ value, cost, requests, tokens, unpriced }) => ({
    worktree: by === 'worktree' ? value : '',
    model: by === 'model' ? value : '',
    provider: by === 'provider' ? value : '',
    cents: cost,
    requests,
    tokens,
    unpriced,
  }));
}

/** Reads an account's spend of a window, divided by something. */
export async function readGroup(
  client: AdminClient,
  by: 'worktree' | 'model' | 'provider',
  window: TimeWindow,
  filters: SpendFilters,
  signal: AbortSignal | undefined,
): Promise<Result<SpendGroup>> {
  const options = { filters, signal };
  if (by === 'worktree') return client.spendByMetadata(window, 'worktree', options);
  if (by === 'model') return client.spendByModel(window, options);
  return client.spendByProvider(window, options);
}

/** Everything that is read for an account whose plan allows analytics, in the order in which it matters. */
export function portkeyItems(options: {
  readonly state: AccountState;
  readonly profile: AccountProfile | null;
  readonly client: AdminClient;
  readonly now: () => Date;
  /** Whether budgets need a period's spend by worktree. */
  readonly needs: (period: 'week' | 'month') => boolean;
  readonly spentNeeds: (limits: PortkeyLimits, now: Date) => readonly SpentNeed[];
}): Item[] {
  const { state, profile, client, now } = options;
  const { scope, filters } = scopeOf(profile);
  const windows = currentWindows(now());
  const owner = ownerOf(state.account);
  const may = (part: CapabilityPart) => profile?.capabilities[part].can !== 'no';

  const slice = (
    by: SliceBy,
    window: TimeWindow,
    seen: { asOf: string; incomplete: boolean },
    rows: readonly SliceRow[],
  ): Slice => ({ owner, source: 'portkey', scope, by, window, ...seen, rows });

  /** Totals that are under way. Only they say whether an answer is whole; groups are cut short without a word. */
  const totals = new Map<BudgetPeriod, ReturnType<AdminClient['costSeries']>>();

  const total = (period: BudgetPeriod, every: Item['every']): Item => ({
    id: `${period} ${windows[period].from}`,
    every,
    read: async (signal) => {
      const window = windows[period];
      const asked = client.costSeries(window, { filters, signal });
      totals.set(period, asked);
      const costs = await asked;
      if (!costs.ok) return costs;
      const { asOf, incomplete, points, bucketMs, total: cents } = costs.value;
      if (incomplete || cents === null) return fail('portkey.incomplete');
      const row = { worktree: '', model: '', provider: '', cents, requests: null, tokens: null };
      const read = slice('total', window, { asOf, incomplete }, [{ ...row, unpriced: false }]);
      const until = now().toISOString();
      const seen = points.filter((point) => point.at <= until);
      const series = seen.map((point) => ({ at: point.at, cents: point.cost }));
      return ok({
        slices: [read],
        patch: (before: AccountState) => ({
          ...before,
          totals: { ...before.totals, [period]: read },
          ...(period === 'day' ? { series: { window, asOf, bucketMs, points: series } } : {}),
        }),
      });
    },
  });

  const worktrees = (period: BudgetPeriod, every: Item['every']): Item => ({
    id: `${period} by worktree ${windows[period].from}`,
    every,
    read: async (signal) => {
      const window = windows[period];
      const group = await readGroup(client, 'worktree', window, filters, signal);
      if (!group.ok) return group;
      const whole = await totals.get(period);
      if (group.value.incomplete || (whole?.ok === true && whole.value.incomplete)) {
        return fail('portkey.incomplete');
      }
      const { asOf, incomplete } = group.value;
      const rows = rowsOf(group.value, 'worktree');
      const read = slice('worktree', window, { asOf, incomplete }, rows);
      return ok({
        slices: [read],
        patch: (before: AccountState) => ({
          ...before,
          worktrees: { ...before.worktrees, [period]: read },
        }),
      });
    },
  });

  /** Kept for the Spend page, which then need not ask again for days that are over. */
  const divided = (by: 'model' | 'provider'): Item => ({
    id: `day by ${by} ${windows.day.from}`,
    every: SLOWEST_MS,
    read: async (signal) => {
      const group = await readGroup(client, by, windows.day, filters, signal);
      if (!group.ok) return group;
      const { asOf, incomplete } = group.value;
      const read = slice(by, windows.day, { asOf, incomplete }, rowsOf(group.value, by));
      return ok({ slices: [read], patch: null });
    },
  });

  const analytics: Item[] = [
    worktrees('day', 'fast'),
    total('day', 'fast'),
    total('week', SLOW_MS),
    total('month', SLOW_MS),
    ...(['week', 'month'] as const).flatMap((period) =>
      options.needs(period) ? [worktrees(period, SLOW_MS)] : [],
    ),
  ];
  const spent = spentItems(options);
  const dividedItems = [divided('model'), divided('provider')];
  const records = limitItems({ state, profile, client, now });
  return may('analytics') ? [...analytics, ...records, ...spent, ...dividedItems] : records;
}

function spentItems({
  state,
  client,
  now,
  spentNeeds,
}: Parameters<typeof portkeyItems>[0]): Item[] {
  const limits = limitsOf(state);
  if (limits === null) return [];
  return spentNeeds(limits, now()).map(({ id, from, filters }) => ({
    id: `spent ${id}`,
    every: SLOWEST_MS,
    read: async (signal) => {
      const costs = await client.costSeries({ from, to: now().toISOString() }, { filters, signal });
      if (!costs.ok) return costs;
      const { total: cents, asOf } = costs.value;
      if (cents === null) return fail('portkey.incomplete');
      return ok({
        patch: (before: AccountState) => ({
          ...before,
          spent: new Map([...before.spent, [id, { cents, asOf }]]),
        }),
      });
    },
  }));
}
