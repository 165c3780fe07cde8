import { hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { checkMetadata } from '../../../shared/domain/metadata.ts';
import { checkPresetForAccount } from '../../../shared/domain/preset.ts';
import { checkTraceId, makeTraceId } from '../../../shared/domain/trace-id.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { AssignmentRecord } from '../journal/records.ts';
import { type Content, readSettled } from './file/commit.ts';
import { fetchSecrets } from './file/kept-secrets.ts';
import type { ApplyTarget, SettingsContext } from './context.ts';
import { checkIgnored, type IgnoreState } from './git/git-guard.ts';
import { parseSettings, readEnv } from './json/json-text.ts';
import { locateSettings, type SettingsLocation } from './file/locate-file.ts';
import {
  captureOriginal,
  openOriginal,
  type Original,
  type OwnedPart,
  textsOf,
} from './original.ts';
import { type ApplyPlan, planApply } from './plan.ts';
import type { ReadLayers } from './read-layers.ts';
import { referencesIn } from './file/seal.ts';

export interface Prepared {
  readonly target: ApplyTarget;
  readonly location: SettingsLocation;
  readonly content: Content;
  /** The latest write of ours to the file when all this was read. */
  readonly seen: number;
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
  return hash('sha256', JSON.stringify(owned));
}

function chooseTrace(
  target: ApplyTarget,
  previous: AssignmentRecord | null,
  context: SettingsContext,
): Result<string> {
  const { worktree, trace } = target;
  if (trace === undefined && previous !== null) return ok(previous.trace);
  if (trace === undefined || trace === null) {
    for (let attempt = 0; ; attempt += 1) {
      // Should the short ones ever run out for a name, longer ones do.
      const suffix = Array.from({ length: attempt < 50 ? 1 : 3 }, context.randomSuffix).join('');
      const made = makeTraceId(worktree.repo, worktree.name, suffix);
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

/**
 * Whether what is recorded speaks of an earlier worktree of the same name: Conductor gives an archived workspace's name to
 * a new one. Its `.git` is younger than the record then, and the file is missing or holds something else (Conductor can
 * copy ignored files into a new workspace).
 */
function isOfEarlier(worktree: Worktree, recorded: AssignmentRecord, text: string | null): boolean {
  const stat = fs.statSync(path.join(worktree.path, '.git'), { throwIfNoEntry: false });
  if (stat === undefined || stat.birthtimeMs <= Date.parse(recorded.appliedAt)) return false;
  return text === null || envHash(readEnv(text) ?? {}) !== recorded.envHash;
}

/** The original that is kept for a file, opened; null when there is none. */
async function keptOriginal(
  file: string,
  context: SettingsContext,
): Promise<Result<OwnedPart | null>> {
  const kept = context.assignments.original(file);
  if (kept === null) return ok(null);
  const original = JSON.parse(kept.content) as Original;
  const secrets = await fetchSecrets(context.secrets, referencesIn(textsOf(original)));
  return secrets.ok ? ok(openOriginal(original, secrets.value)) : secrets;
}

/** The ids of all worktrees of the repository. */
function idsOf({ worktree, siblings }: ApplyTarget): ReadonlySet<string> {
  return new Set([worktree, ...siblings].map((one) => one.id));
}

/** Reads and decides everything that an apply needs, and writes nothing. */
export async function prepare(
  target: ApplyTarget,
  context: SettingsContext,
  readLayers: ReadLayers,
): Promise<Result<Prepared>> {
  const { worktree } = target;
  if (worktree.bare) return fail('worktree.bare');
  if (worktree.missing) {
    return fail('worktree.missing', { message: `${worktree.path} is no worktree any more.` });
  }
  const fits = checkPresetForAccount(target.preset, target.account);
  if (!fits.ok) return fits;
  const metadata = target.metadata === undefined ? ok(undefined) : checkMetadata(target.metadata);
  if (!metadata.ok) return metadata;
  const location = locateSettings(worktree.path);
  if (!location.ok) return location;
  const ignore = await checkIgnored(worktree, location.value, context.git);
  if (!ignore.ok) return ignore;
  const seen = context.journal.lastOf(location.value.file);
  const content = await readSettled(location.value, context.pause);
  if (!content.ok) return content;
  const parsed = parseSettings(content.value.text ?? '', location.value.shown);
  if (!parsed.ok) return parsed;
  const helper = await helperFor(target, context);
  if (!helper.ok) return helper;
  const recorded = context.assignments.assignment(worktree.id);
  const { text } = content.value;
  const renewed = recorded !== null && isOfEarlier(worktree, recorded, text);
  const previous = renewed ? null : recorded;
  const trace = chooseTrace(target, previous, context);
  if (!trace.ok) return trace;
  // A file that is gone took what it was before with it.
  const kept =
    text === null || renewed ? ok(null) : await keptOriginal(location.value.file, context);
  if (!kept.ok) return kept;
  const plan = planApply({
    worktree,
    linked: worktree.main
      ? target.siblings.filter((other) => !other.main && !other.missing && !other.bare)
      : [],
    layers: readLayers(worktree, text),
    previous,
    account: target.account,
    key: target.key,
    preset: target.preset,
    trace: trace.value,
    metadata: metadata.value,
    helper: helper.value,
    originalHelper: kept.value?.apiKeyHelper ?? null,
  });
  return ok({
    target,
    location: location.value,
    content: content.value,
    seen,
    ignore: ignore.value,
    trace: trace.value,
    plan,
    previous,
    original: kept.value === null ? captureOriginal(text, idsOf(target)) : null,
  });
}
