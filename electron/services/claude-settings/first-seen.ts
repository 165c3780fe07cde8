import { likelySecrets } from '../../../shared/domain/secret-text.ts';
import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type { SettingsContext } from './context.ts';
import { fragmentsOf } from './file/commit.ts';
import { locateSettings } from './file/locate-file.ts';
import { openText, referencesIn, type SealedPart, sealRaw } from './file/seal.ts';
import { parseSettings, propertiesOf, rawOf } from './json/json-text.ts';
import { maskText } from './json/mask-text.ts';

const SECRET_NAME = /key|token|secret|pass|auth|credential/i;

/** Raw values of variables that are not ours and whose name says that they hold a secret. */
function foreignSecrets(text: string): string[] {
  const parsed = parseSettings(text, 'settings');
  if (!parsed.ok || parsed.value.root === null) return [];
  return propertiesOf(parsed.value.root)
    .filter(({ name, value }) => name === 'env' && value.type === 'object')
    .flatMap((env) => propertiesOf(env.value))
    .filter(({ name, value }) => value.type === 'string' && SECRET_NAME.test(name))
    .map(({ value }) => rawOf(text, value).slice(1, -1));
}

/** A whole file without anything that could be a secret, and those by reference. `content` is null when there is no file. */
export function sealWhole(text: string | null): {
  content: string | null;
  secrets: ReadonlyMap<string, string>;
} {
  if (text === null) return { content: null, secrets: new Map() };
  const fragments = [...fragmentsOf(text), ...foreignSecrets(text), ...likelySecrets(text)];
  const sealed = sealRaw(text, fragments);
  return { content: JSON.stringify(sealed.parts), secrets: sealed.secrets };
}

/** What stood in a worktree's settings file before the first write of ours. */
export interface FirstSeen {
  readonly file: string;
  readonly at: string;
  /** The text, keys masked; null when there was no file. */
  readonly text: string | null;
}

/**
 * The first-seen text of a worktree's settings file. Secrets that the keychain no longer has are shown as dots.
 * @returns it, `journal.empty` when none is kept, or the keychain's refusal
 */
export async function showFirstSeen(
  worktree: Pick<Worktree, 'path'>,
  context: Pick<SettingsContext, 'journal' | 'secrets'>,
): Promise<Result<FirstSeen>> {
  const location = locateSettings(worktree.path);
  if (!location.ok) return location;
  const kept = context.journal.firstSeen(location.value.file);
  if (kept === null) {
    return fail('journal.empty', {
      message: `Nothing is kept of what ${location.value.shown} was: Switchyard has not written to it, or did before it kept that.`,
      hint: 'See what was written: switchyard history.',
    });
  }
  if (kept.content === null) return ok({ file: kept.file, at: kept.at, text: null });
  const parts = JSON.parse(kept.content) as SealedPart[];
  const secrets = new Map<string, string>();
  for (const reference of referencesIn([parts])) {
    const secret = await context.secrets.get(reference);
    if (!secret.ok) return secret;
    secrets.set(reference, secret.value ?? '••••');
  }
  return ok({ file: kept.file, at: kept.at, text: maskText(openText(parts, secrets)) });
}
