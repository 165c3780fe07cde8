import fs from 'node:fs';

import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { canBeProvisioned, Rule, RuleDraft, ruleFor } from '../../../shared/domain/rule.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { Accounts } from '../accounts/accounts.ts';
import type { Presets } from '../presets/presets.ts';
import type { Provisioner } from './provisioner.ts';
import type { Rules } from './rules.ts';

/** A worktree that rules are about. */
export interface RuleMatch {
  readonly worktree: string;
  readonly name: string;
  readonly repo: string;
  /** The rule that decides about it; null for one that is only tried out. */
  readonly rule: string | null;
}

export interface RuleKeeper extends Omit<Rules, 'save'> {
  /** Saves a rule whose preset and account exist, and notes which worktrees are there already. */
  save(draft: RuleDraft): Promise<Result<Rule>>;
  /** Which worktrees a rule would be about, or with neither given, which saved rule decides about which. Writes nothing. */
  test(draft: Pick<RuleDraft, 'repo' | 'path'>): Promise<Result<RuleMatch[]>>;
}

/** Rules with everything that surrounds them. */
export function createRuleKeeper(services: {
  readonly rules: Rules;
  readonly domain: () => Promise<{
    readonly ruleFor: typeof ruleFor;
    readonly canBeProvisioned: typeof canBeProvisioned;
  }>;
  readonly presets: Presets;
  readonly accounts: Accounts;
  readonly provisioner: Pick<Provisioner, 'markExisting'>;
  readonly worktrees: () => Promise<readonly Worktree[]>;
  readonly personHome: string;
}): RuleKeeper {
  const { rules, personHome } = services;

  const absolute = (text: string | null | undefined): string | null => {
    const trimmed = text?.trim() ?? '';
    if (trimmed === '') return null;
    return trimmed === '~' || trimmed.startsWith('~/') ? personHome + trimmed.slice(1) : trimmed;
  };

  /** Worktrees are known by their real paths. */
  const real = (repo: string | null): string | null => {
    if (repo === null || !repo.startsWith('/')) return repo;
    try {
      return fs.realpathSync(repo);
    } catch {
      return repo;
    }
  };

  return {
    ...rules,

    save: async (draft) => {
      const preset = await services.presets.get(draft.preset);
      if (!preset.ok) return preset;
      const wanted = draft.account?.trim() ?? '';
      const account = wanted === '' ? ok(null) : await services.accounts.resolve(wanted);
      if (!account.ok) return account;
      const saved = await rules.save({
        ...draft,
        repo: real(absolute(draft.repo)),
        path: absolute(draft.path),
      });
      if (!saved.ok) return saved;
      await services.provisioner.markExisting(saved.value, await services.worktrees());
      return saved;
    },

    test: async (draft) => {
      const known = await rules.list();
      if (!known.ok) return known;
      const { ruleFor, canBeProvisioned } = await services.domain();
      const [repo, path] = [real(absolute(draft.repo)), absolute(draft.path)];
      const tried = { id: '', repo, path, preset: '', account: null, metadata: {}, trace: null };
      const asked =
        repo === null && path === null ? known.value : [{ ...tried, since: '' } satisfies Rule];
      const all = (await services.worktrees()).filter(canBeProvisioned);
      return ok(
        all.flatMap((one): RuleMatch[] => {
          const rule = ruleFor(asked, one);
          if (rule === null) return [];
          const { path: worktree, name } = one;
          return [{ worktree, name, repo: one.repo, rule: rule.id === '' ? null : rule.id }];
        }),
      );
    },
  };
}
