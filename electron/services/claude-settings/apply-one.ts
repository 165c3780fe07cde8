import fs from 'node:fs';
import path from 'node:path';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { ApplyOutcome } from '../../../shared/domain/preview.ts';
import { describeRoute } from '../../../shared/domain/preset.ts';
import type { AssignmentRecord, WrittenBytes } from '../journal/records.ts';
import { BUSY } from './busy.ts';
import {
  commit,
  type Content,
  explainSystemError,
  fragmentsOf,
  hashOf,
  type Target,
} from './file/commit.ts';
import type { SettingsContext } from './context.ts';
import { editSettings } from './json/json-edit.ts';
import { readEnv } from './json/json-text.ts';
import { envHash, type Prepared } from './prepare.ts';
import { sealWhole } from './first-seen.ts';
import { sidesOf } from './sides.ts';
import { sealSteps } from './file/seal.ts';
import { keepSecrets } from './file/kept-secrets.ts';
import { closeToOthers } from './file/locate-file.ts';

/** An apply of which everything is decided. */
export interface Draft extends Prepared {
  readonly after: AssignmentRecord;
  readonly compute: (content: Content) => Result<Target>;
  readonly columns: WrittenBytes;
  /** The whole file as it was found, sealed, when no write of ours to it is known. */
  readonly first: { readonly content: string | null } | null;
}

/** An apply that the journal knows of and that is not written yet. */
export interface Begun extends Draft {
  readonly entry: number;
}

/** The edit for a content; asked twice for the same one, because the journal is told before the file is written. */
function computeEdit(prepared: Prepared): (content: Content) => Result<Target> {
  let latest: { readonly content: Content; readonly target: Result<Target> } | null = null;
  return (content) => {
    if (latest?.content === content) return latest.target;
    const edited = editSettings(content.text, prepared.plan.change, prepared.location.shown);
    const target = edited.ok ? ok({ next: edited.value.text, steps: edited.value.steps }) : edited;
    latest = { content, target };
    return target;
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
  const fragments = fragmentsOf(content.text);
  const sealed = sealSteps(target.steps, fragments);
  const sides = sidesOf(content.text, target.next, fragments);
  return {
    secrets: new Map([...sealed.secrets, ...sides.secrets]),
    columns: {
      beforeHash: hashOf(content.text),
      afterHash: hashOf(target.next),
      steps: JSON.stringify(sealed.steps),
      sides: sides.json,
    },
  };
}

/** Works out what is to be written down; the secrets that undoing it needs go to the keychain first. */
export async function draft(prepared: Prepared, context: SettingsContext): Promise<Result<Draft>> {
  const compute = computeEdit(prepared);
  const computed = compute(prepared.content);
  if (!computed.ok) return computed;
  const side = journalSide(prepared.content, computed.value);
  const first = prepared.seen === 0 ? sealWhole(prepared.content.text) : null;
  const kept = await keepSecrets(context.secrets, [
    side.secrets,
    first?.secrets ?? new Map(),
    prepared.original?.secrets ?? new Map(),
  ]);
  if (!kept.ok) return kept;
  const after = assignmentOf(prepared, context.now().toISOString());
  return ok({ ...prepared, after, compute, columns: side.columns, first });
}

/**
 * Writes down what is about to be written. In a transaction.
 * @returns the entry, BUSY when it has to be prepared anew, or `trace.taken`
 */
export function begin(drafted: Draft, context: SettingsContext): Result<Begun> {
  const { target, location, previous, after } = drafted;
  if (!context.journal.isFree(location.file, drafted.seen)) return BUSY;
  // Another worktree may have taken the trace ID since it was chosen.
  const owner = context.assignments.traceOwner(drafted.trace);
  if (owner !== null && owner !== target.worktree.id) {
    const isMade = (target.trace ?? null) === null && previous?.trace !== drafted.trace;
    return isMade ? BUSY : fail('trace.taken', { field: 'trace' });
  }
  const entry = context.journal.begin({
    at: after.appliedAt,
    face: context.face,
    action: 'apply',
    summary: `${target.worktree.name}: ${previous === null ? 'not routed' : previous.presetId} → ${target.preset.name} (${describeRoute(target.preset)})`,
    file: location.file,
    worktreeId: target.worktree.id,
    worktreePath: target.worktree.path,
    ...drafted.columns,
    madeFolder: !location.folderExists,
    assignmentBefore: previous,
    assignmentAfter: after,
    original: drafted.original === null ? null : JSON.stringify(drafted.original.content),
    pid: process.pid,
    batch: context.batch ?? null,
  });
  if (drafted.first !== null) keepFirstSeen(drafted, entry, drafted.first.content, context);
  return ok({ ...drafted, entry });
}

function keepFirstSeen(
  { after, location }: Draft,
  entry: number,
  content: string | null,
  context: SettingsContext,
): void {
  const { worktreeId, appliedAt } = after;
  const { file } = location;
  context.journal.keepFirstSeen({ file, entry, worktreeId, at: appliedAt, content });
}

/** Writes the file of an apply that was begun. */
export async function write(begun: Begun, context: SettingsContext): Promise<Result<ApplyOutcome>> {
  const { location, target, plan } = begun;
  const folder = path.dirname(location.file);
  try {
    if (!location.folderExists) fs.mkdirSync(folder, { recursive: true });
  } catch (error) {
    return explainSystemError(error, location.shown);
  }
  const written = await commit({
    location,
    content: begun.content,
    compute: begun.compute,
    announce: async (content, next) => {
      // The first attempt is what `begin` wrote down.
      if (content === begun.content) return ok(undefined);
      const side = journalSide(content, next);
      const first = begun.first === null ? null : sealWhole(content.text);
      const kept = await keepSecrets(context.secrets, [side.secrets, first?.secrets ?? new Map()]);
      if (!kept.ok) return kept;
      context.journal.rebase(begun.entry, side.columns);
      if (first !== null) keepFirstSeen(begun, begun.entry, first.content, context);
      return ok(undefined);
    },
    replace: context.replace,
    pause: context.pause,
  });
  if (!written.ok) {
    if (!location.folderExists) removeEmpty(folder);
    return written;
  }
  const { content, target: done } = written.value;
  // A file that is written anew is closed to others; one that was right already may not be.
  if (done.steps.length === 0) closeToOthers(location.file);
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

function removeEmpty(folder: string): void {
  try {
    fs.rmdirSync(folder);
  } catch {
    // Something else is in it by now, so it stays.
  }
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
