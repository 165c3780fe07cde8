import { afterEach, describe, expect, it } from 'vitest';

import { policyEntities } from '../../../../electron/demo/emulator/policies.ts';
import { type Emulator, startEmulator } from '../../../../electron/demo/emulator/start-emulator.ts';
import {
  type AdminClient,
  createAdminClient,
} from '../../../../electron/services/portkey/admin-client.ts';
import type { UsageLimit } from '../../../../electron/services/portkey/admin/types.ts';
import { budgetsFileSchema } from '../../../../shared/domain/budget.ts';
import { ok } from '../../../../shared/domain/failure.ts';
import { must } from '../../support/settings-bench.ts';
import { AWKWARD, centsOf, SECRET, WORKTREES, worldAt } from './sample.ts';

let emulator: Emulator | null = null;
afterEach(async () => {
  await emulator?.dispose();
  emulator = null;
});

/** The sample's Portkey at a clock, asked as the app asks it. */
async function portkeyAt(now: string, zone: string): Promise<AdminClient> {
  const clock = { now: () => Date.parse(now) };
  emulator = await startEmulator({ state: worldAt(now, zone).state, clock });
  return createAdminClient({
    adminUrl: emulator.adminUrl,
    key: () => Promise.resolve(ok(SECRET)),
    version: '1.2.3',
    clock,
    random: () => 0.5,
    pause: () => Promise.resolve(),
  });
}

/** How much of a cost limit is used: its usage is in cents, the limit in dollars. */
function shareOf(limit: UsageLimit | null | undefined): number {
  if (limit?.of !== 'cost') throw new Error('no cost limit');
  expect(Number.isInteger(limit.limit)).toBe(true);
  return (limit.rawUsage ?? Number.NaN) / (limit.limit * 100);
}

describe('The sample’s budgets', () => {
  it.each(AWKWARD)('are near their limits on %s', async (_, now, zone) => {
    const client = await portkeyAt(now, zone);

    const keys = must(await client.apiKeys()).rows;
    expect(keys.map(({ name, status }) => [name, status])).toStrictEqual([
      ['Claude Code', 'active'],
    ]);
    const [limit] = keys[0]?.usageLimits ?? [];
    expect(shareOf(limit)).toBeGreaterThanOrEqual(0.8);
    expect(shareOf(limit)).toBeLessThanOrEqual(0.9);
    expect(Date.parse(limit?.nextResetAt ?? '')).toBeGreaterThan(Date.parse(now));

    const providers = must(await client.providers()).rows;
    expect(providers.map(({ slug }) => slug)).toStrictEqual([
      'anthropic-prod',
      'bedrock-us',
      'anthropic-max',
    ]);
    const bedrock = providers.find(({ slug }) => slug === 'bedrock-us');
    expect(shareOf(bedrock?.usageLimits[0])).toBeGreaterThanOrEqual(0.8);
    expect(shareOf(bedrock?.usageLimits[0])).toBeLessThanOrEqual(0.92);

    const [policy] = must(await client.usagePolicies()).rows;
    expect(policy?.groupBy).toStrictEqual(['metadata.worktree']);
    if (policy?.limit?.of !== 'cost') throw new Error('no policy');
    const most = policy.limit.limit * 100;
    const shares = must(await client.policyEntities(policy.id)).rows.map(
      ({ rawUsage }) => (rawUsage ?? Number.NaN) / most,
    );
    expect(shares.filter((share) => share >= 1)).toHaveLength(1);
    expect(Math.max(...shares)).toBeLessThan(1.5);
    expect(shares.length).toBeGreaterThan(3);
  });

  it('start again with the month and the week where those have gone on for a while', async () => {
    const client = await portkeyAt('2026-11-26T15:00:00Z', 'UTC');
    const [key] = must(await client.apiKeys()).rows;
    expect(key?.usageLimits[0]?.nextResetAt).toBe('2026-12-01T00:00:00.000Z');
    const [policy] = must(await client.usagePolicies()).rows;
    expect(policy?.limit?.nextResetAt).toBe('2026-11-30T00:00:00.000Z');
  });

  it('leave a worktree whose budget is used up in peace', () => {
    // On the last of these two worktrees cost nearly the same.
    const close = ['', '2027-03-15T12:45:47.520Z', 'Asia/Tokyo'] as const;
    for (const [, now, zone] of [...AWKWARD, close]) {
      const { busy, state } = worldAt(now, zone);
      expect(busy.length).toBeGreaterThanOrEqual(2);
      const used = state.policies
        .flatMap((policy) => policyEntities(policy, state.ledger, Date.parse(now)))
        .filter(({ exhausted }) => exhausted)
        .map(({ valueKey }) => valueKey);
      expect(used).toHaveLength(now === close[1] ? 2 : 1);
      for (const { metadata } of busy) {
        expect(used).not.toContain(`metadata.worktree:${metadata['worktree']}`);
      }
    }
  });
});

describe('The sample’s own budgets', () => {
  it.each(AWKWARD)('can be read by the app, and are about what is there, on %s', (_, now, zone) => {
    const { budgets, state } = worldAt(now, zone);
    expect(budgetsFileSchema.parse(budgets)).toStrictEqual(budgets);
    expect(budgets.budgets.map(({ scope, period }) => [scope.kind, period])).toStrictEqual([
      ['account', 'day'],
      ['repository', 'week'],
      ['worktree', 'month'],
    ]);
    const known = WORKTREES.flatMap(({ id, commonDir }) => [id, commonDir]);
    for (const { scope } of budgets.budgets) {
      if (scope.kind === 'repository') expect(known).toContain(scope.repository);
      if (scope.kind === 'worktree') expect(known).toContain(scope.worktree);
    }
    expect(Math.max(...budgets.budgets.map(({ limitUsd }) => limitUsd * 100))).toBeLessThan(
      centsOf(state.ledger),
    );
  });
});
