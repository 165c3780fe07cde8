import fs from 'node:fs';
import path from 'node:path';

import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { RestoreOutcome } from '../../../shared/domain/preview.ts';
import type { NewJournalRecord } from '../journal/records.ts';
import {
  commit,
  type Content,
  explainSystemError,
  fragmentsOf,
  hashOf,
  type Target,
} from './file/commit.ts';
import type { SettingsContext } from './context.ts';
import { editSettings } from './json/json-edit.ts';
import { readEnv, readTopLevelString } from './json/json-text.ts';
import type { SettingsLocation } from './file/locate-file.ts';
import { keepSecrets } from './file/kept-secrets.ts';
import { isOurHelper } from './plan.ts';
import { sealSteps } from './file/seal.ts';

/** How long an open session takes to see a changed file: 1.1 to 1.9 s measured (2.1.330), 1.3 s is the least that is safe. */
export const FOLLOW_MS = 2_500;

export interface RestoreRequest {
  readonly location: SettingsLocation;
  readonly content: Content;
  /** The wanted outcome for the bytes that are there; called again when they change meanwhile. */
  readonly compute: (content: Content) => Result<Target>;
  readonly entry: Omit<
    NewJournalRecord,
    'at' | 'face' | 'file' | 'beforeHash' | 'afterHash' | 'steps' | 'pid'
  >;
  /** True when an exact inverse is expected, false for a restoration variable by variable. */
  readonly exact: boolean;
  /** Also take `.claude` away when it is empty: an earlier write of ours made it. */
  readonly dropFolder: boolean;
}

/**
 * A variable that is taken out of the file stays in force in an open session until that restarts, while one that another
 * layer sets comes into force at once (measured). So a session could keep the gateway's URL and get the person's own token.
 * Whenever the base URL is to go, every variable is first set to "" in one write, which sessions follow, and is taken out
 * once they had the time to see it.
 */
export function needsBlanking(current: string | null, next: string | null): boolean {
  const baseUrl = readEnv(current ?? '')?.['ANTHROPIC_BASE_URL'] ?? '';
  const keepsUrl = next !== null && 'ANTHROPIC_BASE_URL' in (readEnv(next) ?? {});
  return baseUrl !== '' && !keepsUrl;
}

/** The same file with every owned variable that it has set to "". */
export function blanked(content: Content, file: string): Result<Target> {
  const present = readEnv(content.text ?? '') ?? {};
  const names = OWNED_VARIABLES.filter((name) => name in present);
  const helper = readTopLevelString(content.text ?? '', 'apiKeyHelper');
  const edited = editSettings(
    content.text,
    {
      env: Object.fromEntries(names.map((name) => [name, '""'])),
      // Our helper would hand the Portkey key to Anthropic while the base URL is empty.
      top: isOurHelper(helper) ? { apiKeyHelper: null } : {},
    },
    file,
  );
  return edited.ok ? ok({ next: edited.value.text, steps: edited.value.steps }) : edited;
}

function names(before: string | null, after: string | null): string[] {
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

/** Carries out a restoration (clear, undo, repair) with its journal entry. Settling state is the caller's part. */
export async function restore(
  request: RestoreRequest,
  context: SettingsContext,
): Promise<Result<RestoreOutcome & { entry: number | null }>> {
  const { location, content } = request;
  const wanted = request.compute(content);
  if (!wanted.ok) return wanted;
  const steps = { replace: context.replace, pause: context.pause };
  const side = async (from: Content, target: Target) => {
    const sealed = sealSteps(target.steps, fragmentsOf(from.text));
    const kept = await keepSecrets(context.secrets, [sealed.secrets]);
    return kept.ok
      ? ok({
          beforeHash: hashOf(from.text),
          afterHash: hashOf(target.next),
          steps: JSON.stringify(sealed.steps),
        })
      : kept;
  };
  const first = await side(content, wanted.value);
  if (!first.ok) return first;
  const entry =
    wanted.value.steps.length === 0
      ? null
      : context.journal.begin({
          ...request.entry,
          ...first.value,
          at: context.now().toISOString(),
          face: context.face,
          file: location.file,
          pid: process.pid,
        });
  const abandon = <T>(failed: T): T => {
    if (entry !== null) context.journal.abandon(entry);
    return failed;
  };

  const folder = path.dirname(location.file);
  try {
    if (wanted.value.next !== null) fs.mkdirSync(folder, { recursive: true });
  } catch (error) {
    return abandon(explainSystemError(error, location.shown));
  }
  let from = content;
  let exact = request.exact;
  let compute = request.compute;
  const live = needsBlanking(content.text, wanted.value.next);
  if (live) {
    const blank = await commit({
      location,
      content,
      compute: (current) => blanked(current, location.shown),
      announce: () => ok(undefined),
      ...steps,
    });
    if (!blank.ok) return abandon(blank);
    await context.pause(FOLLOW_MS);
    from = {
      text: blank.value.target.next,
      bytes: Buffer.from(blank.value.target.next ?? '', 'utf8'),
    };
    if (hashOf(blank.value.content.text) !== hashOf(content.text)) exact = false;
    else
      compute = (current) =>
        current.text === from.text
          ? ok({ next: wanted.value.next, steps: [] })
          : request.compute(current);
  }
  const written = await commit({
    location,
    content: from,
    compute,
    announce: async (current, target) => {
      if (current === from) return ok(undefined);
      exact = false;
      const fresh = await side(current, target);
      if (!fresh.ok) return fresh;
      if (entry !== null) context.journal.rebase(entry, fresh.value);
      return ok(undefined);
    },
    ...steps,
  });
  if (!written.ok) return abandon(written);
  if (written.value.target.next === null && request.dropFolder) removeFolder(location.file);
  const changed = names(content.text, written.value.target.next);
  return ok({
    worktree: request.entry.worktreePath,
    file: location.shown,
    changed,
    exact,
    notes: notesFor(live, content.text),
    journalId: entry,
    entry,
  });
}

function notesFor(live: boolean, before: string | null): string[] {
  if (!live) return [];
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
