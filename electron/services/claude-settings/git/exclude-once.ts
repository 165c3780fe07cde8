import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import { hashOf } from '../file/commit.ts';
import type { SettingsContext } from '../context.ts';
import { addExcludeLine } from './exclude.ts';
import { checkIgnored } from './git-guard.ts';
import type { Prepared } from '../prepare.ts';

/** Makes sure that git ignores the settings files, once per repository. */
export function excludeOnce(context: SettingsContext) {
  const added = new Set<string>();

  const add = async ({ ignore, target }: Prepared): Promise<Result<void>> => {
    const { worktree } = target;
    const written = addExcludeLine(ignore.excludeFile);
    if (!written.ok) return written;
    const { before, after } = written.value;
    if (before !== after) {
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
    }
    added.add(ignore.excludeFile);
    // A “!” pattern in a .gitignore can take the line back.
    const again = await checkIgnored(worktree, context.git);
    if (!again.ok) return again;
    return again.value.ignored
      ? ok(undefined)
      : fail('settings.not_ignored', {
          message: `Git does not ignore the settings file even with the line in ${ignore.excludeFile}: a .gitignore of ${worktree.repo} takes it back.`,
          hint: 'Remove the line that starts with “!” and names .claude from the .gitignore.',
        });
  };

  return {
    /** Adds the line when it is missing and the person said yes; else says which line and file. */
    ensure: async (prepared: Prepared): Promise<Result<void>> => {
      const { ignore, target } = prepared;
      if (ignore.ignored) return ok(undefined);
      if (target.exclude) return add(prepared);
      return fail('settings.not_ignored', {
        message: `Git does not ignore .claude/settings.local.json in ${target.worktree.repo} yet, so the key could be committed.`,
        hint: `Let Switchyard add the line “${ignore.line}” to ${ignore.excludeFile}.`,
      });
    },
  };
}
