import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../../shared/domain/preview.ts';
import { maskVariable } from '../../../shared/domain/secret-text.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import { readContent } from './file/commit.ts';
import type { SettingsContext } from './context.ts';
import { parseSettings, readEnv } from './json/json-text.ts';
import { locateSettings } from './file/locate-file.ts';
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

/** Secrets of the owned variables masked, wherever they stand in the text. */
function maskText(text: string, strict: string): string {
  let masked = text;
  for (const [name, value] of Object.entries(readEnv(strict) ?? {})) {
    const shown = maskVariable(name, value);
    if (shown !== value) {
      masked = masked.replaceAll(JSON.stringify(value), JSON.stringify(shown));
    }
  }
  return masked;
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
    before: maskText(content.text ?? '', repaired.text),
    after: maskText(repaired.text, repaired.text),
  });
}

/** Cuts comments and trailing commas, so that Claude Code reads the file again. Journaled, can be undone. */
export async function repair(
  worktree: Worktree,
  context: SettingsContext,
): Promise<Result<RestoreOutcome>> {
  const planned = plan(worktree);
  if (!planned.ok) return planned;
  const { location, content, repaired } = planned.value;
  const assignment = context.assignments.assignment(worktree.id);
  const done = await restore(
    {
      location,
      content,
      compute: (current) => {
        if (current.text === content.text)
          return ok({ next: repaired.text, steps: repaired.steps });
        const again = repairJson(current.text ?? '', location.shown);
        return again.ok ? ok({ next: again.value.text, steps: again.value.steps }) : again;
      },
      exact: false,
      dropFolder: false,
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
