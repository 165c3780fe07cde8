import type { RequestInput } from '../../shared/contract/index.ts';
import type { AppSnapshot, WorktreeView } from '../../shared/domain/app-snapshot.ts';
import { composeEnv, OWNED_VARIABLES } from '../../shared/domain/env-block.ts';
import { fail, type Failure, ok, type Result } from '../../shared/domain/failure.ts';
import { isSecretHeader } from '../../shared/domain/header-set.ts';
import type { Preview } from '../../shared/domain/preview.ts';
import { maskSecret, maskVariable } from '../../shared/domain/secret-text.ts';
import { makeTraceId } from '../../shared/domain/trace-id.ts';
import { REFUSALS, type Scenario } from './fake-data.ts';

const KEY = 'pk-fake-not-a-real-key-9f3c';

const EXCLUDE = {
  file: '/Users/mira/code/web/.git/info/exclude',
  line: '.claude/settings.local.json',
};

/** What this worktree's apply is refused with in the refusals scenario; null when it is let through. */
export function refusalOf(
  scenario: Scenario,
  tree: WorktreeView,
  excluded: ReadonlySet<string>,
): { ok: false; failure: Failure } | null {
  const named = scenario === 'refusals' ? REFUSALS[tree.name] : undefined;
  const code = scenario === 'unlisted' ? 'settings.not_ignored' : named;
  return code === undefined || excluded.has(tree.path) ? null : fail(code);
}

/** What apply would write, put together by the same function that the app uses. */
export function previewOf(
  state: AppSnapshot,
  input: RequestInput<'assignments.preview'>,
  scenario: Scenario,
  excluded: ReadonlySet<string>,
): Result<Preview> {
  const tree = state.worktrees.find((one) => one.path === input.worktree);
  const preset = state.presets.find((one) => one.id === input.preset);
  const account = state.accounts.find((one) => one.id === (input.account ?? state.defaultAccount));
  if (tree === undefined) return fail('worktree.unknown');
  if (preset === undefined) return fail('preset.missing');
  if (account === undefined) return fail('account.missing');
  const refusal = refusalOf(scenario, tree, excluded);
  const ignored = refusal?.failure.code !== 'settings.not_ignored';
  if (refusal !== null && ignored) return refusal;

  const { assignment } = tree;
  const trace = input.trace ?? assignment?.trace ?? makeTraceId(tree.repo, tree.name, '7f2a');
  const layers = [{ origin: 'project' as const, headers: [{ name: 'x-team', value: 'platform' }] }];
  const base = { account, key: KEY, worktree: tree, layers, guardApiKey: false };
  const after = composeEnv({ ...base, preset, trace, metadata: input.metadata ?? {} });
  const old = state.presets.find((one) => one.id === assignment?.presetId);
  const before =
    assignment === null || old === undefined
      ? null
      : composeEnv({
          ...base,
          preset: old,
          trace: assignment.trace,
          metadata: assignment.metadata,
        });
  return ok({
    worktree: tree.path,
    file: `${tree.path}/.claude/settings.local.json`,
    fileExists: before !== null,
    variables: OWNED_VARIABLES.map((name) => {
      const next = maskVariable(name, after.env[name]);
      const now = before === null ? null : maskVariable(name, before.env[name]);
      return { name, before: now, after: next, changed: now !== next || tree.drifted };
    }),
    headers: after.headers.map((header) => ({
      name: header.name,
      value: isSecretHeader(header.name) ? maskSecret(header.value) : header.value,
      origin: header.origin,
    })),
    trace,
    exclude: ignored ? null : EXCLUDE,
    shadowedBy: tree.shadowedBy,
    overrides: tree.main
      ? state.worktrees
          .filter((one) => one.commonDir === tree.commonDir && !one.main)
          .map((one) => one.path)
      : [],
    warnings: [],
  });
}
