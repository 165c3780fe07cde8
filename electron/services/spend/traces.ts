import type { AccountProfile } from '../../../shared/domain/capability.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { type Cents, sumCents } from '../../../shared/domain/money.ts';
import { reportRowName } from '../../../shared/domain/report-words.ts';
import type {
  ReportRow,
  SpendRange,
  SpendReport,
  TraceSpend,
} from '../../../shared/domain/spend.ts';
import type { TimeWindow } from '../../../shared/domain/time-window.ts';
import type { TraceCost } from '../portkey/admin/types.ts';
import type { AdminClient } from '../portkey/admin-client.ts';
import type { SpendAccount } from './account-state.ts';
import { scopeOf } from './portkey-items.ts';
import { rangeWindow } from './windows.ts';

/** A trace ID that a worktree has or had. */
export interface UsedTrace {
  readonly trace: string;
  /** For people: `web/lisbon`. */
  readonly label: string;
  readonly current: boolean;
  readonly from: string;
  /** Null: still in use. */
  readonly until: string | null;
}

/** Portkey cannot group by trace ID, so each costs a request or two: more than these are left to the dashboard. */
const MOST_TRACES = 100;

export function inWindow(uses: readonly UsedTrace[], window: TimeWindow): UsedTrace[] {
  return uses.filter(
    ({ from, until }) => from < window.to && (until === null || until >= window.from),
  );
}

function refusal(profile: AccountProfile | null): Result<never> | null {
  const analytics = profile?.capabilities.analytics;
  if (analytics?.can !== 'no') return null;
  return fail('portkey.plan', {
    message: analytics.reason,
    ...(analytics.hint === undefined ? {} : { hint: analytics.hint }),
  });
}

/** Costs of trace IDs in a window; at most three requests at a time are under way (the client sees to that). */
async function costsOf(
  client: AdminClient,
  window: TimeWindow,
  uses: readonly UsedTrace[],
  signal: AbortSignal | undefined,
): Promise<Result<readonly TraceCost[]>> {
  const answers = await Promise.all(
    uses.map(({ trace }) => client.traceCost(window, trace, { signal })),
  );
  const costs: TraceCost[] = [];
  for (const answer of answers) {
    if (!answer.ok) return answer;
    costs.push(answer.value);
  }
  return ok(costs);
}

const amountOf = (cost: TraceCost) => ({
  cents: cost.incomplete ? null : cost.cost,
  requests: null,
  tokens: cost.tokens,
  unpriced: cost.unpriced,
});

/** Today's spend of the trace IDs that a worktree had today; `portkey.plan` where analytics are not allowed. */
export async function traceSpend(options: {
  readonly client: AdminClient;
  readonly profile: AccountProfile | null;
  readonly uses: readonly UsedTrace[];
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}): Promise<Result<TraceSpend>> {
  const refused = refusal(options.profile);
  if (refused !== null) return refused;
  const window = rangeWindow('today', options.now);
  const uses = inWindow(options.uses, window).slice(0, MOST_TRACES);
  const costs = await costsOf(options.client, window, uses, options.signal);
  if (!costs.ok) return costs;
  return ok({
    ...window,
    source: 'portkey',
    asOf: costs.value[0]?.asOf ?? options.now.toISOString(),
    rows: costs.value.flatMap((cost, index) => {
      const use = uses[index];
      return use === undefined
        ? []
        : [{ trace: use.trace, current: use.current, ...amountOf(cost) }];
    }),
  });
}

/** A report of a range by trace ID; what no trace ID explains is its last row. */
export async function traceReport(options: {
  readonly account: SpendAccount;
  readonly client: AdminClient;
  readonly profile: AccountProfile | null;
  readonly uses: readonly UsedTrace[];
  readonly range: SpendRange;
  readonly now: Date;
  readonly signal?: AbortSignal | undefined;
}): Promise<Result<SpendReport>> {
  const { account, client, profile, range, signal } = options;
  const refused = refusal(profile);
  if (refused !== null) return refused;
  const window = rangeWindow(range, options.now);
  const { scope, filters } = scopeOf(profile);
  const inUse = inWindow(options.uses, window);
  const uses = inUse.slice(0, MOST_TRACES);
  // The total last: what is spent while this runs is in it, and the rest cannot be less than nothing.
  const costs = await costsOf(client, window, uses, signal);
  if (!costs.ok) return costs;
  const whole = await client.costSeries(window, { filters, signal });
  if (!whole.ok) return whole;
  const rows = costs.value.flatMap((cost, index): ReportRow[] => {
    const use = uses[index];
    return use === undefined
      ? []
      : [{ kind: 'named', key: use.trace, label: use.label, ...amountOf(cost) }];
  });
  const known = rows.flatMap((row) => row.cents ?? []);
  const { total, asOf } = whole.value;
  const explained = sumCents(known);
  const isKnown = total !== null && known.length === rows.length;
  // Traces of other keys can be among those of this machine, and then explain more than this key has spent.
  const rest = isKnown ? (Math.max(0, total - explained) as Cents) : null;
  const sum = isKnown && rest !== null ? sumCents([explained, rest]) : null;
  const unpriced = rows.some((row) => row.unpriced);
  const amount = { cents: sum, requests: null, tokens: null, unpriced };
  const left = inUse.length - uses.length;
  const slice = { source: 'portkey', scope, incomplete: whole.value.incomplete } as const;
  return ok({
    ...window,
    account: account.id,
    range,
    by: 'trace',
    ...slice,
    asOf,
    total: amount,
    rows: [
      ...rows.toSorted((a, b) => (b.cents ?? -1) - (a.cents ?? -1)),
      {
        kind: 'rest',
        key: '',
        label: reportRowName({ kind: 'rest', key: '', label: '' }, 'trace'),
        cents: rest,
        requests: null,
        tokens: null,
        unpriced: false,
      },
    ],
    notes:
      left > 0
        ? [`${left} further trace IDs were not asked for; Portkey can only be asked one by one.`]
        : [],
  });
}
