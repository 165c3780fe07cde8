import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../../shared/domain/preview.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { JournalRecord, OriginalRecord } from '../journal/records.ts';
import { type Content, hashOf, readContent, type Target } from './file/commit.ts';
import type { SettingsContext } from './context.ts';
import { applySteps, type EditStep } from './json/json-editor.ts';
import { fetchSecrets } from './file/kept-secrets.ts';
import { locateSettings } from './file/locate-file.ts';
import { openOriginal, type Original, putBack, textsOf } from './original.ts';
import { nothingApplied, restore } from './restore.ts';
import { openInverse, referencesIn, type SealedStep } from './file/seal.ts';

function stepsOf(entry: JournalRecord): SealedStep[] {
  return JSON.parse(entry.steps) as SealedStep[];
}

/** True when nobody but us has written since the first apply: each write started from what the one before left. */
function isUnbroken(chain: readonly JournalRecord[], current: string | null): boolean {
  return (
    chain.length > 0 &&
    chain.every(
      (entry, index) => entry.afterHash === (chain[index + 1]?.beforeHash ?? hashOf(current)),
    )
  );
}

/** Goes back write by write. Exact, because every step's own bytes are put back. */
function walkBack(
  chain: readonly JournalRecord[],
  current: string,
  secrets: ReadonlyMap<string, string>,
): { next: string | null; steps: readonly EditStep[] } | null {
  let text = current;
  const steps: EditStep[] = [];
  for (const entry of chain.toReversed()) {
    const inverse = openInverse(stepsOf(entry), text, secrets);
    text = applySteps(text, inverse);
    steps.push(...inverse);
    if (entry.beforeHash !== null && hashOf(text) !== entry.beforeHash) return null;
  }
  return { next: chain[0]?.beforeHash === null ? null : text, steps };
}

interface ClearPlan {
  readonly kept: OriginalRecord;
  readonly content: Content;
  readonly seen: number;
  readonly compute: (content: Content) => Result<Target>;
  readonly exact: boolean;
  readonly location: Parameters<typeof restore>[0]['location'];
  readonly madeFolder: boolean;
}

/** The way back write by write; null when somebody else has written since, or the keychain no longer has what it takes. */
async function exactWayBack(
  chain: readonly JournalRecord[],
  current: string | null,
  context: SettingsContext,
): Promise<Target | null> {
  if (current === null || !isUnbroken(chain, current)) return null;
  const removed = chain.flatMap(stepsOf).map((step) => step.removed);
  const secrets = await fetchSecrets(context.secrets, referencesIn(removed));
  return secrets.ok ? walkBack(chain, current, secrets.value) : null;
}

/** Decides what clear would do, without doing it. */
export async function planClear(
  worktree: Worktree,
  context: SettingsContext,
): Promise<Result<ClearPlan>> {
  const location = locateSettings(worktree.path);
  if (!location.ok) return location;
  const seen = context.journal.lastOf(location.value.file);
  const kept = context.assignments.original(location.value.file);
  if (kept === null) return nothingApplied(worktree.path);
  const content = readContent(location.value);
  if (!content.ok) return content;
  const original = JSON.parse(kept.content) as Original;
  const secrets = await fetchSecrets(context.secrets, referencesIn(textsOf(original)));
  if (!secrets.ok) return secrets;
  const part = openOriginal(original, secrets.value);
  const chain = context.journal.chain(kept.file, kept.firstEntry);
  const back = original.adopted ? null : await exactWayBack(chain, content.value.text, context);
  return ok({
    kept,
    content: content.value,
    seen,
    location: location.value,
    exact: back !== null,
    madeFolder: chain[0]?.madeFolder ?? false,
    compute: (current) => {
      if (current.text === null) return ok({ next: null, steps: [] });
      if (back !== null && current.text === content.value.text) return ok(back);
      return putBack(current, part, location.value.shown);
    },
  });
}

/**
 * Takes away what apply wrote: the file is what it was before the first apply, byte for byte when nobody else has written
 * since, else variable by variable. Can be undone.
 */
export async function clear(
  worktree: Worktree,
  context: SettingsContext,
): Promise<Result<RestoreOutcome>> {
  const plan = await planClear(worktree, context);
  if (!plan.ok) return plan;
  const { kept, content, seen, compute, exact, location, madeFolder } = plan.value;
  const before = context.assignments.assignment(kept.worktreeId);
  const done = await restore(
    {
      location,
      content,
      seen,
      compute,
      exact,
      dropFolder: madeFolder,
      entry: {
        action: 'clear',
        summary: `${worktree.name}: ${before?.presetId ?? 'routed'} → not routed`,
        worktreeId: kept.worktreeId,
        worktreePath: worktree.path,
        madeFolder: false,
        assignmentBefore: before,
        assignmentAfter: null,
        original: JSON.stringify({
          firstEntry: kept.firstEntry,
          takenAt: kept.takenAt,
          content: kept.content,
        }),
      },
    },
    context,
  );
  if (!done.ok) return done;
  settleClear(context, kept.worktreeId, kept.file, done.value.entry);
  const { entry, ...outcome } = done.value;
  return ok(outcome);
}

/** After a clear: no assignment, no original. Also used to settle a crash. */
export function settleClear(
  context: Pick<SettingsContext, 'assignments' | 'journal'> & { now?: () => Date },
  worktreeId: string,
  file: string,
  entry: number | null,
): void {
  context.assignments.transaction(() => {
    if (entry !== null) context.journal.finish(entry);
    context.assignments.setAssignment(
      worktreeId,
      null,
      (context.now?.() ?? new Date()).toISOString(),
    );
    context.assignments.dropOriginal(file);
  });
}
