import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import type { SettingsContext } from '../context.ts';
import { hashOf } from '../file/commit.ts';
import type { Prepared } from '../prepare.ts';
import { addExcludeLine, restoreExclude } from './exclude.ts';
import { checkIgnored } from './git-guard.ts';

async function add(
  { ignore, location, target }: Prepared,
  context: SettingsContext,
): Promise<Result<void>> {
  const { worktree } = target;
  const written = addExcludeLine(ignore.excludeFile, ignore.line);
  if (!written.ok) return written;
  const { before, after } = written.value;
  const again = await checkIgnored(worktree, location, context.git);
  if (!again.ok || !again.value.ignored) {
    // A line that does not help is not left behind.
    restoreExclude(ignore.excludeFile, hashOf(after), before?.length ?? null);
    if (!again.ok) return again;
    return fail('settings.not_ignored', {
      message: `Git would not ignore the settings file even with the line in ${ignore.excludeFile}: a .gitignore of ${worktree.repo} takes it back.`,
      hint: 'Remove the line that starts with “!” and names .claude from the .gitignore.',
    });
  }
  const entry = context.journal.begin({
    at: context.now().toISOString(),
    face: context.face,
    action: 'exclude',
    summary: `${worktree.repo}: ignore ${ignore.line} in git`,
    file: ignore.excludeFile,
    worktreeId: worktree.id,
    worktreePath: worktree.path,
    beforeHash: hashOf(before),
    afterHash: hashOf(after),
    steps: JSON.stringify([
      {
        offset: (before ?? '').length,
        removed: [],
        insertedLength: (after ?? '').length - (before ?? '').length,
      },
    ]),
    madeFolder: false,
    assignmentBefore: null,
    assignmentAfter: null,
    original: null,
    pid: process.pid,
  });
  context.journal.finish(entry);
  return ok(undefined);
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
