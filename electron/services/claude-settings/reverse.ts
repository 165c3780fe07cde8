import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../../shared/domain/preview.ts';
import type { AssignmentRecord, JournalRecord } from '../journal/records.ts';
import type { SettingsContext } from './context.ts';
import { type Content, hashOf, readContent, type Target } from './file/commit.ts';
import { fetchSecrets } from './file/kept-secrets.ts';
import { locateSettings, type SettingsLocation } from './file/locate-file.ts';
import { openInverse, referencesIn, type SealedStep } from './file/seal.ts';
import { checkIgnored } from './git/git-guard.ts';
import { applySteps } from './json/json-editor.ts';
import { ownedPart, putBack, textsOf } from './original.ts';
import { restore } from './restore.ts';
import { openBefore, readSides, threeWays } from './sides.ts';

/** One write of ours whose bytes are to be led back: a write that is undone, or an undo that is taken back. */
export interface Reversal {
  /** The write whose inverse edit is used. */
  readonly entry: JournalRecord;
  readonly action: 'undo' | 'redo';
  /** The write that the person means; of an undo the same. */
  readonly subject: JournalRecord;
  /** What the worktree is on afterwards. */
  readonly assignment: AssignmentRecord | null;
  /** Take `.claude` away when it is empty afterwards. */
  readonly dropFolder: boolean;
  /** Put our variables back although somebody else has changed the file since. */
  readonly force: boolean;
}

/** Names in a sentence: the first three, and how many more. */
export function someOf(names: readonly string[]): string {
  const more = names.length - 3;
  return `${names.slice(0, 3).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** The refusal for a file that is not what a write of ours left. `theirs` names our variables that somebody else changed. */
export function drifted(
  subject: JournalRecord,
  way: 'undo' | 'redo',
  theirs: readonly string[] = [],
): Result<never> {
  const what =
    theirs.length === 0
      ? `${subject.file} has changed since “${subject.summary}”, so it was left as it is.`
      : `Somebody else has changed ${someOf(theirs)} in ${subject.file} since “${subject.summary}”, so it was left as it is.`;
  return fail('journal.drifted', {
    message: what,
    hint: `Compare first: switchyard history --show ${subject.id}. With --force, ${way} puts Switchyard’s variables back and keeps what others wrote beside them.`,
  });
}

/** Our variables that are not what the write left; none for a write of an earlier version. */
export function theirsIn(entry: JournalRecord, text: string | null): string[] {
  const sides = readSides(entry.sides);
  if (sides === null) return [];
  return threeWays(sides, text)
    .filter((one) => one.theirs)
    .map((one) => one.name);
}

interface Way {
  readonly target: Target;
  readonly exact: boolean;
  readonly compute: (now: Content) => Result<Target>;
}

/** Back by the steps of the write itself, byte for byte. */
async function exactWay(
  { entry, subject, action }: Reversal,
  content: Content,
  context: SettingsContext,
): Promise<Result<Way>> {
  const sealed = JSON.parse(entry.steps) as SealedStep[];
  const secrets = await fetchSecrets(
    context.secrets,
    referencesIn(sealed.map((step) => step.removed)),
  );
  if (!secrets.ok) return secrets;
  const current = content.text ?? '';
  const steps = openInverse(sealed, current, secrets.value);
  const next = entry.beforeHash === null ? null : applySteps(current, steps);
  if (hashOf(next) !== entry.beforeHash) return drifted(subject, action);
  const target = { next, steps };
  return ok({
    target,
    exact: true,
    compute: (now) => (now.text === content.text ? ok(target) : drifted(subject, action)),
  });
}

/** Variable by variable, for a file that others have written to. */
async function forcedWay(
  { entry, subject }: Reversal,
  content: Content,
  location: SettingsLocation,
  context: SettingsContext,
): Promise<Result<Way>> {
  const sides = readSides(entry.sides);
  if (sides === null || subject.action === 'repair') {
    return fail('journal.drifted', {
      message: `${subject.file} has changed since “${subject.summary}”, and the journal does not hold what it takes to put single variables back.`,
      hint: 'Apply a preset, clear the workspace, or edit the file by hand.',
    });
  }
  const secrets = await fetchSecrets(context.secrets, referencesIn(textsOf(sides.before)));
  if (!secrets.ok) return secrets;
  const part = openBefore(sides, secrets.value);
  const compute = (now: Content) => putBack(now, part, location.shown);
  const target = compute(content);
  return target.ok ? ok({ target: target.value, exact: false, compute }) : target;
}

/** What else stands in the way: a trace ID that is in use elsewhere, a key that git would see. */
async function checkSurroundings(
  { entry, assignment }: Reversal,
  location: SettingsLocation,
  context: SettingsContext,
): Promise<Result<void>> {
  if (assignment === null) return ok(undefined);
  const owner = context.assignments.traceOwner(assignment.trace);
  if (owner !== null && owner !== entry.worktreeId) {
    return fail('trace.taken', {
      message: `The trace ID “${assignment.trace}” has been given to the workspace ${owner} meanwhile.`,
    });
  }
  if (context.assignments.assignment(entry.worktreeId) !== null) return ok(undefined);
  // A key comes back into a file that held none, and git may have been told to see the file meanwhile.
  const commonDir = await context.commonDirOf(entry.worktreePath);
  if (commonDir === null) return fail('worktree.missing');
  const ignore = await checkIgnored({ path: entry.worktreePath, commonDir }, location, context.git);
  if (!ignore.ok) return ignore;
  if (ignore.value.ignored) return ok(undefined);
  return fail('settings.not_ignored', {
    message: `Git does not ignore ${location.shown} any more, so the key could be committed.`,
    hint: 'Apply the preset again: that adds the line that git needs.',
  });
}

/**
 * Leads one write's bytes back, with a journal entry of its own. Settling state is the caller's part.
 * @returns what was done, `journal.drifted`, `trace.taken`, `settings.not_ignored`, or the failure of the write
 */
export async function reverse(
  reversal: Reversal,
  context: SettingsContext,
): Promise<Result<RestoreOutcome & { entry: number | null }>> {
  const { entry, subject, action } = reversal;
  const location = locateSettings(entry.worktreePath);
  if (!location.ok) return location;
  if (location.value.file !== entry.file) return drifted(subject, action);
  const seen = context.journal.lastOf(entry.file);
  const content = readContent(location.value);
  if (!content.ok) return content;
  const isAsLeft = hashOf(content.value.text) === entry.afterHash;
  if (!isAsLeft && !reversal.force) {
    return drifted(subject, action, theirsIn(entry, content.value.text));
  }
  const way = isAsLeft
    ? await exactWay(reversal, content.value, context)
    : await forcedWay(reversal, content.value, location.value, context);
  if (!way.ok) return way;
  const surroundings = await checkSurroundings(reversal, location.value, context);
  if (!surroundings.ok) return surroundings;
  const { target, exact, compute } = way.value;
  return restore(
    {
      location: location.value,
      content: content.value,
      seen,
      compute,
      rebase: (now) => putBack(now, ownedPart(target.next), location.value.shown),
      exact,
      dropFolder: reversal.dropFolder,
      entry: {
        action,
        summary: `${action} “${subject.summary}”`,
        worktreeId: entry.worktreeId,
        worktreePath: entry.worktreePath,
        madeFolder: !location.value.folderExists,
        assignmentBefore: context.assignments.assignment(entry.worktreeId),
        assignmentAfter: reversal.assignment,
        original: null,
        reverses: subject.id,
      },
    },
    context,
  );
}
