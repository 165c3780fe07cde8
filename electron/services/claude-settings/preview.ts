import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import { holdsSecret } from '../../../shared/domain/header-set.ts';
import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { Preview, VariableChange } from '../../../shared/domain/preview.ts';
import { maskLikelySecrets, maskSecret, maskVariable } from '../../../shared/domain/secret-text.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import { needsBlanking } from './blanking.ts';
import { planClear } from './clear.ts';
import type { ApplyTarget, SettingsContext } from './context.ts';
import { isOurHelper } from './helper-command.ts';
import { editSettings } from './json/json-edit.ts';
import { readEnv, readTopLevelString } from './json/json-text.ts';
import { prepare } from './prepare.ts';
import { createLayerReader } from './read-layers.ts';

/** Variable by variable, masked. A secret that changes is marked as changed even when its mask looks the same. */
function compare(before: string | null, after: string | null): VariableChange[] {
  const was = readEnv(before ?? '') ?? {};
  const is = readEnv(after ?? '') ?? {};
  const variables = OWNED_VARIABLES.map((name) => {
    const from = was[name];
    const to = is[name];
    return {
      name,
      before: from === undefined ? null : maskVariable(name, from),
      after: to === undefined ? null : maskVariable(name, to),
      changed: from !== to,
    };
  });
  const helperBefore = readTopLevelString(before ?? '', 'apiKeyHelper');
  const helperAfter = readTopLevelString(after ?? '', 'apiKeyHelper');
  if (helperBefore === null && helperAfter === null) return variables;
  // Somebody may have written a key into their command.
  const shown = (command: string | null) =>
    command === null || isOurHelper(command) ? command : maskLikelySecrets(command);
  const helper = {
    name: 'apiKeyHelper',
    before: shown(helperBefore),
    after: shown(helperAfter),
    changed: helperBefore !== helperAfter,
  };
  return [...variables, helper];
}

/** What an apply would do. Nothing is written. */
export async function previewApply(
  target: ApplyTarget,
  context: SettingsContext,
): Promise<Result<Preview>> {
  const prepared = await prepare(target, context, createLayerReader(context.places));
  if (!prepared.ok) return prepared;
  const { plan, location, content, ignore, trace } = prepared.value;
  const edited = editSettings(content.text, plan.change, location.shown);
  if (!edited.ok) return edited;
  return ok({
    worktree: target.worktree.path,
    file: location.shown,
    fileExists: location.exists,
    variables: compare(content.text, edited.value.text),
    headers: plan.headers.map((header) => ({
      name: header.name,
      value: holdsSecret(header) ? maskSecret(header.value) : header.value,
      origin: header.origin,
    })),
    trace,
    exclude: ignore.ignored ? null : { file: ignore.excludeFile, line: ignore.line },
    shadowedBy: [...plan.shadowedBy],
    overrides: [...plan.overrides],
    warnings: [...plan.warnings],
  });
}

/** What a clear would do. Nothing is written. */
export async function previewClear(
  worktree: Worktree,
  context: SettingsContext,
): Promise<Result<Preview>> {
  const plan = await planClear(worktree, context);
  if (!plan.ok) return plan;
  const { content, compute, location, exact } = plan.value;
  const target = compute(content);
  if (!target.ok) return target;
  return ok({
    worktree: worktree.path,
    file: location.shown,
    fileExists: location.exists,
    variables: compare(content.text, target.value.next),
    headers: [],
    trace: null,
    exclude: null,
    shadowedBy: [],
    overrides: [],
    warnings: [
      ...(target.value.next === null
        ? ['The file was made by Switchyard and will be removed.']
        : []),
      ...(exact
        ? []
        : ['The file has changed since it was written; only Switchyard’s own variables go back.']),
      ...(needsBlanking(content.text, target.value.next)
        ? [
            'For about two seconds the variables are empty, so that open sessions follow; then they are what they were before.',
          ]
        : []),
    ],
  });
}
