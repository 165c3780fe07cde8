import { fail, ok, type Result } from './failure.ts';

/** `x-portkey-metadata`: a flat object of strings. Portkey groups spend by its keys. */
export type Metadata = Readonly<Record<string, string>>;

/** The gateway cuts longer values off (portkey-api.md §9.1, from the gateway's source). */
export const METADATA_VALUE_LIMIT = 128;

const KEY = /^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/;

/** Control characters have no place in a value that is grouped and shown; other characters are escaped on writing. */
// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** Cuts by UTF-16 units, as JavaScript gateways count, without leaving half a surrogate pair behind. */
export function clipMetadataValue(value: string): string {
  if (value.length <= METADATA_VALUE_LIMIT) return value;
  const cut = value.slice(0, METADATA_VALUE_LIMIT);
  return /[\ud800-\udbff]$/.test(cut) ? cut.slice(0, -1) : cut;
}

/**
 * Checks metadata that a person typed.
 * @returns the metadata, or `metadata.invalid` naming the key
 */
export function checkMetadata(metadata: Metadata): Result<Metadata> {
  for (const [key, value] of Object.entries(metadata)) {
    const field = `metadata.${key}`;
    if (!KEY.test(key)) {
      return fail('metadata.invalid', {
        field,
        message: `“${key}” cannot be a metadata key.`,
        hint: 'Start with a letter or “_”; use letters, digits, dots, dashes and underscores.',
      });
    }
    if (value.length > METADATA_VALUE_LIMIT) {
      return fail('metadata.invalid', {
        field,
        message: `The metadata value of “${key}” has ${value.length} characters; Portkey cuts off after ${METADATA_VALUE_LIMIT}.`,
        hint: 'Shorten it.',
      });
    }
    if (CONTROL.test(value)) {
      return fail('metadata.invalid', {
        field,
        message: `The metadata value of “${key}” holds a control character.`,
        hint: 'Remove line breaks and tabs.',
      });
    }
  }
  return ok(metadata);
}

/**
 * The header's value: strict JSON in ASCII. Portkey drops malformed metadata silently, and header bytes beyond ASCII are
 * sent differently by different Claude Code versions (measured), so everything else is escaped as \uXXXX.
 */
export function serialiseMetadata(metadata: Metadata): string {
  return JSON.stringify(metadata).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/**
 * Reads metadata that somebody else wrote (a team's committed header). Values that are no strings are turned into
 * strings where that loses nothing; what is not a JSON object yields null, as Portkey would drop it.
 */
export function parseMetadata(text: string): Metadata | null {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return null;
  const entries = Object.entries(parsed).flatMap(([key, value]): [string, string][] => {
    if (typeof value === 'string') return [[key, value]];
    if (typeof value === 'number' || typeof value === 'boolean') return [[key, String(value)]];
    return [];
  });
  return Object.fromEntries(entries);
}
