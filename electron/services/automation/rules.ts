import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { checkRule, Rule, RuleDraft, RulesFile } from '../../../shared/domain/rule.ts';
import type { Document } from '../state/document.ts';

export interface Rules {
  list(): Promise<Result<readonly Rule[]>>;
  /** Adds a rule at the end, or changes the one with the draft’s id. One whose match changes is about newer worktrees only. */
  save(draft: RuleDraft): Promise<Result<Rule>>;
  remove(id: string): Promise<Result<void>>;
  /** Puts rules in this order; those not named follow in their old order. The first that matches decides. */
  reorder(ids: readonly string[]): Promise<Result<void>>;
}

function missing(id: string, rules: readonly Rule[]) {
  const names = rules.map((rule) => rule.id).join(', ');
  return fail('request.invalid', {
    field: 'id',
    message: `There is no rule “${id}”.`,
    hint: names === '' ? 'There are none.' : `There are: ${names}.`,
  });
}

/** `r1`, `r2`, …: one more than the highest, so that a removed rule’s id is not soon another’s. */
function nextId(rules: readonly Rule[]): string {
  const numbers = rules.map((rule) => Number(/^r(\d+)$/.exec(rule.id)?.[1] ?? 0));
  return `r${Math.max(0, ...numbers) + 1}`;
}

/** Rules for new workspaces in `rules.json`, in the person’s order. Without any, nothing is ever done by itself. */
export function createRules(options: {
  readonly document: Document<RulesFile>;
  /** Loaded on first use. */
  readonly rules: () => Promise<{ readonly checkRule: typeof checkRule }>;
  readonly now: () => Date;
}): Rules {
  const { document } = options;
  return {
    list: async () => {
      const file = await document.read();
      return file.ok ? ok(file.value.rules) : file;
    },

    save: async (draft) => {
      const checked = (await options.rules()).checkRule(draft);
      if (!checked.ok) return checked;
      const since = options.now().toISOString();
      return document.update((file) => {
        const { rules } = file;
        const index = rules.findIndex((rule) => rule.id === draft.id);
        const before = rules[index];
        if (draft.id !== undefined && before === undefined) return missing(draft.id, rules);
        const { repo, path } = checked.value;
        const isSameMatch = before?.repo === repo && before.path === path;
        const rule: Rule = {
          ...checked.value,
          id: before?.id ?? nextId(rules),
          since: isSameMatch && before !== undefined ? before.since : since,
        };
        const next = before === undefined ? [...rules, rule] : rules.with(index, rule);
        return ok({ next: { ...file, rules: next }, value: rule });
      });
    },

    remove: (id) =>
      document.update((file) =>
        file.rules.some((rule) => rule.id === id)
          ? ok({
              next: { ...file, rules: file.rules.filter((rule) => rule.id !== id) },
              value: undefined,
            })
          : missing(id, file.rules),
      ),

    reorder: (ids) =>
      document.update((file) => {
        const unknownId = ids.find((id) => !file.rules.some((rule) => rule.id === id));
        if (unknownId !== undefined) return missing(unknownId, file.rules);
        const rank = new Map(ids.map((id, index) => [id, index]));
        const rules = file.rules.toSorted(
          (a, b) => (rank.get(a.id) ?? ids.length) - (rank.get(b.id) ?? ids.length),
        );
        return ok({ next: { ...file, rules }, value: undefined });
      }),
  };
}
