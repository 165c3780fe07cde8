import { z } from 'zod';

import { fail, ok, type Result } from './failure.ts';
import { checkMetadata } from './metadata.ts';
import { globMatches } from './path-glob.ts';
import { checkTraceId, slugify } from './trace-id.ts';
import type { Worktree } from './worktree.ts';

/** What a rule for new workspaces is about and what it does. */
export const ruleSchema = z.strictObject({
  id: z.string(),
  /** A repository by its name, or by the absolute path of its main checkout or git directory; null for any. */
  repo: z.string().nullable(),
  /** A glob for the worktree’s path, its name, or `repository/name`; null for any. */
  path: z.string().nullable(),
  preset: z.string(),
  /** Null for the default account. */
  account: z.string().nullable(),
  metadata: z.record(z.string(), z.string()),
  /** A trace ID with `{repo}`, `{worktree}`, `{branch}` and `{suffix}` in it; null has one made. */
  trace: z.string().nullable(),
  /** Worktrees that are older than this are not touched. ISO time. */
  since: z.string(),
});
export type Rule = z.infer<typeof ruleSchema>;

export const rulesFileSchema = z.object({ version: z.literal(1), rules: z.array(ruleSchema) });
export type RulesFile = z.infer<typeof rulesFileSchema>;

/** A rule as a person gives it; without an id it is a new one. */
export const ruleDraftSchema = z.strictObject({
  id: z.string().min(1).max(64).optional(),
  repo: z.string().max(4096).nullable().optional(),
  path: z.string().max(4096).nullable().optional(),
  preset: z.string().min(1).max(64),
  account: z.string().max(64).nullable().optional(),
  metadata: z.record(z.string().max(100), z.string().max(2000)).optional(),
  trace: z.string().max(400).nullable().optional(),
});
export type RuleDraft = z.infer<typeof ruleDraftSchema>;

const PLACE = /\{(repo|worktree|branch|suffix)\}/g;

/**
 * The trace ID that a template makes for a worktree.
 * @param suffix four or more random characters of [a-z0-9]
 * @returns `trace.invalid` when what comes out cannot be sent
 */
export function fillTrace(
  template: string,
  worktree: Pick<Worktree, 'repo' | 'name' | 'branch'>,
  suffix: string,
): Result<string> {
  const places: Readonly<Record<string, string>> = {
    repo: slugify(worktree.repo, 32),
    worktree: slugify(worktree.name, 32),
    branch: slugify(worktree.branch ?? '', 32),
    suffix,
  };
  return checkTraceId(template.replace(PLACE, (_, name: string) => places[name] ?? ''));
}

function checkTemplate(template: string): Result<string> {
  const refuse = (message: string) =>
    fail('trace.invalid', {
      field: 'trace',
      message,
      hint: 'For example {repo}-{worktree}-{suffix}.',
    });
  if (/[{}]/.test(template.replace(PLACE, '')))
    return refuse('A trace ID of a rule knows {repo}, {worktree}, {branch} and {suffix} only.');
  if (!template.includes('{suffix}'))
    return refuse('Without {suffix} two workspaces of one name would get the same trace ID.');
  const sample = { repo: 'repository', name: 'workspace', branch: 'branch' };
  const filled = fillTrace(template, sample, '7f2a');
  return filled.ok ? ok(template) : filled;
}

function textOf(value: string | null | undefined): string | null {
  const text = value?.trim() ?? '';
  return text === '' ? null : text;
}

/**
 * Checks a rule that a person made.
 * @returns the rule without its id and time, or `request.invalid`, `metadata.invalid`, `trace.invalid` naming the field
 */
export function checkRule(draft: RuleDraft): Result<Omit<Rule, 'id' | 'since'>> {
  const [repo, path] = [textOf(draft.repo), textOf(draft.path)];
  if (repo === null && path === null) {
    return fail('request.invalid', {
      field: 'repo',
      message: 'A rule must say which workspaces it is about.',
      hint: 'Name a repository, or a pattern for the path such as ~/conductor/workspaces/web/*.',
    });
  }
  const metadata = checkMetadata(draft.metadata ?? {});
  if (!metadata.ok) return metadata;
  const template = textOf(draft.trace);
  const trace = template === null ? ok(null) : checkTemplate(template);
  if (!trace.ok) return trace;
  return ok({
    repo: repo?.replace(/(.)\/+$/, '$1') ?? null,
    path,
    preset: draft.preset,
    account: textOf(draft.account),
    metadata: { ...metadata.value },
    trace: trace.value,
  });
}

type Matched = Pick<Worktree, 'path' | 'name' | 'repo' | 'commonDir' | 'mainPath'>;

/** Whether a rule is about a worktree; whether it is new is another question. */
export function ruleMatches(rule: Pick<Rule, 'repo' | 'path'>, worktree: Matched): boolean {
  const { repo, path } = rule;
  const places = [worktree.repo, worktree.mainPath, worktree.commonDir];
  return (repo === null || places.includes(repo)) && (path === null || globMatches(path, worktree));
}

/** The rule that decides about a worktree: the first that matches; null when none does. */
export function ruleFor(rules: readonly Rule[], worktree: Matched): Rule | null {
  return rules.find((rule) => ruleMatches(rule, worktree)) ?? null;
}

/** Whether rules can be about a worktree at all: a linked one that is there. */
export function canBeProvisioned(worktree: Worktree): boolean {
  return !worktree.main && !worktree.bare && !worktree.missing;
}
