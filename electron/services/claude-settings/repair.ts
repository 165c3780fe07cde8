import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../../shared/domain/preview.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import { readContent } from './file/commit.ts';
import type { SettingsContext } from './context.ts';
import type { EditStep } from './json/json-editor.ts';
import { parseSettings } from './json/json-text.ts';
import { locateSettings } from './file/locate-file.ts';
import { maskText } from './json/mask-text.ts';
import { repairJson } from './json/repair-json.ts';
import { restore } from './restore.ts';

function plan(worktree: Worktree) {
  const location = locateSettings(worktree.path);
  if (!location.ok) return location;
  const content = readContent(location.value);
  if (!content.ok) return content;
  const parsed = parseSettings(content.value.text ?? '', location.value.shown);
  if (parsed.ok) {
    return fail('request.invalid', {
      message: `${location.value.shown} is strict JSON already; there is nothing to repair.`,
      hint: 'Nothing needs to be done.',
    });
  }
  const repaired = repairJson(content.value.text ?? '', location.value.shown);
  if (!repaired.ok) return repaired;
  return ok({
    location: location.value,
    content: content.value,
    reason: parsed.failure.message,
    repaired: repaired.value,
  });
}

/** What a repair cuts beside commas. */
function commentsOf(steps: readonly EditStep[]): string[] {
  return steps.map((step) => step.removed).filter((removed) => removed !== ',');
}

/** What a repair would cut, secrets masked. */
export function previewRepair(
  worktree: Worktree,
): Result<{ file: string; reason: string; before: string; after: string }> {
  const planned = plan(worktree);
  if (!planned.ok) return planned;
  const { location, content, reason, repaired } = planned.value;
  return ok({
    file: location.shown,
    reason,
    before: maskText(content.text ?? ''),
    after: maskText(repaired.text),
  });
}

/** Cuts comments and trailing commas, so that Claude Code reads the file again. Journaled, can be undone. */
export async function repair(
  worktree: Worktree,
  context: SettingsContext,
): Promise<Result<RestoreOutcome>> {
  const found = locateSettings(worktree.path);
  if (!found.ok) return found;
  const seen = context.journal.lastOf(found.value.file);
  const planned = plan(worktree);
  if (!planned.ok) return planned;
  const { location, content, repaired } = planned.value;
  const assignment = context.assignments.assignment(worktree.id);
  const done = await restore(
    {
      location,
      content,
      seen,
      compute: (current) => {
        if (current.text === content.text)
          return ok({ next: repaired.text, steps: repaired.steps });
        const again = repairJson(current.text ?? '', location.shown);
        return again.ok ? ok({ next: again.value.text, steps: again.value.steps }) : again;
      },
      exact: false,
      dropFolder: false,
      // A variable that somebody has commented out may hold a key: whole comments are kept apart.
      secrets: commentsOf(repaired.steps),
      entry: {
        action: 'repair',
        summary: `${worktree.name}: settings made strict JSON`,
        worktreeId: worktree.id,
        worktreePath: worktree.path,
        madeFolder: false,
        assignmentBefore: assignment,
        assignmentAfter: assignment,
        original: null,
      },
    },
    context,
  );
  if (!done.ok) return done;
  const { entry, ...outcome } = done.value;
  if (entry !== null) context.journal.finish(entry);
  return ok(outcome);
}
