import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import { BUSY } from '../busy.ts';
import type { SettingsContext } from '../context.ts';
import { hashOf } from '../file/commit.ts';
import type { Prepared } from '../prepare.ts';
import { addExcludeLine, type ExcludeChange, readExclude, restoreExclude } from './exclude.ts';
import { checkIgnored } from './git-guard.ts';

/** What the journal says of the change: everything after the old end is ours. */
function columns({ before, after }: ExcludeChange) {
  const offset = (before ?? '').length;
  const insertedLength = (after ?? '').length - offset;
  return {
    beforeHash: hashOf(before),
    afterHash: hashOf(after),
    steps: JSON.stringify([{ offset, removed: [], insertedLength }]),
  };
}

/** Writes the change down, if it is one and nobody of ours is at the file. */
function enter(
  { ignore, target }: Prepared,
  change: ExcludeChange,
  seen: number,
  context: SettingsContext,
): Result<number | null> {
  const { worktree } = target;
  return context.assignments.transaction((): Result<number | null> => {
    if (!context.journal.isFree(ignore.excludeFile, seen)) return BUSY;
    if (change.before === change.after) return ok(null);
    const entry = context.journal.begin({
      at: context.now().toISOString(),
      face: context.face,
      action: 'exclude',
      summary: `${worktree.repo}: ignore ${ignore.line} in git`,
      file: ignore.excludeFile,
      worktreeId: worktree.id,
      worktreePath: worktree.path,
      ...columns(change),
      madeFolder: false,
      assignmentBefore: null,
      assignmentAfter: null,
      original: null,
      pid: process.pid,
      batch: context.batch ?? null,
    });
    return ok(entry);
  });
}

async function add(prepared: Prepared, context: SettingsContext): Promise<Result<void>> {
  const { ignore, location, target } = prepared;
  const { excludeFile, line } = ignore;
  const seen = context.journal.lastOf(excludeFile);
  const entered = enter(prepared, readExclude(excludeFile, line), seen, context);
  if (!entered.ok) return entered;
  const entry = entered.value;
  const written = addExcludeLine(excludeFile, line, context.replace, (change) => {
    if (entry !== null) context.journal.rebase(entry, columns(change));
  });
  const abandon = <T>(failed: T): T => {
    if (entry !== null) context.journal.abandon(entry);
    return failed;
  };
  if (!written.ok) return abandon(written);
  const { before, after } = written.value;
  const again = await checkIgnored(target.worktree, location, context.git);
  if (again.ok && again.value.ignored) {
    if (entry === null) return ok(undefined);
    // Somebody else may have added the line in the last moment.
    if (before === after) context.journal.abandon(entry);
    else context.journal.finish(entry);
    return ok(undefined);
  }
  // A line that does not help is not left behind.
  if (before !== after) {
    restoreExclude(excludeFile, hashOf(after), () => before, context.replace);
  }
  if (!again.ok) return abandon(again);
  return abandon(
    fail('settings.not_ignored', {
      message: `Git would not ignore the settings file even with the line in ${excludeFile}: a .gitignore of ${target.worktree.repo} takes it back.`,
      hint: 'Remove the line that starts with “!” and names .claude from the .gitignore.',
    }),
  );
}

/**
 * Makes sure that git ignores a settings file: adds the line when it is missing and the person said yes, else says which
 * line and file.
 */
export async function ensureIgnored(
  prepared: Prepared,
  context: SettingsContext,
): Promise<Result<void>> {
  const { ignore, target } = prepared;
  if (ignore.ignored) return ok(undefined);
  if (target.exclude) return add(prepared, context);
  return fail('settings.not_ignored', {
    message: `Git does not ignore .claude/settings.local.json in ${target.worktree.repo} yet, so the key could be committed.`,
    hint: `Let Switchyard add the line “${ignore.line}” to ${ignore.excludeFile}.`,
  });
}
