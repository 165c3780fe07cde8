import { fail, ok, type Result } from './failure.ts';

export const TRACE_ID_LIMIT = 120;

/** No commas (Portkey's trace filter is a comma-separated list), printable ASCII without spaces (a header value). */
const TRACE_ID = /^[A-Za-z0-9][A-Za-z0-9._:@/+=-]*$/;

/** Lower-case ASCII words joined by dashes; diacritics are dropped, everything else becomes a dash. */
export function slugify(text: string, limit = 40): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, limit)
    .replace(/-+$/, '');
}

/**
 * A readable trace ID: repository, workspace, short suffix (`web-lisbon-7f2a`).
 * @param suffix four or more random characters of [a-z0-9]
 */
export function makeTraceId(repo: string, workspace: string, suffix: string): string {
  const parts = [slugify(repo, 32), slugify(workspace, 32)].filter((part) => part !== '');
  // The main checkout's folder is the repository's name; saying it twice helps nobody.
  const words = parts[0] === parts[1] ? parts.slice(0, 1) : parts;
  return [...(words.length === 0 ? ['workspace'] : words), suffix].join('-');
}

/**
 * Checks a trace ID that a person typed.
 * @returns the trimmed ID, or `trace.invalid` with the reason
 */
export function checkTraceId(input: string): Result<string> {
  const id = input.trim();
  const refuse = (message: string, hint?: string) =>
    fail('trace.invalid', { message, field: 'trace', ...(hint === undefined ? {} : { hint }) });
  if (id === '') return refuse('The trace ID is empty.', 'Leave it out to have one made.');
  if (id.includes(',')) {
    return refuse(
      'A trace ID cannot hold a comma: Portkey’s filter reads it as two IDs.',
      'Use a dash instead.',
    );
  }
  if (id.length > TRACE_ID_LIMIT) {
    return refuse(
      `The trace ID has ${id.length} characters; ${TRACE_ID_LIMIT} is the most.`,
      'Shorten it.',
    );
  }
  if (!TRACE_ID.test(id)) return refuse(`“${id}” cannot be sent as a trace ID.`);
  return ok(id);
}
