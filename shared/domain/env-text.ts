import { fail, ok, type Result } from './failure.ts';

/** One variable as it stands in a pasted text. */
export interface Assigned {
  readonly name: string;
  readonly value: string;
}

const NAME_AT_START = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=/;
/** A header that somebody put on a line of its own below the variable, without quotes around the two. */
const LOOSE_HEADER = /^\s*x-portkey-[a-z-]+\s*:/i;
const CLOSING: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”' };

function refuse(message: string, hint: string) {
  return fail('request.invalid', { field: 'text', message, hint });
}

/** Reads a quoted value from behind its opening quote; null when it is never closed. */
function readQuoted(
  text: string,
  from: number,
  quote: string,
): { value: string; end: number } | null {
  const closing = CLOSING[quote] ?? quote;
  let value = '';
  for (let at = from; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (character === closing) return { value, end: at + 1 };
    const next = text.charAt(at + 1);
    // Between double quotes a shell takes the backslash away before these four, and nowhere else.
    if (quote !== "'" && character === '\\' && next !== '' && '"\\$`'.includes(next)) {
      value += next;
      at += 1;
    } else value += character;
  }
  return null;
}

function lineOf(text: string, at: number): number {
  return text.slice(0, at).split('\n').length;
}

/** `NAME=value` lines, with or without `export` and quotes; real line breaks may stand inside quotes. */
function readShell(text: string): Result<Assigned[]> {
  const found: Assigned[] = [];
  let at = 0;
  while (at < text.length) {
    const lineEnd = text.indexOf('\n', at) < 0 ? text.length : text.indexOf('\n', at);
    const line = text.slice(at, lineEnd);
    const start = NAME_AT_START.exec(line);
    const name = start?.[1];
    if (start === null || name === undefined) {
      if (LOOSE_HEADER.test(line) && found.at(-1)?.name === 'ANTHROPIC_CUSTOM_HEADERS')
        found.push({ name: 'ANTHROPIC_CUSTOM_HEADERS', value: line.trim() });
      at = lineEnd + 1;
      continue;
    }
    const rest = line.slice(start[0].length);
    const valueAt = at + start[0].length;
    if (CLOSING[rest.charAt(0)] === undefined) {
      // As in a shell, a comment begins with a “#” behind a space.
      found.push({ name, value: rest.replace(/(^|\s)#.*$/, '').trim() });
      at = lineEnd + 1;
      continue;
    }
    const quoted = readQuoted(text, valueAt + 1, rest.charAt(0));
    if (quoted === null) {
      return refuse(
        `The quote that opens behind ${name} in line ${lineOf(text, at)} is never closed.`,
        'Paste the whole text, with the closing quote.',
      );
    }
    found.push({ name, value: quoted.value });
    const nextLine = text.indexOf('\n', quoted.end);
    at = nextLine < 0 ? text.length : nextLine + 1;
  }
  return ok(found);
}

/** `{ "env": { … } }` of a settings file, or the object alone. */
function readJson(text: string): Result<Assigned[]> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return refuse(
      'The text begins like JSON and is none.',
      'Paste the whole object, without comments and trailing commas.',
    );
  }
  const outer = parsed as Readonly<Record<string, unknown>>;
  const env = typeof outer['env'] === 'object' && outer['env'] !== null ? outer['env'] : outer;
  return ok(
    Object.entries(env).flatMap(([name, value]): Assigned[] =>
      ['string', 'number', 'boolean'].includes(typeof value)
        ? [{ name, value: String(value) }]
        : [],
    ),
  );
}

/**
 * The variables of a text that somebody pasted: the lines of Conductor’s Env panel (`NAME=value`, `export NAME="value"`),
 * with whatever stands around them, or the JSON of a settings file. Every occurrence, in order.
 * @returns `request.invalid` (field `text`) for a quote that is never closed, and for JSON that is none
 */
export function readEnvText(input: string): Result<Assigned[]> {
  const text = input.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  return text.trimStart().startsWith('{') ? readJson(text) : readShell(text);
}
