import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../../shared/domain/preview.ts';
import type { JournalRecord } from '../journal/records.ts';
import { hashOf, readContent } from './file/commit.ts';
import type { SettingsContext } from './context.ts';
import { restoreExclude } from './git/exclude.ts';
import { applySteps } from './json/json-editor.ts';
import { fetchSecrets } from './file/kept-secrets.ts';
import { locateSettings } from './file/locate-file.ts';
import { ownedPart, putBack } from './original.ts';
import { restore } from './restore.ts';
import { openInverse, referencesIn, type SealedStep } from './file/seal.ts';

function drifted(entry: JournalRecord): Result<never> {
  return fail('journal.drifted', {
    message: `${entry.file} has changed since “${entry.summary}”, so it was left as it is.`,
    hint: 'Look at the file; apply another preset, clear the workspace, or edit it by hand.',
  });
}

/** Brings assignment and original back to what they were before the entry. */
export function settleUndo(
  entry: JournalRecord,
  undoId: number | null,
  context: SettingsContext,
): void {
  const at = context.now().toISOString();
  context.assignments.transaction(() => {
    if (undoId !== null) context.journal.finish(undoId);
    context.journal.markUndone(entry.id, at);
    if (entry.action !== 'apply' && entry.action !== 'clear') return;
    context.assignments.setAssignment(entry.worktreeId, entry.assignmentBefore, at);
    if (entry.original === null) return;
    if (entry.action === 'apply') {
      context.assignments.dropOriginal(entry.file);
      return;
    }
    const kept = JSON.parse(entry.original) as {
      firstEntry: number;
      takenAt: string;
      content: string;
    };
    context.assignments.keepOriginal({ file: entry.file, worktreeId: entry.worktreeId, ...kept });
  });
}

async function undoSettings(
  entry: JournalRecord,
  context: SettingsContext,
): Promise<Result<RestoreOutcome>> {
  const location = locateSettings(entry.worktreePath);
  if (!location.ok) return location;
  if (location.value.file !== entry.file) return drifted(entry);
  const seen = context.journal.lastOf(entry.file);
  const content = readContent(location.value);
  if (!content.ok) return content;
  if (hashOf(content.value.text) !== entry.afterHash) return drifted(entry);
  const sealed = JSON.parse(entry.steps) as SealedStep[];
  const secrets = await fetchSecrets(
    context.secrets,
    referencesIn(sealed.map((step) => step.removed)),
  );
  if (!secrets.ok) return secrets;
  const current = content.value.text ?? '';
  const steps = openInverse(sealed, current, secrets.value);
  const text = applySteps(current, steps);
  const next = entry.beforeHash === null ? null : text;
  if (hashOf(next) !== entry.beforeHash) return drifted(entry);
  const owner =
    entry.assignmentBefore === null
      ? null
      : context.assignments.traceOwner(entry.assignmentBefore.trace);
  if (owner !== null && owner !== entry.worktreeId) {
    return fail('trace.taken', {
      message: `The trace ID “${entry.assignmentBefore?.trace ?? ''}” has been given to the workspace ${owner} meanwhile.`,
    });
  }
  const done = await restore(
    {
      location: location.value,
      content: content.value,
      seen,
      compute: (now) => (now.text === content.value.text ? ok({ next, steps }) : drifted(entry)),
      rebase: (now) => putBack(now, ownedPart(next), location.value.shown),
      exact: true,
      dropFolder: entry.madeFolder,
      entry: {
        action: 'undo',
        summary: `undo “${entry.summary}”`,
        worktreeId: entry.worktreeId,
        worktreePath: entry.worktreePath,
        madeFolder: !location.value.folderExists,
        assignmentBefore: context.assignments.assignment(entry.worktreeId),
        assignmentAfter: entry.assignmentBefore,
        original: JSON.stringify({ undoes: entry.id }),
      },
    },
    context,
  );
  if (!done.ok) return done;
  settleUndo(entry, done.value.entry, context);
  const { entry: undoId, ...outcome } = done.value;
  return ok(outcome);
}

async function undoExclude(
  entry: JournalRecord,
  context: SettingsContext,
): Promise<Result<RestoreOutcome>> {
  const commonDir = entry.file.replace(/[\\/]info[\\/]exclude$/, '');
  const routed = [
    ...context.assignments.assignments().map((one) => one.path),
    ...context.journal.pending().map((one) => one.worktreePath),
  ];
  const homes = await Promise.all(routed.map((one) => context.commonDirOf(one)));
  const users = homes.filter((home) => home === commonDir);
  if (users.length > 0) {
    return fail('journal.drifted', {
      message: `${users.length === 1 ? 'A workspace' : `${users.length} workspaces`} of this repository still hold a key, so git must go on ignoring their settings file.`,
      hint: 'Clear them first.',
    });
  }
  const [step] = JSON.parse(entry.steps) as SealedStep[];
  const restored = restoreExclude(
    entry.file,
    entry.afterHash,
    entry.beforeHash === null ? null : (step?.offset ?? 0),
    context.replace,
  );
  if (!restored.ok) return restored;
  settleUndo(entry, null, context);
  return ok({
    worktree: entry.worktreePath,
    file: entry.file,
    changed: [],
    exact: true,
    notes: [],
    journalId: null,
  });
}

/**
 * Takes one write back, or the latest that is left to undo. Refuses when the file is no longer what that write left.
 * @returns what was done, `journal.empty`, `journal.drifted`, or the failure of the write
 */
export async function undo(
  id: number | undefined,
  context: SettingsContext,
): Promise<Result<RestoreOutcome>> {
  const entry = id === undefined ? context.journal.latestUndoable() : context.journal.entry(id);
  if (entry === null) {
    return id === undefined
      ? fail('journal.empty')
      : fail('journal.empty', { message: `There is no write number ${id}.` });
  }
  if (entry.status !== 'done' || entry.undoneAt !== null || entry.action === 'undo') {
    return fail('journal.empty', {
      message: `Write number ${entry.id} ${entry.action === 'undo' ? 'is itself an undo' : 'has been undone already'}.`,
      hint: 'List what can be undone: switchyard undo --list.',
    });
  }
  return entry.action === 'exclude' ? undoExclude(entry, context) : undoSettings(entry, context);
}
