import fs from 'node:fs';
import path from 'node:path';

import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../../shared/domain/preview.ts';
import type { NewJournalRecord } from '../journal/records.ts';
import { blanked, FOLLOW_MS, needsBlanking, unblanked } from './blanking.ts';
import type { SettingsContext } from './context.ts';
import { commit, type Content, explainSystemError, type Target } from './file/commit.ts';
import type { SettingsLocation } from './file/locate-file.ts';
import { readEnv, readTopLevelString } from './json/json-text.ts';
import { beginRecord, type Recorded, type RestoreRecord } from './restore-record.ts';

type Compute = (content: Content) => Result<Target>;

export interface RestoreRequest {
  readonly location: SettingsLocation;
  readonly content: Content;
  /** The latest write of ours to the file when all this was read. */
  readonly seen: number;
  /** The wanted outcome for the bytes that are there; called again when they change meanwhile. */
  readonly compute: Compute;
  /** The wanted outcome once half of the work is done and refusing would help nobody; `compute` when left out. */
  readonly rebase?: Compute;
  readonly entry: Omit<
    NewJournalRecord,
    'at' | 'face' | 'file' | 'beforeHash' | 'afterHash' | 'steps' | 'pid'
  >;
  /** True when an exact inverse is expected, false for a restoration variable by variable. */
  readonly exact: boolean;
  /** Also take `.claude` away when it is empty (an earlier write of ours made it) and no session can be watching it. */
  readonly dropFolder: boolean;
  /** Pieces of text that are secret beside those of the owned variables. */
  readonly secrets?: readonly string[];
}

/** Names of the variables (and `apiKeyHelper`) whose value differs. */
function changedNames(before: string | null, after: string | null): string[] {
  const was = readEnv(before ?? '') ?? {};
  const is = readEnv(after ?? '') ?? {};
  const variables = OWNED_VARIABLES.filter((name) => was[name] !== is[name]);
  const helper = (text: string | null) => readTopLevelString(text ?? '', 'apiKeyHelper');
  return helper(before) === helper(after) ? variables : [...variables, 'apiKeyHelper'];
}

function removeFolder(file: string): void {
  try {
    fs.rmdirSync(path.dirname(file));
  } catch {
    // Something else is in it by now, so it stays.
  }
}

/** `commit` of a request, telling the journal's record before each attempt. */
async function write(
  request: RestoreRequest,
  context: SettingsContext,
  from: Content,
  compute: Compute,
  announce: (now: Content, target: Target) => Promise<Result<void>>,
): Promise<Result<{ content: Content; target: Target }>> {
  const written = await commit({
    location: request.location,
    content: from,
    compute,
    announce,
    replace: context.replace,
    pause: context.pause,
    anyText: request.entry.action === 'undo',
  });
  if (!written.ok) return written;
  const { content, target } = written.value;
  // Another program has done the same meanwhile: nothing was written, and so nothing announced.
  const noted =
    content !== from && content.text === target.next ? await announce(content, target) : ok(null);
  return noted.ok ? written : noted;
}

/** First every variable that goes to "", then, once open sessions had the time to follow, the wanted outcome. */
async function writeInTwoSteps(
  request: RestoreRequest,
  record: RestoreRecord,
  context: SettingsContext,
): Promise<Result<unknown>> {
  const { location, content, compute } = request;
  const blank = await write(
    request,
    context,
    content,
    (now) => {
      const goal = compute(now);
      return goal.ok ? blanked(now, goal.value.next, location.shown) : goal;
    },
    async (now, target) => {
      const half = await record.goHalfway({ content: now, target });
      if (!half.ok || now === content) return half;
      const goal = compute(now);
      return goal.ok ? record.change({ content: now, target: goal.value }) : goal;
    },
  );
  if (!blank.ok) return blank;
  await context.pause(FOLLOW_MS);

  const { next } = blank.value.target;
  const from: Content = { text: next, bytes: next === null ? null : Buffer.from(next, 'utf8') };
  const { content: before, target: goal } = record.latest();
  const rebased = (now: Content): Result<Recorded> => {
    // Gone with everything in it: nothing is left to be put back.
    if (now.text === null) return ok({ content: now, target: { next: null, steps: [] } });
    const virtual = unblanked(now, before, location.shown);
    if (!virtual.ok) return virtual;
    const target = (request.rebase ?? compute)(virtual.value);
    return target.ok ? ok({ content: virtual.value, target: target.value }) : target;
  };
  const written = await write(
    request,
    context,
    from,
    (now) => {
      if (now.text === from.text) return ok(goal);
      const again = rebased(now);
      return again.ok ? ok(again.value.target) : again;
    },
    async (now) => {
      if (now.text === from.text) return ok(undefined);
      const again = rebased(now);
      return again.ok ? record.change(again.value) : again;
    },
  );
  if (!written.ok && !takeBack(request, context, from, before)) record.stayHalfway();
  return written;
}

/** Takes the first step back when the second was refused. @returns false when that is refused as well */
function takeBack(
  { location }: RestoreRequest,
  context: SettingsContext,
  from: Content,
  { bytes }: Content,
): boolean {
  if (from.bytes === null || bytes === null) return false;
  try {
    return context.replace(location.file, { expected: from.bytes, next: bytes });
  } catch {
    // The variables stay empty, and lists say that they differ.
    return false;
  }
}

/** Carries out a restoration (clear, undo, repair) with its journal entry. Settling state is the caller's part. */
export async function restore(
  request: RestoreRequest,
  context: SettingsContext,
): Promise<Result<RestoreOutcome & { entry: number | null }>> {
  const { location, content, compute } = request;
  const wanted = compute(content);
  if (!wanted.ok) return wanted;
  const begun = await beginRecord(
    {
      entry: { ...request.entry, file: location.file },
      seen: request.seen,
      first: { content, target: wanted.value },
      secrets: request.secrets ?? [],
    },
    context,
  );
  if (!begun.ok) return begun;
  const record = begun.value;
  const abandon = <T>(failed: T): T => {
    record.abandon();
    if (!location.folderExists) removeFolder(location.file);
    return failed;
  };
  try {
    if (wanted.value.next !== null) fs.mkdirSync(path.dirname(location.file), { recursive: true });
  } catch (error) {
    return abandon(explainSystemError(error, location.shown));
  }
  const live = needsBlanking(content.text, wanted.value.next);
  const written = live
    ? await writeInTwoSteps(request, record, context)
    : await write(request, context, content, compute, (now, target) =>
        now === content ? Promise.resolve(ok(undefined)) : record.change({ content: now, target }),
      );
  if (!written.ok) return abandon(written);
  const { next } = record.latest().target;
  // An open session watches the folder; once it was gone, the session sees no later file in it (measured, 2.1.330): it would
  // stay on the person's login after the next apply. So a folder that a session may watch stays, empty.
  if (next === null && request.dropFolder && !live) removeFolder(location.file);
  return ok({
    worktree: request.entry.worktreePath,
    file: location.shown,
    changed: changedNames(content.text, next),
    exact: request.exact && !record.rebased(),
    notes: live ? notesFor(content.text) : [],
    journalId: record.id,
    entry: record.id,
  });
}

function notesFor(before: string | null): string[] {
  const notes = [
    'Open sessions follow: they use what your settings files say now, or your own login. What Conductor or your shell sets comes back in new sessions only.',
  ];
  if ((readEnv(before ?? '')?.['ANTHROPIC_MODEL'] ?? '') !== '') {
    notes.push(
      'A session that was started with one model for everything keeps that model until it is restarted.',
    );
  }
  return notes;
}

/** A failure for a worktree that nothing was applied to. */
export function nothingApplied(worktree: string): Result<never> {
  return fail('journal.empty', {
    message: `Switchyard has applied nothing in ${worktree}, so there is nothing to clear.`,
    hint: 'Apply a preset first: switchyard apply <worktree> --preset <id>.',
  });
}
