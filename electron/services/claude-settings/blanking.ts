import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import { ok, type Result } from '../../../shared/domain/failure.ts';
import type { Content, Target } from './file/commit.ts';
import { isOurHelper } from './helper-command.ts';
import { editSettings } from './json/json-edit.ts';
import { readEnv, readTopLevelString } from './json/json-text.ts';
import { ownedPart } from './original.ts';

/** How long an open session takes to see a changed file: 1.1 to 1.9 s measured (2.1.330), 1.3 s is the least that is safe. */
export const FOLLOW_MS = 2_500;

/**
 * A variable that is taken out of the file stays in force in an open session until that restarts, while one that another
 * layer sets comes into force at once (measured). So a session could keep the gateway's URL and get the person's own token,
 * or keep the Portkey key and get another URL. Whenever a variable that says something is to go, it is first set to "" in
 * one write, which sessions follow, and is taken out once they had the time to see it.
 */
export function needsBlanking(current: string | null, next: string | null): boolean {
  const is = readEnv(current ?? '') ?? {};
  const willBe = readEnv(next ?? '');
  // A file that is no strict JSON changes nothing in an open session (measured).
  if (willBe === null) return false;
  return OWNED_VARIABLES.some((name) => (is[name] ?? '') !== '' && !(name in willBe));
}

/** The same file with every owned variable already as in `next`, and "" where `next` has none. */
export function blanked(content: Content, next: string | null, file: string): Result<Target> {
  if (content.text === null) return ok({ next: null, steps: [] });
  const present = ownedPart(content.text).variables;
  const wanted = ownedPart(next);
  const env = Object.entries(present).flatMap(([name, raw]) =>
    raw === null ? [] : [[name, wanted.variables[name] ?? '""'] as const],
  );
  const helper = readTopLevelString(content.text ?? '', 'apiKeyHelper');
  const edited = editSettings(
    content.text,
    {
      env: Object.fromEntries(env),
      // Our helper would hand the Portkey key to Anthropic while the base URL is empty.
      top: isOurHelper(helper) ? { apiKeyHelper: wanted.apiKeyHelper } : {},
    },
    file,
  );
  return edited.ok ? ok({ next: edited.value.text, steps: edited.value.steps }) : edited;
}

/**
 * What the file would be now if it had not been blanked: another program's change on top of what we had written. Never
 * stands on the disk; the journal leads back to it.
 */
export function unblanked(content: Content, before: Content, file: string): Result<Content> {
  const was = ownedPart(before.text);
  const present = ownedPart(content.text).variables;
  const helper = readTopLevelString(before.text ?? '', 'apiKeyHelper');
  const edited = editSettings(
    content.text,
    {
      env: Object.fromEntries(
        Object.entries(was.variables).filter(([name]) => present[name] !== null),
      ),
      top: isOurHelper(helper) ? { apiKeyHelper: was.apiKeyHelper } : {},
    },
    file,
  );
  return edited.ok
    ? ok({ text: edited.value.text, bytes: Buffer.from(edited.value.text, 'utf8') })
    : edited;
}
