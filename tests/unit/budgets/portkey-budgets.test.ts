import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { type Emulator, startEmulator } from '../../../electron/demo/emulator/start-emulator.ts';
import type { EmulatorState } from '../../../electron/demo/emulator/state.ts';
import type { BudgetWorktree, PortkeyLimits } from '../../../electron/services/budgets/figures.ts';
import {
  calibrationNeeds,
  portkeyBudgets,
} from '../../../electron/services/budgets/portkey-budgets.ts';
import { createAdminClient } from '../../../electron/services/portkey/admin-client.ts';
import type { UsageLimit } from '../../../electron/services/portkey/admin/types.ts';
import { ok } from '../../../shared/domain/failure.ts';
import type { Cents } from '../../../shared/domain/money.ts';
import {
  DAY,
  entry,
  fixtureState,
  HOUR,
  KEY_ID,
  NOW,
  POLICY_ID,
  WS,
} from '../demo/emulator/fixture.ts';
import { createSimClock } from '../spend/sim-clock.ts';
import { must } from '../support/settings-bench.ts';

const WORKTREES: BudgetWorktree[] = ['wt-a', 'wt-b'].map((id) => ({
  id,
  repo: 'web',
  name: id.slice(3),
  commonDir: '/code/web/.git',
  account: null,
}));
const KEY = `key:${KEY_ID.service}`;
const PROVIDER = 'provider:anthropic-prod';
const POLICY = `policy:${POLICY_ID}`;

let state: EmulatorState;
let emulator: Emulator;
beforeEach(async () => {
  state = fixtureState();
  const metadata = { worktree: 'wt-b' };
  state.ledger.push(
    entry({ costCents: 150 }),
    entry({ costCents: 250, metadata }),
    entry({ costCents: 7, metadata: { worktree: 'not-here' } }),
    // On Sunday: in the provider's week, and not in the policy's.
    entry({ at: NOW - DAY, costCents: 300 }),
    entry({ at: NOW - 20 * DAY, costCents: 193 }),
    entry({ at: NOW - 30 * DAY, costCents: 5000 }),
  );
  emulator = await startEmulator({ state, clock: createSimClock(NOW) });
});
afterEach(() => emulator.dispose());

/** As the poller reads it: the records, then what analytics count for the needs. */
async function readLimits(): Promise<PortkeyLimits> {
  const clock = createSimClock(NOW);
  const client = (key: string) =>
    createAdminClient({
      adminUrl: emulator.adminUrl,
      key: async () => ok(key),
      version: '1.2.3',
      clock,
      random: () => 0.5,
      pause: async () => {},
    });
  const own = client('pk-service-0001');
  const [policy] = must(await own.usagePolicies({})).rows;
  if (policy === undefined) throw new Error('The fixture has a policy.');
  const limits: PortkeyLimits = {
    asOf: clock.date().toISOString(),
    key: must(await own.apiKeys({})).rows.find(({ id }) => id === KEY_ID.service) ?? null,
    providers: must(await own.providers({})).rows,
    policies: [{ policy, entities: must(await own.policyEntities(policy.id, {})).rows }],
    workspace: must(await client('pk-admin-0002').workspace(WS.main, {})),
    spentSinceReset: new Map(),
  };
  const spent = new Map<string, { cents: Cents; asOf: string }>();
  for (const { id, from, filters } of calibrationNeeds(limits, clock.date())) {
    const window = { from, to: clock.date().toISOString() };
    const { total, asOf } = must(await own.costSeries(window, { filters }));
    if (total !== null) spent.set(id, { cents: total, asOf });
  }
  return { ...limits, spentSinceReset: spent };
}

const viewsOf = (limits: PortkeyLimits | null, now = new Date(NOW)) =>
  new Map(
    portkeyBudgets({ account: 'work', limits, worktrees: WORKTREES, now }).map((view) => [
      view.id,
      view,
    ]),
  );

describe('Portkey’s own budgets', () => {
  it('are read with their use, in cents, and their periods', async () => {
    const views = viewsOf(await readLimits());
    expect(
      [...views.values()].map(({ id, label, measure, status, period, worktree, reason }) =>
        [
          `${id} ${label} ${worktree}`,
          `${measure.used} of ${measure.limit} ${status}`,
          `${period.name} ${period.from?.slice(5, 10)} ${period.to?.slice(5, 10)} ${reason}`,
        ].join(', '),
      ),
    ).toEqual([
      `${KEY} API key “pk-service-0001” null, 900 of 1000 near, month 11-01 12-01 null`,
      `${PROVIDER} Provider “Anthropic” null, 707 of 5000 ok, week 11-22 11-29 null`,
      `workspace:${WS.main} Portkey workspace “Main” null, 900 of 50000 ok, month 11-01 12-01 null`,
      `${POLICY}:wt-a web/a (policy “A worktree each”) wt-a, 150 of 200 ok, week 11-23 11-30 null`,
      `${POLICY}:wt-b web/b (policy “A worktree each”) wt-b, 250 of 200 exhausted, week 11-23 11-30 null`,
    ]);
    // 900 in 22.5 of 30 days, 150 in half of the first day of seven.
    expect(views.get(KEY)?.measure.projected).toBeCloseTo(1200);
    expect(views.get(KEY)?.reachedAt).toBe('2026-11-26T00:00:00.000Z');
    expect(views.get(`${POLICY}:wt-b`)?.reachedAt).toBeNull();
    expect(views.get(KEY)).toMatchObject({ source: 'portkey', asOf: new Date(NOW).toISOString() });
  });

  it('show what analytics count, and why, where the unit cannot be told', async () => {
    const limits = await readLimits();
    const spentSinceReset = new Map(
      [...limits.spentSinceReset].map(([id, spent]) => [
        id,
        { ...spent, cents: (spent.cents * 10) as Cents },
      ]),
    );
    const views = viewsOf({ ...limits, spentSinceReset });
    expect(views.get(KEY)).toMatchObject({ measure: { used: 9000 }, status: 'over' });
    expect(views.get(KEY)?.reason).toContain('unit');
    expect(views.get(`${POLICY}:wt-a`)).toMatchObject({
      measure: { used: null, projected: null },
      status: 'unknown',
      source: null,
      asOf: null,
    });
  });

  it('understand a Portkey that counts in dollars', async () => {
    const limits = await readLimits();
    const raw = (limit: UsageLimit): UsageLimit => ({
      ...limit,
      rawUsage: (limit.rawUsage ?? 0) / 100,
    });
    const { key } = limits;
    const inDollars: PortkeyLimits = {
      ...limits,
      key: key === null ? null : { ...key, usageLimits: key.usageLimits.map(raw) },
      providers: limits.providers.map((one) => ({ ...one, usageLimits: one.usageLimits.map(raw) })),
      policies: limits.policies.map(({ policy, entities }) => ({
        policy,
        entities: entities.map((one) => ({ ...one, rawUsage: (one.rawUsage ?? 0) / 100 })),
      })),
    };
    const views = viewsOf(inDollars);
    expect(views.get(KEY)?.measure.used).toBeCloseTo(900);
    expect(views.get(PROVIDER)?.measure.used).toBeCloseTo(707);
    expect(views.get(`${POLICY}:wt-a`)?.measure.used).toBeCloseTo(150);
  });

  it('do without the use that only some Portkeys send', async () => {
    const limits = await readLimits();
    const { key } = limits;
    if (key === null) throw new Error('The fixture has a key.');
    const bare = {
      ...key,
      usageLimits: key.usageLimits.map((one) => ({ ...one, rawUsage: null })),
    };
    const shown = viewsOf({ ...limits, key: bare }).get(KEY);
    expect(shown).toMatchObject({ measure: { used: 900 }, status: 'near' });
    expect(shown?.reason).toContain('analytics');
    const unread = viewsOf({ ...limits, key: bare, spentSinceReset: new Map() }).get(KEY);
    expect(unread).toMatchObject({ measure: { used: null }, status: 'unknown' });
    const blocked = { ...bare, status: 'exhausted' as const };
    expect(viewsOf({ ...limits, key: blocked }).get(KEY)?.status).toBe('exhausted');
    const policies = limits.policies.map((one) => ({
      ...one,
      entities: one.entities.map((entity) => ({ ...entity, status: 'exhausted' as const })),
    }));
    // Below its limit, and yet Portkey blocks.
    expect(viewsOf({ ...limits, policies }).get(`${POLICY}:wt-a`)).toMatchObject({
      measure: { used: 150 },
      status: 'exhausted',
      reachedAt: null,
    });
  });

  it('forget the use, and that it was exhausted, once the period has changed', async () => {
    const limits = await readLimits();
    const policies = limits.policies.map((one) => ({
      ...one,
      entities: one.entities.map((entity) => ({ ...entity, status: 'exhausted' as const })),
    }));
    const views = viewsOf({ ...limits, policies }, new Date(NOW + 7 * DAY + 13 * HOUR));
    for (const id of [PROVIDER, `${POLICY}:wt-b`, `${POLICY}:wt-a`, KEY]) {
      expect(views.get(id)).toMatchObject({ measure: { used: null }, status: 'unknown' });
      expect(views.get(id)?.reason).toContain('reset');
    }
    expect(views.get(PROVIDER)?.period).toMatchObject({ from: '2026-11-29T00:00:00.000Z' });
    expect(views.get(KEY)?.period).toMatchObject({ to: '2027-01-01T00:00:00.000Z' });
  });

  it('leave out policies of other keys and groups that are not told apart', async () => {
    const limits = await readLimits();
    const [one] = limits.policies;
    if (one === undefined) throw new Error('The fixture has a policy.');
    const idsWith = (change: Partial<typeof one.policy>, entities = one.entities) =>
      [
        ...viewsOf({
          ...limits,
          policies: [{ policy: { ...one.policy, ...change }, entities }],
        }).keys(),
      ].filter((id) => id.startsWith('policy'));
    const about = (value: string, excludes: boolean) => ({
      conditions: [{ key: 'api_key', values: [value], excludes }],
    });
    expect(idsWith(about(KEY_ID.colleague, false))).toEqual([]);
    expect(idsWith(about(KEY_ID.service, true))).toEqual([]);
    expect(idsWith(about(KEY_ID.service, false))).toHaveLength(2);
    expect(idsWith({ status: 'archived' })).toEqual([]);
    expect(idsWith({ groupBy: ['metadata.worktree', 'model'] })).toEqual([]);
    expect(idsWith({ groupBy: [] }, one.entities.slice(0, 1))).toEqual([POLICY]);
    const own = one.entities.slice(0, 1).map((entity) => ({
      ...entity,
      valueKey: `api_key:${KEY_ID.service}`,
    }));
    expect(idsWith({ groupBy: ['api_key'] }, own)).toEqual([`${POLICY}:${KEY_ID.service}`]);
  });

  it('are none where nothing was read', () => {
    expect(viewsOf(null).size).toBe(0);
  });
});
