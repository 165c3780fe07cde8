/**
 * One line of a Claude Code transcript. Lines hold prompts and secrets: nothing but who, when, where and how many tokens
 * is taken out of one (conductor-claude.md §C3).
 */

/** Tokens of one message; each is counted in one field only. */
export interface TokenUse {
  /** Neither read from the cache nor written into it. */
  readonly input: number;
  readonly output: number;
  /** Written into the cache for five minutes. */
  readonly cacheWrite: number;
  /** Written into the cache for an hour, which costs more. */
  readonly cacheWriteHour: number;
  readonly cacheRead: number;
}

/** One answer of a model, as one or more copies in transcripts describe it. */
export interface Message extends TokenUse {
  readonly id: string;
  /** `''` where the gateway gave none. */
  readonly request: string;
  /** Of the first copy, in milliseconds since 1970. */
  readonly first: number;
  /** Of the first copy: a message is spent where it was first written. */
  readonly cwd: string;
  /** Of the copy that the tokens are from. */
  readonly last: number;
  readonly model: string;
  /** Every copy is in a sub-agent's branch. */
  readonly sidechain: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null ? (value as Fields) : {};
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** SQLite holds whole numbers; more than a billion tokens in one message are a mistake, and would spoil every sum. */
function count(value: unknown): number {
  if (typeof value !== 'number' || !(value > 0) || value > 1e9) return 0;
  return Math.floor(value);
}

function usageOf(usage: Fields): TokenUse {
  const kinds = fields(usage['cache_creation']);
  const cacheWriteHour = count(kinds['ephemeral_1h_input_tokens']);
  const written = count(usage['cache_creation_input_tokens']);
  return {
    input: count(usage['input_tokens']),
    output: count(usage['output_tokens']),
    cacheWrite: Math.max(written - cacheWriteHour, count(kinds['ephemeral_5m_input_tokens'])),
    cacheWriteHour,
    cacheRead: count(usage['cache_read_input_tokens']),
  };
}

/** @returns null for a line that is no answer of a model, or that does not say when and which */
export function readLine(line: string): Message | null {
  let parsed: Fields;
  try {
    parsed = fields(JSON.parse(line));
  } catch {
    return null;
  }
  const message = fields(parsed['message']);
  const { usage } = message;
  if (parsed['type'] !== 'assistant' || typeof usage !== 'object' || usage === null) return null;
  const model = text(message['model']);
  const when = Date.parse(text(parsed['timestamp']));
  const request = text(parsed['requestId']);
  const id = text(message['id']) || request || text(parsed['uuid']);
  // Claude Code's own words (an interruption, an error) are written as if a model had said them.
  if (model === '' || model === '<synthetic>' || id === '' || Number.isNaN(when)) return null;
  return {
    id,
    request,
    first: when,
    cwd: text(parsed['cwd']),
    last: when,
    model,
    sidechain: parsed['isSidechain'] === true,
    ...usageOf(fields(usage)),
  };
}

/** Below 0: `a` is before `b`. */
function compare(a: readonly (number | string)[], b: readonly (number | string)[]): number {
  for (const [index, one] of a.entries()) {
    const other = b[index] ?? one;
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

/** A stream only ever adds, so of two copies of the same instant the one with more tokens is the later. */
function lateness(one: Message): (number | string)[] {
  return [
    one.last,
    one.output,
    one.input,
    one.cacheWrite,
    one.cacheWriteHour,
    one.cacheRead,
    one.model,
  ];
}

/**
 * What two descriptions of one message say together: the earliest time and its folder, the latest tokens. The same in
 * whichever order, and however often, copies are read: so files may be read again, and in any order. The first is given back itself
 * where the second adds nothing.
 */
export function merge(known: Message, other: Message): Message {
  const start = compare([known.first, known.cwd], [other.first, other.cwd]) <= 0 ? known : other;
  const end = compare(lateness(known), lateness(other)) >= 0 ? known : other;
  const sidechain = known.sidechain && other.sidechain;
  if (start === known && end === known && sidechain === known.sidechain) return known;
  return { ...end, first: start.first, cwd: start.cwd, sidechain };
}
