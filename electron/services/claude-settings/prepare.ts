import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { checkMetadata } from '../../../shared/domain/metadata.ts';
import { checkPresetForAccount } from '../../../shared/domain/preset.ts';
import { checkTraceId, makeTraceId } from '../../../shared/domain/trace-id.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { AssignmentRecord } from '../journal/records.ts';
import { type Content, fragmentsOf, readContent } from './file/commit.ts';
import type { ApplyTarget, SettingsContext } from './context.ts';
import { checkIgnored, type IgnoreState } from './git/git-guard.ts';
import { lastProperty, parseSettings, rawOf } from './json/json-text.ts';
import { locateSettings, type SettingsLocation } from './file/locate-file.ts';
import { type ApplyPlan, planApply } from './plan.ts';
import type { ReadLayers } from './read-layers.ts';
import { openText, type SealedPart, sealRaw } from './file/seal.ts';

/** What the owned variables were before the first apply: raw JSON values, sealed; null where there was none. */
export interface Original {
  readonly existed: boolean;
  readonly env: 'missing' | 'null' | 'object';
  readonly variables: Readonly<Record<string, readonly SealedPart[] | null>>;
  readonly apiKeyHelper: string | null;
}

export interface Prepared {
  readonly target: ApplyTarget;
  readonly location: SettingsLocation;
  readonly content: Content;
  readonly ignore: IgnoreState;
  readonly trace: string;
  readonly plan: ApplyPlan;
  readonly previous: AssignmentRecord | null;
  /** For the first apply of a file; null when an original is kept already. */
  readonly original: {
    readonly content: Original;
    readonly secrets: ReadonlyMap<string, string>;
  } | null;
}

/** SHA-256 over owned variables, to tell later whether somebody else changed them. */
export function envHash(env: Readonly<Record<string, string>>): string {
  const owned = OWNED_VARIABLES.map((name) => [name, env[name] ?? null]);
  return createHash('sha256').update(JSON.stringify(owned)).digest('hex');
}

/** Takes the original out of a settings text. */
export function captureOriginal(text: string | null): {
  content: Original;
  secrets: ReadonlyMap<string, string>;
} {
  const parsed = parseSettings(text ?? '', 'settings');
  const root = parsed.ok ? parsed.value.root : null;
  const env = root === null ? null : (lastProperty(root, 'env')?.value ?? null);
  const helper = root === null ? null : (lastProperty(root, 'apiKeyHelper')?.value ?? null);
  const fragments = fragmentsOf(text);
  const secrets = new Map<string, string>();
  const variables = OWNED_VARIABLES.map((name): [string, readonly SealedPart[] | null] => {
    const value = env?.type === 'object' ? lastProperty(env, name)?.value : undefined;
    if (value === undefined) return [name, null];
    const sealed = sealRaw(rawOf(text ?? '', value), fragments);
    for (const [reference, secret] of sealed.secrets) secrets.set(reference, secret);
    return [name, sealed.parts];
  });
  return {
    content: {
      existed: text !== null,
      env: env === null ? 'missing' : env.type === 'null' ? 'null' : 'object',
      variables: Object.fromEntries(variables),
      apiKeyHelper: helper === null ? null : rawOf(text ?? '', helper),
    },
    secrets,
  };
}

/** Raw values of an original, secrets put back. */
export function openOriginal(
  original: Original,
  secrets: ReadonlyMap<string, string>,
): Record<string, string | null> {
  return Object.fromEntries(
    Object.entries(original.variables).map(([name, parts]) => [
      name,
      parts === null ? null : openText(parts, secrets),
    ]),
  );
}

function chooseTrace(
  target: ApplyTarget,
  previous: AssignmentRecord | null,
  context: SettingsContext,
): Result<string> {
  const { worktree, trace } = target;
  if (trace === undefined && previous !== null) return ok(previous.trace);
  if (trace === undefined || trace === null) {
    for (;;) {
      const made = makeTraceId(worktree.repo, worktree.name, context.randomSuffix());
      if (!context.assignments.traceWasUsed(made)) return ok(made);
    }
  }
  const checked = checkTraceId(trace);
  if (!checked.ok) return checked;
  const owner = context.assignments.traceOwner(checked.value);
  if (owner !== null && owner !== worktree.id) {
    return fail('trace.taken', {
      field: 'trace',
      message: `The workspace ${owner} uses the trace ID “${checked.value}”; its spend and yours would be one.`,
    });
  }
  return checked;
}

async function helperFor(
  target: ApplyTarget,
  context: SettingsContext,
): Promise<Result<string | null>> {
  if (target.account.delivery !== 'helper') return ok(null);
  const command = context.helperCommand(target.account.id);
  if (command === null) {
    return fail('settings.helper_failed', {
      message: 'This system has no keychain tool that Claude Code could ask for the key.',
    });
  }
  const ran = await context.runHelper(command);
  if (!ran.ok) {
    return fail('settings.helper_failed', {
      message: `The keychain tool gave no key (${ran.reason}), so nothing was written.`,
    });
  }
  if (ran.output !== target.key) {
    return fail('settings.helper_failed', {
      message:
        'The keychain tool gave another key than the one stored for this account, so nothing was written.',
    });
  }
  return ok(command);
}

/** Whether the worktree was made after a moment, by the age of its `.git`. */
function isYoungerThan(worktree: Worktree, moment: string): boolean {
  const stat = fs.statSync(path.join(worktree.path, '.git'), { throwIfNoEntry: false });
  return stat !== undefined && stat.birthtimeMs > Date.parse(moment);
}

/** Reads and decides everything that an apply needs, and writes nothing. */
export async function prepare(
  target: ApplyTarget,
  context: SettingsContext,
  readLayers: ReadLayers,
): Promise<Result<Prepared>> {
  const { worktree } = target;
  if (worktree.bare) return fail('worktree.bare');
  const fits = checkPresetForAccount(target.preset, target.account);
  if (!fits.ok) return fits;
  const metadata = target.metadata === undefined ? ok(undefined) : checkMetadata(target.metadata);
  if (!metadata.ok) return metadata;
  const location = locateSettings(worktree.path);
  if (!location.ok) return location;
  const ignore = await checkIgnored(worktree, context.git);
  if (!ignore.ok) return ignore;
  const content = readContent(location.value);
  if (!content.ok) return content;
  const parsed = parseSettings(content.value.text ?? '', location.value.shown);
  if (!parsed.ok) return parsed;
  const helper = await helperFor(target, context);
  if (!helper.ok) return helper;
  const recorded = context.assignments.assignment(worktree.id);
  const gone = content.value.text === null;
  // Conductor gives an archived workspace's name to a new one: that is another workspace, with a trace ID of its own.
  const previous =
    gone && recorded !== null && isYoungerThan(worktree, recorded.appliedAt) ? null : recorded;
  const trace = chooseTrace(target, previous, context);
  if (!trace.ok) return trace;
  // A file that is gone took what it was before with it.
  const kept = gone ? null : context.assignments.original(location.value.file);
  const plan = planApply({
    worktree,
    linked: target.siblings.filter((other) => !other.main && !other.missing && !other.bare),
    layers: readLayers(worktree, content.value.text),
    previous,
    account: target.account,
    key: target.key,
    preset: target.preset,
    trace: trace.value,
    metadata: metadata.value,
    helper: helper.value,
    originalHelper: kept === null ? null : (JSON.parse(kept.content) as Original).apiKeyHelper,
  });
  return ok({
    target,
    location: location.value,
    content: content.value,
    ignore: ignore.value,
    trace: trace.value,
    plan,
    previous,
    original: kept === null ? captureOriginal(content.value.text) : null,
  });
}
