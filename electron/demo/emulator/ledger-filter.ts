import type { LedgerEntry } from './state.ts';

/** What one analytics request asks for. Times in milliseconds since the epoch, both ends included. */
export interface LedgerQuery {
  readonly from: number;
  readonly to: number;
  readonly matches: (entry: LedgerEntry) => boolean;
}

export type Parsed<T> = { readonly value: T } | { readonly problem: string };

/** Ten years: more than any retention, and a bound on how many buckets an answer can have. */
const LONGEST_WINDOW = 3_660 * 86_400_000;
const ISO = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/;

const total = (entry: LedgerEntry) => entry.inputTokens + entry.outputTokens;

/** A range, by the prefix of its `_min` and `_max`, and the number of an entry that it is about. */
const RANGES: readonly (readonly [string, (entry: LedgerEntry) => number | null])[] = [
  ['cost', (entry) => entry.costCents],
  ['total_units', total],
  ['prompt_token', (entry) => entry.inputTokens],
  ['completion_token', (entry) => entry.outputTokens],
  ['weighted_feedback', (entry) => entry.feedback],
];

/** A list of values divided by commas, and the text of an entry that must be one of them. */
const LISTS: readonly (readonly [string, (entry: LedgerEntry) => string | null])[] = [
  ['status_code', (entry) => String(entry.statusCode)],
  // By slug without the `@` that headers have: one that is sent along matches nothing.
  ['virtual_keys', (entry) => entry.providerSlug],
  ['configs', (entry) => entry.configSlug],
  ['api_key_ids', (entry) => entry.apiKeyId],
  ['ai_org_model', (entry) => `${entry.aiService}__${entry.model}`],
  ['trace_id', (entry) => entry.traceId],
  ['span_id', (entry) => entry.spanId],
  // Nothing in this ledger was rendered from a prompt template.
  ['prompt_slug', () => null],
];

function readTime(query: URLSearchParams, name: string): Parsed<number> {
  const text = query.get(name);
  if (text === null || text === '') return { problem: `${name} is required` };
  const time = ISO.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? { problem: `${name} must be an ISO 8601 time` } : { value: time };
}

function readMetadata(text: string): Parsed<readonly (readonly [string, string])[]> {
  const problem = { problem: 'metadata must be a JSON object with string values' };
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return problem;
    const pairs: (readonly [string, string])[] = [];
    for (const [name, wanted] of Object.entries(value)) {
      if (typeof wanted !== 'string') return problem;
      pairs.push([name, wanted]);
    }
    return { value: pairs };
  } catch {
    return problem;
  }
}

/** The value of a metadata key; `""` for a request without it, as the service groups it. */
export function metadataOf(entry: LedgerEntry, name: string): string {
  return Object.hasOwn(entry.metadata, name) ? (entry.metadata[name] ?? '') : '';
}

/** The window and the filters of an analytics request (portkey-api.md §2.1), or what is wrong with them. */
export function parseLedgerQuery(query: URLSearchParams): Parsed<LedgerQuery> {
  const from = readTime(query, 'time_of_generation_min');
  const to = readTime(query, 'time_of_generation_max');
  if ('problem' in from) return from;
  if ('problem' in to) return to;
  if (from.value > to.value || to.value - from.value > LONGEST_WINDOW) {
    return { problem: 'time_of_generation_min and time_of_generation_max are no window' };
  }

  const tests: ((entry: LedgerEntry) => boolean)[] = [];
  for (const [name, read] of RANGES) {
    for (const end of ['min', 'max'] as const) {
      const text = query.get(`${name}_${end}`);
      if (text === null || text === '') continue;
      const bound = Number(text);
      if (!Number.isFinite(bound)) return { problem: `${name}_${end} must be a number` };
      tests.push((entry) => {
        const value = read(entry);
        return value !== null && (end === 'min' ? value >= bound : value <= bound);
      });
    }
  }
  for (const [name, read] of LISTS) {
    const text = query.get(name);
    if (text === null || text === '') continue;
    const wanted = new Set(text.split(','));
    tests.push((entry) => {
      const value = read(entry);
      return value !== null && wanted.has(value);
    });
  }
  const metadata = query.get('metadata');
  if (metadata !== null && metadata !== '') {
    const pairs = readMetadata(metadata);
    if ('problem' in pairs) return pairs;
    for (const [name, wanted] of pairs.value)
      tests.push((entry) => metadataOf(entry, name) === wanted);
  }
  return {
    value: { from: from.value, to: to.value, matches: (entry) => tests.every((is) => is(entry)) },
  };
}
