import { OWNED_VARIABLES } from '../../../shared/domain/env-block.ts';
import { parseHeaders } from '../../../shared/domain/header-set.ts';
import { parseMetadata } from '../../../shared/domain/metadata.ts';
import { ok, type Result } from '../../../shared/domain/failure.ts';
import { type Content, fragmentsOf, type Target } from './file/commit.ts';
import { openText, type SealedPart, sealRaw } from './file/seal.ts';
import { isOurHelper } from './helper-command.ts';
import { editSettings } from './json/json-edit.ts';
import {
  lastProperty,
  parseSettings,
  rawOf,
  readEnv,
  readTopLevelString,
} from './json/json-text.ts';

/** What of a settings text concerns us, as raw JSON values; null where there was none. */
export interface OwnedPart {
  readonly existed: boolean;
  readonly env: 'missing' | 'null' | 'object';
  readonly variables: Readonly<Record<string, string | null>>;
  readonly apiKeyHelper: string | null;
}

/** What was there before the first apply, sealed. */
export interface Original extends Omit<OwnedPart, 'variables' | 'apiKeyHelper'> {
  readonly variables: Readonly<Record<string, readonly SealedPart[] | null>>;
  readonly apiKeyHelper: readonly SealedPart[] | null;
  /**
   * The file held what an apply of ours wrote that nothing is known of any more (a lost state.db, a copy from another
   * workspace). It is taken for nothing, because going back to it would leave a key behind.
   */
  readonly adopted: boolean;
}

/** Takes our part out of a settings text. */
export function ownedPart(text: string | null): OwnedPart {
  const parsed = parseSettings(text ?? '', 'settings');
  const root = parsed.ok ? parsed.value.root : null;
  const env = root === null ? null : (lastProperty(root, 'env')?.value ?? null);
  const helper = root === null ? null : (lastProperty(root, 'apiKeyHelper')?.value ?? null);
  const variables = OWNED_VARIABLES.map((name): [string, string | null] => {
    const value = env?.type === 'object' ? lastProperty(env, name)?.value : undefined;
    return [name, value === undefined ? null : rawOf(text ?? '', value)];
  });
  return {
    existed: text !== null,
    env: env === null ? 'missing' : env.type === 'null' ? 'null' : 'object',
    variables: Object.fromEntries(variables),
    apiKeyHelper: helper === null ? null : rawOf(text ?? '', helper),
  };
}

/** True when the routing in the file was written by us for one of these worktrees: the metadata says for which. */
function isOurs(text: string | null, worktreeIds: ReadonlySet<string>): boolean {
  const headers = parseHeaders(readEnv(text ?? '')?.['ANTHROPIC_CUSTOM_HEADERS'] ?? '');
  const valueOf = (name: string) =>
    headers.find((header) => header.name.toLowerCase() === name)?.value;
  const worktree = parseMetadata(valueOf('x-portkey-metadata') ?? '')?.['worktree'];
  return (
    valueOf('x-portkey-trace-id') !== undefined &&
    worktree !== undefined &&
    worktreeIds.has(worktree)
  );
}

/** An owned part without any variable of ours. */
export const NOTHING: Omit<OwnedPart, 'env' | 'existed'> = {
  variables: Object.fromEntries(OWNED_VARIABLES.map((name) => [name, null])),
  apiKeyHelper: null,
};

/**
 * Takes the original out of a settings text, its secrets apart.
 * @param worktreeIds ids of the repository's worktrees, to know routing of ours when it is there already
 */
export function captureOriginal(
  text: string | null,
  worktreeIds: ReadonlySet<string>,
): { content: Original; secrets: ReadonlyMap<string, string> } {
  const adopted = isOurs(text, worktreeIds);
  const part = ownedPart(text);
  // A foreign helper is not ours to forget.
  const helper = isOurHelper(readTopLevelString(text ?? '', 'apiKeyHelper'))
    ? null
    : part.apiKeyHelper;
  const taken: OwnedPart = adopted
    ? { ...NOTHING, existed: false, env: 'missing', apiKeyHelper: helper }
    : part;
  const sealed = sealPart(taken, fragmentsOf(text));
  return { content: { ...sealed.content, adopted }, secrets: sealed.secrets };
}

/**
 * Takes the secrets out of a part.
 * @param fragments raw pieces of text that are secret
 */
export function sealPart(
  part: OwnedPart,
  fragments: readonly string[],
): { content: Omit<Original, 'adopted'>; secrets: ReadonlyMap<string, string> } {
  const secrets = new Map<string, string>();
  const seal = (raw: string | null): readonly SealedPart[] | null => {
    if (raw === null) return null;
    const sealed = sealRaw(raw, fragments);
    for (const [reference, secret] of sealed.secrets) secrets.set(reference, secret);
    return sealed.parts;
  };
  const variables = Object.entries(part.variables).map(([name, raw]) => [name, seal(raw)] as const);
  return {
    content: {
      existed: part.existed,
      env: part.env,
      variables: Object.fromEntries(variables),
      apiKeyHelper: seal(part.apiKeyHelper),
    },
    secrets,
  };
}

/** The sealed texts of an original, for looking up what opening it needs. */
export function textsOf(original: Omit<Original, 'adopted'>): (readonly SealedPart[])[] {
  return [...Object.values(original.variables), original.apiKeyHelper].filter(
    (parts) => parts !== null,
  );
}

/** Puts the secrets back into an original. */
export function openOriginal(
  original: Omit<Original, 'adopted'>,
  secrets: ReadonlyMap<string, string>,
): OwnedPart {
  const open = (parts: readonly SealedPart[] | null) =>
    parts === null ? null : openText(parts, secrets);
  return {
    existed: original.existed,
    env: original.env,
    variables: Object.fromEntries(
      Object.entries(original.variables).map(([name, parts]) => [name, open(parts)]),
    ),
    apiKeyHelper: open(original.apiKeyHelper),
  };
}

/** Reads a raw JSON string; null for anything else. */
function stringOf(raw: string | null): string | null {
  const value: unknown = raw === null ? null : JSON.parse(raw);
  return typeof value === 'string' ? value : null;
}

/** Puts our part of a file to what it was, and leaves everything that others have written since. */
export function putBack(content: Content, part: OwnedPart, shown: string): Result<Target> {
  const helper = readTopLevelString(content.text ?? '', 'apiKeyHelper');
  // A helper that is not ours came after us, and stays.
  const helperIsOurs =
    isOurHelper(helper) || (helper === null && isOurHelper(stringOf(part.apiKeyHelper)));
  const edited = editSettings(
    content.text,
    {
      env: part.variables,
      top: helperIsOurs ? { apiKeyHelper: part.apiKeyHelper } : {},
      dropEmptyEnv: part.env === 'missing',
    },
    shown,
  );
  if (!edited.ok) return edited;
  const { text, steps } = edited.value;
  if (!part.existed && /^\ufeff?\s*\{\s*\}\s*$/.test(text)) {
    // The file was ours and nothing of anybody else is in it.
    return ok({ next: null, steps: [...steps, { offset: 0, removed: text, inserted: '' }] });
  }
  return ok({ next: text, steps });
}
