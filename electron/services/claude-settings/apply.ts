import fs from 'node:fs';
import path from 'node:path';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { ApplyOutcome } from '../../../shared/domain/preview.ts';
import { describeRoute } from '../../../shared/domain/preset.ts';
import type { AssignmentRecord } from '../journal/records.ts';
import { removeStrayFiles } from './file/atomic-file.ts';
import { commit, type Content, fragmentsOf, hashOf, type Target } from './file/commit.ts';
import type { ApplyTarget, SettingsContext } from './context.ts';
import { excludeOnce } from './git/exclude-once.ts';
import { editSettings } from './json/json-edit.ts';
import { readEnv } from './json/json-text.ts';
import { envHash, prepare, type Prepared } from './prepare.ts';
import { createLayerReader } from './read-layers.ts';
import { sealSteps } from './file/seal.ts';
import { keepSecrets } from './file/kept-secrets.ts';

interface Begun extends Prepared {
  readonly entry: number;
  readonly after: AssignmentRecord;
}

function computeEdit(prepared: Prepared): (content: Content) => Result<Target> {
  return (content) => {
    const edited = editSettings(content.text, prepared.plan.change, prepared.location.shown);
    return edited.ok ? ok({ next: edited.value.text, steps: edited.value.steps }) : edited;
  };
}

function changedNames(before: string | null, after: string | null): string[] {
  const was = readEnv(before ?? '') ?? {};
  const is = readEnv(after ?? '') ?? {};
  return [...new Set([...Object.keys(was), ...Object.keys(is)])].filter(
    (name) => was[name] !== is[name],
  );
}

function assignmentOf(prepared: Prepared, at: string): AssignmentRecord {
  const { target, plan } = prepared;
  return {
    worktreeId: target.worktree.id,
    path: target.worktree.path,
    presetId: target.preset.id,
    accountId: target.account.id,
    trace: prepared.trace,
    metadata: { ...plan.additions },
    appliedAt: at,
    envHash: envHash(plan.env),
    carried: plan.carried,
  };
}

/** Everything a write leaves behind in the journal, computed for the bytes that it is based on. */
function journalSide(content: Content, target: Target) {
  const sealed = sealSteps(target.steps, fragmentsOf(content.text));
  return {
    secrets: sealed.secrets,
    columns: {
      beforeHash: hashOf(content.text),
      afterHash: hashOf(target.next),
      steps: JSON.stringify(sealed.steps),
    },
  };
}

async function begin(prepared: Prepared, context: SettingsContext): Promise<Result<Begun>> {
  const at = context.now().toISOString();
  const computed = computeEdit(prepared)(prepared.content);
  if (!computed.ok) return computed;
  const side = journalSide(prepared.content, computed.value);
  const kept = await keepSecrets(context.secrets, [
    side.secrets,
    prepared.original?.secrets ?? new Map(),
  ]);
  if (!kept.ok) return kept;
  const after = assignmentOf(prepared, at);
  const { target, location, previous } = prepared;
  const entry = context.journal.begin({
    at,
    face: context.face,
    action: 'apply',
    summary: `${target.worktree.name}: ${previous === null ? 'not routed' : previous.presetId} → ${target.preset.name} (${describeRoute(target.preset)})`,
    file: location.file,
    worktreeId: target.worktree.id,
    worktreePath: target.worktree.path,
    ...side.columns,
    madeFolder: !location.folderExists,
    assignmentBefore: previous,
    assignmentAfter: after,
    original: prepared.original === null ? null : JSON.stringify(prepared.original.content),
    pid: process.pid,
  });
  return ok({ ...prepared, entry, after });
}

async function write(begun: Begun, context: SettingsContext): Promise<Result<ApplyOutcome>> {
  const { location, target, plan } = begun;
  const folder = path.dirname(location.file);
  try {
    if (!location.folderExists) fs.mkdirSync(folder, { recursive: true });
    removeStrayFiles(folder);
  } catch (error) {
    return readOnly(error, location.shown);
  }
  const written = await commit({
    location,
    content: begun.content,
    compute: computeEdit(begun),
    announce: async (content, next) => {
      // The first attempt is what `begin` wrote down.
      if (content === begun.content) return ok(undefined);
      const side = journalSide(content, next);
      const kept = await keepSecrets(context.secrets, [side.secrets]);
      if (!kept.ok) return kept;
      context.journal.rebase(begun.entry, side.columns);
      return ok(undefined);
    },
    replace: context.replace,
    pause: context.pause,
  });
  if (!written.ok) return written;
  const { content, target: done } = written.value;
  const changed = changedNames(content.text, done.next);
  return ok({
    worktree: target.worktree.path,
    file: location.shown,
    changed,
    shadowedBy: [...plan.shadowedBy],
    overrides: [...plan.overrides],
    trace: begun.trace,
    warnings: [...plan.warnings],
    journalId: done.steps.length === 0 ? null : begun.entry,
  });
}

function readOnly(error: unknown, shown: string): Result<never> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return fail(code === 'ENOSPC' ? 'settings.no_space' : 'settings.read_only', {
    message: `${path.dirname(shown)} cannot be written to (${code}), so nothing was written.`,
  });
}

/** After a write: the assignment stands, and what was there before the first one is kept. Also used to settle a crash. */
export function settleApply(
  context: Pick<SettingsContext, 'assignments' | 'journal'>,
  entry: number,
  after: AssignmentRecord,
  file: string,
  original: string | null,
): void {
  context.assignments.setAssignment(after.worktreeId, after, after.appliedAt);
  if (original !== null) {
    context.assignments.keepOriginal({
      file,
      worktreeId: after.worktreeId,
      takenAt: after.appliedAt,
      firstEntry: entry,
      content: original,
    });
  }
}

/**
 * Puts worktrees on presets: prepares each, writes down what is about to happen, writes the files, and settles the rest in
 * one go. One worktree's failure does not stop the others.
 * @param onDone told after each worktree, for progress
 * @returns one result per target, in order
 */
export async function applyAll(
  targets: readonly ApplyTarget[],
  context: SettingsContext,
  options: { signal?: AbortSignal; onDone?: (index: number) => void } = {},
): Promise<Result<ApplyOutcome>[]> {
  const results: Result<ApplyOutcome>[] = [];
  const begun: (Begun | null)[] = [];
  const excludes = excludeOnce(context);
  const readLayers = createLayerReader(context.places);
  for (const target of targets) {
    const prepared =
      options.signal?.aborted === true
        ? fail('cancelled')
        : await prepare(target, context, readLayers);
    const ready = prepared.ok ? await excludes.ensure(prepared.value) : prepared;
    const started = ready.ok && prepared.ok ? await begin(prepared.value, context) : ready;
    begun.push(started.ok ? (started.value as Begun) : null);
    results.push(started.ok ? fail('cancelled') : started);
  }
  for (const [index, item] of begun.entries()) {
    if (item === null) continue;
    results[index] =
      options.signal?.aborted === true ? fail('cancelled') : await write(item, context);
    options.onDone?.(index);
  }
  context.assignments.transaction(() => {
    for (const [index, item] of begun.entries()) {
      const result = results[index];
      if (item === null || result === undefined) continue;
      if (!result.ok || result.value.journalId === null) context.journal.abandon(item.entry);
      else context.journal.finish(item.entry);
      if (result.ok) {
        const original = item.original === null ? null : JSON.stringify(item.original.content);
        settleApply(context, item.entry, item.after, item.location.file, original);
      }
    }
  });
  return results;
}
