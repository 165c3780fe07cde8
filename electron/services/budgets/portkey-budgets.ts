import type { BudgetView } from '../../../shared/domain/budget.ts';
import type { PolicyEntity, RecordStatus, UsageLimit } from '../portkey/admin/types.ts';
import { commonUnit } from './calibrate.ts';
import type { BudgetWorktree, PortkeyLimits, SpentNeed } from './figures.ts';
import { isExhausted, type Limit, limitView, unitOf } from './portkey-use.ts';
import { resetWindow } from './reset-window.ts';

const WORKTREE_KEY = 'metadata.worktree';
const KEY_KEY = 'api_key';

type Policy = PortkeyLimits['policies'][number];

/** Most records have one limit and lists may hold more (portkey-api.md §3.1); the later ones are told apart by their place. */
function recordLimits(
  id: string,
  kind: Exclude<Limit['kind'], 'policy'>,
  label: string,
  record: { readonly status: RecordStatus; readonly usageLimits: readonly UsageLimit[] },
): Limit[] {
  return record.usageLimits.map((limit, index) => ({
    id: index === 0 ? id : `${id}#${index + 1}`,
    kind,
    label,
    worktree: null,
    limit,
    rawUsage: limit.rawUsage,
    exhausted: isExhausted(record.status, limit, record.usageLimits),
    weekStart: 0,
  }));
}

/** Keys, providers and the workspace. */
function plainLimits({ key, providers, workspace }: PortkeyLimits): Limit[] {
  return [
    ...(key === null ? [] : recordLimits(`key:${key.id}`, 'key', `API key “${key.name}”`, key)),
    ...providers.flatMap((one) =>
      recordLimits(
        `provider:${one.slug}`,
        'provider',
        `Provider “${one.name === '' ? one.slug : one.name}”`,
        one,
      ),
    ),
    ...(workspace === null
      ? []
      : recordLimits(
          `workspace:${workspace.id}`,
          'workspace',
          `Portkey workspace “${workspace.name}”`,
          workspace,
        )),
  ];
}

/** A policy that names the keys it is about, and not this one, is somebody else's. */
function isOurs({ policy }: Policy, limits: PortkeyLimits): boolean {
  const { key } = limits;
  if (policy.status === 'archived' || policy.limit === null) return false;
  if (key === null) return true;
  return policy.conditions
    .filter((condition) => condition.key === KEY_KEY)
    .every(({ values, excludes }) => values.includes(key.id) !== excludes);
}

function policyLimits(
  one: Policy,
  limits: PortkeyLimits,
  worktrees: ReadonlyMap<string, BudgetWorktree>,
): Limit[] {
  const { policy, entities } = one;
  const { limit } = policy;
  if (limit === null || !isOurs(one, limits)) return [];
  const make = (change: Pick<Limit, 'id' | 'label' | 'worktree'>, entity: PolicyEntity | null) => ({
    ...change,
    kind: 'policy' as const,
    limit,
    rawUsage: entity === null ? limit.rawUsage : entity.rawUsage,
    exhausted:
      entity === null ? isExhausted(policy.status, limit, [limit]) : entity.status === 'exhausted',
    weekStart: 1 as const,
  });
  const id = `policy:${policy.id}`;
  const name = `Policy “${policy.name}”`;
  if (policy.groupBy.length === 0) {
    // Its one counter is an entity without a value.
    const only = entities.length === 1 ? (entities[0] ?? null) : null;
    return [make({ id, label: name, worktree: null }, only)];
  }
  const [by] = policy.groupBy;
  if (policy.groupBy.length > 1 || by === undefined) return [];
  return entities.flatMap((entity) => {
    if (!entity.valueKey.startsWith(`${by}:`)) return [];
    const value = entity.valueKey.slice(by.length + 1);
    const worktree = by === WORKTREE_KEY ? worktrees.get(value) : undefined;
    if (worktree !== undefined) {
      const label = `${worktree.repo}/${worktree.name} (policy “${policy.name}”)`;
      return [make({ id: `${id}:${value}`, label, worktree: value }, entity)];
    }
    return by === KEY_KEY && value === limits.key?.id
      ? [make({ id: `${id}:${value}`, label: name, worktree: null }, entity)]
      : [];
  });
}

/**
 * Portkey's own budgets that this account's spend is counted in.
 *
 * A policy that is grouped by `metadata.worktree` gives a view for each of its values that is a worktree known here, one
 * grouped by `api_key` a view for this account's key. All else that policies count is somebody else's money, or cannot be
 * told apart (several groups), and is left out.
 *
 * A raw use is shown only in a unit that is known (portkey-api.md §3.3): calibrated by the budget's own analytics, else by
 * those of the account's other budgets, else what analytics count is shown with a reason, else nothing is.
 * @param limits null: nothing was read, which gives no views
 */
export function portkeyBudgets({
  account,
  limits,
  worktrees,
  now,
}: {
  readonly account: string;
  readonly limits: PortkeyLimits | null;
  readonly worktrees: readonly BudgetWorktree[];
  readonly now: Date;
}): BudgetView[] {
  if (limits === null) return [];
  const known = new Map(worktrees.map((worktree) => [worktree.id, worktree]));
  const all = [
    ...plainLimits(limits),
    ...limits.policies.flatMap((policy) => policyLimits(policy, limits, known)),
  ];
  const common = commonUnit(all.map((one) => unitOf(one, limits, now)));
  return all.map((one) => limitView(one, { account, limits, common, now }));
}

/**
 * What analytics should be asked for, to calibrate and to stand in: cost limits of the key and of providers whose last reset
 * is known. A workspace's budget takes its unit from these: without its slug, an Admin key would be answered for the whole
 * organisation.
 */
export function calibrationNeeds(limits: PortkeyLimits, now: Date): SpentNeed[] {
  const slugs = new Map(limits.providers.map(({ slug }) => [`provider:${slug}`, slug]));
  return plainLimits(limits).flatMap(({ id, kind, limit, weekStart }): SpentNeed[] => {
    const { from } = resetWindow(limit, now, weekStart);
    if (limit.of !== 'cost' || from === null) return [];
    if (kind === 'key' && limits.key !== null) {
      return [{ id, from, filters: { apiKeyIds: [limits.key.id] } }];
    }
    const slug = slugs.get(id);
    return slug === undefined ? [] : [{ id, from, filters: { providers: [slug] } }];
  });
}
