import { type Node, parse, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';

/**
 * A settings file as text and tree. Claude Code reads strict JSON (a byte-order mark and an empty file are fine) and
 * ignores the whole file otherwise (measured), so nothing else is ever edited.
 */
export interface JsonDocument {
  readonly text: string;
  /** Null for an empty file: no settings. */
  readonly root: Node | null;
}

const BOM = '\ufeff';

/** Length of the byte-order mark at the start, 0 or 1. */
export function bomLength(text: string): 0 | 1 {
  return text.startsWith(BOM) ? 1 : 0;
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Decodes bytes as UTF-8, keeping a byte-order mark, so that encoding again gives the same bytes.
 * @returns the text, or `settings.encoding`
 */
export function decodeUtf8(bytes: Uint8Array, file: string): Result<string> {
  try {
    return ok(decoder.decode(bytes));
  } catch {
    return fail('settings.encoding', {
      message: `${file} is not UTF-8 text, so nothing was written.`,
    });
  }
}

function position(text: string, offset: number): string {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return `line ${line}, column ${offset - before.lastIndexOf('\n')}`;
}

/** Why strict JSON refuses the text, as the rest of a sentence, and whether {@link repairJson} can mend it. */
function explain(text: string): { reason: string; repairable: boolean } {
  const errors: ParseError[] = [];
  parse(text, errors, { allowTrailingComma: false, disallowComments: true });
  const first = errors[0];
  if (first === undefined) return { reason: 'it is not strict JSON', repairable: false };
  const tolerated: ParseError[] = [];
  parse(text, tolerated, { allowTrailingComma: true, disallowComments: false });
  const at = position(text, first.offset);
  const name = printParseErrorCode(first.error);
  if (name === 'InvalidCommentToken') {
    return { reason: `it has a comment at ${at}`, repairable: tolerated.length === 0 };
  }
  if (tolerated.length === 0) {
    return { reason: `it has a comma too many at ${at}`, repairable: true };
  }
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2');
  return {
    reason: `it breaks off or is malformed at ${at} (${words.toLowerCase()})`,
    repairable: false,
  };
}

/**
 * The latest text and its tree: one write looks at the same text several times, and building the tree is most of its work.
 * A weak reference, because a text can hold a key.
 */
let latest: WeakRef<JsonDocument> | null = null;

/**
 * Parses strictly.
 * @returns the document, or `settings.unparsable` with the reason and place
 */
export function parseSettings(text: string, file: string): Result<JsonDocument> {
  const known = latest?.deref();
  if (known?.text === text) return ok(known);
  const body = text.slice(bomLength(text));
  if (body.trim() === '') return ok({ text, root: null });
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    const { reason, repairable } = explain(body);
    return fail('settings.unparsable', {
      message: `${file} is not strict JSON: ${reason}. Claude Code ignores such a file whole and falls back to your own login.`,
      hint: repairable
        ? 'Look at the repair first: switchyard repair <worktree> --dry-run.'
        : 'Correct it by hand, then apply again.',
    });
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return fail('settings.unparsable', {
      message: `${file} holds JSON, but not an object; Claude Code ignores it.`,
      hint: 'Correct it by hand, then apply again.',
    });
  }
  const root = readTree(body);
  if (root === null) {
    return fail('settings.unparsable', {
      message: `${file} is nested too deeply to be edited safely.`,
      hint: 'Correct it by hand, then apply again.',
    });
  }
  const document = { text, root };
  latest = new WeakRef(document);
  return ok(document);
}

function readTree(body: string): Node | null {
  try {
    return parseTree(body) ?? null;
  } catch (error) {
    // The parser recurses; a file that overflows its stack is refused rather than crashed on.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

export interface Property {
  readonly name: string;
  /** The whole `"name": value`. */
  readonly offset: number;
  readonly end: number;
  readonly keyEnd: number;
  readonly value: Node;
}

/** Properties of an object node in the order of the text, duplicates included. Offsets are into the text after the BOM. */
export function propertiesOf(object: Node): Property[] {
  return (object.children ?? []).flatMap((node) => {
    const [key, value] = node.children ?? [];
    if (key === undefined || value === undefined) return [];
    return [
      {
        name: String(key.value),
        offset: node.offset,
        end: value.offset + value.length,
        keyEnd: key.offset + key.length,
        value,
      },
    ];
  });
}

/** The property that counts: of duplicates, JSON takes the last. */
export function lastProperty(object: Node, name: string): Property | null {
  return propertiesOf(object).findLast((property) => property.name === name) ?? null;
}

/** Raw text of a node. */
export function rawOf(text: string, node: Node): string {
  const start = bomLength(text) + node.offset;
  return text.slice(start, start + node.length);
}

/**
 * The environment that Claude Code takes from a settings text: strings as they are, everything else as JavaScript turns it
 * into a string, `null` into “null” and a list into its parts with commas (measured on 2.1.210 and 2.1.330, see
 * `tests/real/precedence.test.ts`). Null when the text is not strict JSON.
 */
export function readEnv(text: string): Record<string, string> | null {
  let value: unknown;
  const body = text.slice(bomLength(text));
  if (body.trim() === '') return {};
  try {
    value = JSON.parse(body);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const env = 'env' in value ? value.env : undefined;
  if (typeof env !== 'object' || env === null || Array.isArray(env)) return {};
  return Object.fromEntries(
    Object.entries(env).map(([name, entry]: [string, unknown]) => [name, String(entry)]),
  );
}

/** A top-level string setting (`apiKeyHelper`), or null when it is not a string or the text is not strict JSON. */
export function readTopLevelString(text: string, name: string): string | null {
  try {
    const value: unknown = JSON.parse(text.slice(bomLength(text)));
    if (typeof value !== 'object' || value === null || !(name in value)) return null;
    const entry: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
    return typeof entry === 'string' ? entry : null;
  } catch {
    return null;
  }
}

/** Names that stand more than once in `env`; of those Claude Code takes the last (measured). Empty when the text is not JSON. */
export function duplicateEnvNames(text: string): string[] {
  const root = parseTree(text.slice(bomLength(text)));
  const env = root?.children?.findLast((property) => property.children?.[0]?.value === 'env')
    ?.children?.[1];
  const names = (env?.type === 'object' ? (env.children ?? []) : []).flatMap((property) => {
    const name: unknown = property.children?.[0]?.value;
    return typeof name === 'string' ? [name] : [];
  });
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
