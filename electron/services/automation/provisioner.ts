import { failureOf, ok, type Result } from '../../../shared/domain/failure.ts';
import type { ApplyOutcome } from '../../../shared/domain/preview.ts';
import type { ProvisionOutcome } from '../../../shared/domain/provision.ts';
import type { canBeProvisioned, fillTrace, Rule, ruleFor } from '../../../shared/domain/rule.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { SettingsService } from '../claude-settings/settings-service.ts';
import type { AssignmentRecord } from '../journal/records.ts';
import type { Assigner } from '../workspaces/assigner.ts';
import { type Incarnation, incarnationOf } from './incarnation.ts';
import type { Claim, ProvisionStore } from './provision-store.ts';
import type { Rules } from './rules.ts';

export interface Provisioner {
  /**
   * Puts every worktree that is new, that a rule is about and that nobody has dealt with on the rule’s preset, each once.
   * Writes nothing, and opens no state, while there is no rule.
   */
  provision(worktrees: readonly Worktree[]): Promise<Result<ProvisionOutcome[]>>;
  /** Notes that these were there when a rule was made. */
  markExisting(rule: Rule, worktrees: readonly Worktree[]): Promise<void>;
}

/** Parts of `shared/domain` that are loaded once there is a rule. */
export interface ProvisionRules {
  readonly ruleFor: typeof ruleFor;
  readonly fillTrace: typeof fillTrace;
  readonly canBeProvisioned: typeof canBeProvisioned;
}

export function createProvisioner(services: {
  readonly rules: Rules;
  readonly domain: () => Promise<ProvisionRules>;
  readonly store: () => Promise<ProvisionStore>;
  readonly records: () => Promise<ReadonlyMap<string, AssignmentRecord>>;
  readonly assigner: Pick<Assigner, 'target'>;
  readonly settings: () => Promise<Result<SettingsService>>;
  readonly randomSuffix: () => string;
  readonly isAlive: (pid: number) => boolean;
  readonly now: () => Date;
}): Provisioner {
  const { rules, isAlive, now } = services;

  const claimOf = (worktree: Worktree, life: Incarnation, rule: Rule): Claim => ({
    identity: life.identity,
    worktreeId: worktree.id,
    path: worktree.path,
    name: worktree.name,
    rule: rule.id,
    preset: rule.preset,
    at: now().toISOString(),
  });

  const apply = async (worktree: Worktree, rule: Rule): Promise<Result<ApplyOutcome>> => {
    const settings = await services.settings();
    if (!settings.ok) return settings;
    const { fillTrace } = await services.domain();
    const trace =
      rule.trace === null
        ? ok(undefined)
        : fillTrace(rule.trace, worktree, services.randomSuffix());
    if (!trace.ok) return trace;
    const target = await services.assigner.target({
      worktree: worktree.path,
      preset: rule.preset,
      account: rule.account ?? undefined,
      trace: trace.value,
      metadata: Object.keys(rule.metadata).length === 0 ? undefined : rule.metadata,
      // Whoever made the rule wants the file written, which needs git to ignore it.
      exclude: true,
    });
    return target.ok ? settings.value.apply(target.value) : target;
  };

  /** Also a fault of our own ends as an outcome: a claim that is left open would be tried again and again. */
  const applied = async (worktree: Worktree, rule: Rule): Promise<Result<ApplyOutcome>> => {
    try {
      return await apply(worktree, rule);
    } catch (error) {
      const failure = failureOf(error);
      if (failure !== null) return { ok: false, failure };
      const message = error instanceof Error ? error.message : String(error);
      return { ok: false, failure: { code: 'internal', message, retryable: false } };
    }
  };

  const decide = async (
    worktree: Worktree,
    rule: Rule | null,
    record: AssignmentRecord | undefined,
    store: ProvisionStore,
  ): Promise<ProvisionOutcome> => {
    const outcome = (
      state: ProvisionOutcome['state'],
      more: Partial<ProvisionOutcome> = {},
    ): ProvisionOutcome => ({
      worktree: worktree.path,
      state,
      rule: rule?.id ?? null,
      preset: rule?.preset ?? null,
      trace: null,
      journalId: null,
      failure: null,
      ...more,
    });
    if (rule === null) return outcome('no-rule');
    const life = incarnationOf(worktree, now().getTime());
    if (life === null || !life.ready) return outcome('unready');
    if (life.bornAt !== 0 && life.bornAt < Date.parse(rule.since)) return outcome('older');
    const since = new Date(life.bornAt).toISOString();
    // A killed run may have written, or not; asking for the same again is right in either case.
    if (!store.isLeft(life.identity, isAlive)) {
      // A record can speak of an earlier worktree of the same name.
      if (record !== undefined && Date.parse(record.appliedAt) >= life.bornAt)
        return outcome('assigned');
      if (store.isHandled(life.identity) || store.wasTouched(worktree.id, since))
        return outcome('handled');
    }
    if (!store.claim(claimOf(worktree, life, rule), isAlive)) return outcome('handled');
    const result = await applied(worktree, rule);
    if (result.ok) {
      const { trace } = result.value;
      const journalId = result.value.journalId ?? store.latestApply(worktree.id, since);
      store.finish(life.identity, journalId, null);
      return outcome('provisioned', { journalId, trace });
    }
    const failure = `${result.failure.message} ${result.failure.hint ?? ''}`.trim();
    store.finish(life.identity, null, failure);
    return outcome('failed', { failure });
  };

  return {
    provision: async (worktrees) => {
      const known = await rules.list();
      if (!known.ok) return known;
      if (known.value.length === 0) return ok([]);
      const { canBeProvisioned, ruleFor } = await services.domain();
      const meant = worktrees.filter(canBeProvisioned);
      const records = await services.records();
      const store = await services.store();
      const outcomes: ProvisionOutcome[] = [];
      for (const worktree of meant) {
        const rule = ruleFor(known.value, worktree);
        outcomes.push(await decide(worktree, rule, records.get(worktree.id), store));
      }
      return ok(outcomes);
    },

    markExisting: async (rule, worktrees) => {
      const { canBeProvisioned, ruleFor } = await services.domain();
      const claims = worktrees.flatMap((worktree): Claim[] => {
        if (!canBeProvisioned(worktree) || ruleFor([rule], worktree) === null) return [];
        const life = incarnationOf(worktree, now().getTime());
        const isOlder = life !== null && life.bornAt <= Date.parse(rule.since);
        return life !== null && isOlder ? [claimOf(worktree, life, rule)] : [];
      });
      if (claims.length > 0) (await services.store()).markExisting(claims);
    },
  };
}
