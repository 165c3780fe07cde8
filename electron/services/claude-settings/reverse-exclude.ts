import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../../shared/domain/preview.ts';
import type { JournalRecord } from '../journal/records.ts';
import { BUSY } from './busy.ts';
import type { SettingsContext } from './context.ts';
import { hashOf } from './file/commit.ts';
import { openInverse, type SealedStep } from './file/seal.ts';
import { excludeText, restoreExclude } from './git/exclude.ts';
import { applySteps } from './json/json-editor.ts';

/**
 * Why the line in a repository's `info/exclude` cannot go: workspaces of it that hold a key.
 * @returns `journal.drifted` naming how many, or success
 */
export async function checkUnused(
  file: string,
  context: Pick<SettingsContext, 'assignments' | 'journal' | 'commonDirOf'>,
): Promise<Result<void>> {
  const commonDir = file.replace(/[\\/]info[\\/]exclude$/, '');
  const routed = [
    ...context.assignments.assignments().map((one) => one.path),
    ...context.journal.pending().map((one) => one.worktreePath),
  ];
  const homes = await Promise.all(routed.map((one) => context.commonDirOf(one)));
  const users = homes.filter((home) => home === commonDir);
  if (users.length === 0) return ok(undefined);
  return fail('journal.drifted', {
    message: `${users.length === 1 ? 'A workspace' : `${users.length} workspaces`} of this repository still hold a key, so git must go on ignoring their settings file.`,
    hint: 'Clear them first.',
  });
}

/**
 * Leads an `info/exclude` back by the steps of a write, with a journal entry of its own.
 * @param entry the write whose inverse edit is used
 * @param subject the write that the person means
 */
export function reverseExclude(
  {
    entry,
    subject,
    action,
  }: {
    readonly entry: JournalRecord;
    readonly subject: JournalRecord;
    readonly action: 'undo' | 'redo';
  },
  context: SettingsContext,
): Result<RestoreOutcome & { entry: number | null }> {
  const { file } = entry;
  const seen = context.journal.lastOf(file);
  const current = excludeText(file) ?? '';
  // Of a file that is not as we left it nothing is changed, so the steps need not fit.
  const isAsLeft = hashOf(current) === entry.afterHash;
  const inverse = isAsLeft
    ? openInverse(JSON.parse(entry.steps) as SealedStep[], current, new Map())
    : [];
  const id = context.assignments.transaction((): number | null => {
    if (!context.journal.isFree(file, seen)) return null;
    return context.journal.begin({
      at: context.now().toISOString(),
      face: context.face,
      action,
      summary: `${action} “${subject.summary}”`,
      file,
      worktreeId: entry.worktreeId,
      worktreePath: entry.worktreePath,
      beforeHash: entry.afterHash,
      afterHash: entry.beforeHash,
      steps: JSON.stringify(
        inverse.map((step) => ({
          offset: step.offset,
          removed: [step.removed].filter((part) => part !== ''),
          insertedLength: step.inserted.length,
        })),
      ),
      madeFolder: false,
      assignmentBefore: null,
      assignmentAfter: null,
      original: null,
      pid: process.pid,
      batch: context.batch ?? null,
      reverses: subject.id,
    });
  });
  if (id === null) return BUSY;
  const restored = restoreExclude(
    file,
    entry.afterHash,
    (text) => (entry.beforeHash === null ? null : applySteps(text ?? '', inverse)),
    context.replace,
  );
  if (!restored.ok) {
    context.journal.abandon(id);
    return restored;
  }
  return ok({
    worktree: entry.worktreePath,
    file,
    changed: [],
    exact: true,
    notes: [],
    journalId: null,
    entry: id,
  });
}
