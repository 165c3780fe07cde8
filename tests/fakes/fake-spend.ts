import type { AppSnapshot, WorktreeView } from '../../shared/domain/app-snapshot.ts';
import type { BudgetView } from '../../shared/domain/budget.ts';
import type { Capability, CapabilityPart } from '../../shared/domain/capability.ts';
import { describeFailure } from '../../shared/domain/failure.ts';
import { type Cents, sumCents } from '../../shared/domain/money.ts';
import type { AccountSpend, Amount, PeriodSpend } from '../../shared/domain/spend.ts';
import type { Scenario } from './fake-data.ts';

/** When the tests that show ages take place: half an hour after the fakes' fixed past. */
export const NOW = '2026-08-14T10:00:00.000Z';
/** How old a number is that was just read, and one that a fault has kept. */
const READ_AT = '2026-08-14T09:59:26.000Z';
const LAST_GOOD = '2026-08-14T09:48:00.000Z';

/** The periods of a person in Berlin. */
const DAY = { from: '2026-08-13T22:00:00.000Z', to: '2026-08-14T22:00:00.000Z' };
const WEEK = { from: '2026-08-09T22:00:00.000Z', to: '2026-08-16T22:00:00.000Z' };
const MONTH = { from: '2026-07-31T22:00:00.000Z', to: '2026-08-31T22:00:00.000Z' };

const cents = (value: number) => value as Cents;

function amount(value: number | null, unpriced = false): Amount {
  return {
    cents: value === null ? null : cents(value),
    requests: value === null ? null : Math.ceil(value / 9),
    tokens: value === null ? null : Math.ceil(value * 4200),
    unpriced,
  };
}

/** Every routed worktree but each fourth has spent something; the same for the same list. */
function rowsOf(trees: readonly WorktreeView[], scenario: Scenario): Record<string, Amount> {
  if (scenario === 'one') return Object.fromEntries(trees.map(({ id }) => [id, amount(1128)]));
  const routed = trees.filter((tree) => tree.assignment !== null);
  return Object.fromEntries(
    routed.flatMap(({ id }, index) => {
      if (index % 4 === 3) return [];
      if (index === 2 && (scenario === 'plan' || scenario === 'attention')) {
        return [[id, amount(0, true)]];
      }
      return [[id, amount(((index * 137 + 41) % 700) + (index % 9 === 4 ? 0.4 : 12))]];
    }),
  );
}

/** What the account of a scenario has spent. */
export function fakeSpend(scenario: Scenario, trees: readonly WorktreeView[]): AccountSpend {
  const nothing: AccountSpend = {
    account: 'work', source: null, today: null, week: null, month: null, worktrees: null, series: null,
    problem: null, refreshing: true,
  }; // prettier-ignore
  if (scenario === 'no-spend-yet') return nothing;
  const source = scenario === 'plan' ? 'estimate' : 'portkey';
  const asOf = scenario === 'stale' ? LAST_GOOD : READ_AT;
  const incomplete = scenario === 'attention';
  const rows = rowsOf(trees, scenario);
  const other = amount(112);
  const elsewhere = scenario === 'forty' ? amount(655) : null;
  const parts = [...Object.values(rows), other, ...(elsewhere === null ? [] : [elsewhere])];
  const sum = sumCents(parts.flatMap((part) => (part.cents === null ? [] : [part.cents])));
  const period = (window: typeof DAY, value: number): PeriodSpend => ({
    ...window,
    source,
    scope: scenario === 'plan' ? 'machine' : scenario === 'attention' ? 'workspace' : 'key',
    cents: cents(value),
    unpriced: parts.some((part) => part.unpriced),
    incomplete,
    asOf,
  });
  const { message, hint } = describeFailure('network.unreachable');
  return {
    ...nothing,
    source,
    today: period(DAY, sum),
    week: period(WEEK, sum * 4.2),
    month: period(MONTH, sum * 11.7),
    worktrees: { ...DAY, source, incomplete, asOf, rows, other, elsewhere },
    problem:
      scenario === 'stale'
        ? { code: 'network.unreachable', message, hint: hint ?? null, since: LAST_GOOD }
        : null,
    refreshing: false,
  };
}

/** The daily budget that the gauge is about, where the scenario has one. */
export function fakeDayBudget(scenario: Scenario, spend: AccountSpend): BudgetView[] {
  const limits: Partial<Record<Scenario, number>> = { one: 20, over: 10, stale: 40 };
  const limitUsd = limits[scenario];
  const used = spend.today?.cents ?? null;
  if (limitUsd === undefined || used === null) return [];
  const isOver = used >= limitUsd * 100;
  return [
    {
      id: 'local:day', origin: 'local', kind: 'account', account: 'work', label: 'work', worktree: null,
      local: { id: 'day', scope: { kind: 'account', account: 'work' }, period: 'day', limitUsd },
      period: { name: 'day', ...DAY },
      measure: { unit: 'usd', limit: cents(limitUsd * 100), used, projected: cents(used * 2.5) },
      status: isOver ? 'over' : 'ok', source: 'portkey', asOf: READ_AT, reason: null,
      reachedAt: isOver ? null : '2026-08-14T14:40:00.000Z',
    },
  ]; // prettier-ignore
}

/** What the alert says that the scenario begins with. */
export function fakeAlerts(scenario: Scenario): AppSnapshot['alerts'] {
  if (scenario !== 'over') return [];
  return [
    {
      id: 'local:day:100', at: READ_AT, budget: 'local:day', label: 'work', threshold: 100, worktree: null,
      sentence: 'The account work has used more than all of its $10.00 for today.',
    },
  ]; // prettier-ignore
}

const YES: Readonly<Record<CapabilityPart, string>> = {
  dataPlane: 'The gateway answers this key.',
  analytics: 'Analytics answer this key.',
  configs: 'The list of configs answers this key.',
  providers: 'The list of providers answers this key.',
  keys: 'The list of keys answers this key.',
  policies: 'The list of policies answers this key.',
};

/** What the account's key may do: nearly everything, or on a small plan little beside its requests. */
export function fakeProfile(scenario: Scenario): AppSnapshot['profiles'][number] {
  const isSmall = scenario === 'plan';
  const { message, hint } = describeFailure('portkey.plan');
  const part = (name: CapabilityPart): Capability => {
    if (isSmall && name === 'analytics') {
      return { can: 'no', reason: message, ...(hint === undefined ? {} : { hint }) };
    }
    if (isSmall && name === 'policies') {
      return {
        can: 'unknown',
        reason: 'Portkey did not answer in time.',
        hint: 'Check again in a minute.',
      };
    }
    return { can: 'yes', reason: YES[name] };
  };
  return {
    account: 'work',
    keySavedAt: '2026-08-14T09:30:00.000Z',
    adminUrl: 'https://api.portkey.ai/v1',
    gatewayUrl: 'https://api.portkey.ai',
    probedAt: '2026-08-14T09:31:00.000Z',
    capabilities: {
      dataPlane: part('dataPlane'),
      analytics: part('analytics'),
      configs: part('configs'),
      providers: part('providers'),
      keys: part('keys'),
      policies: part('policies'),
    },
    key: null,
  };
}
