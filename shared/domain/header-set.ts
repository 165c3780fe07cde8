import { fail, ok, type Result } from './failure.ts';

/** One header of `ANTHROPIC_CUSTOM_HEADERS`. */
export interface Header {
  readonly name: string;
  readonly value: string;
}

/** Where a header of a composed set comes from. Shown in the preview beside each line. */
export type HeaderOrigin = 'switchyard' | 'preset' | 'local' | 'project' | 'user' | 'main-checkout';

export interface ComposedHeader extends Header {
  readonly origin: HeaderOrigin;
}

/** Headers that decide the credential, the route or the trace: exactly one writer may set them, and that is us. */
export const MANAGED_HEADERS: ReadonlySet<string> = new Set([
  'x-portkey-api-key',
  'x-portkey-provider',
  'x-portkey-config',
  'x-portkey-virtual-key',
  'x-portkey-trace-id',
  'x-portkey-metadata',
]);

/** Set by Claude Code itself or by the connection; a custom value is ignored or breaks the request (measured, 2.1.330). */
const FORBIDDEN_HEADERS: ReadonlySet<string> = new Set([
  'authorization',
  'x-api-key',
  'anthropic-beta',
  'anthropic-version',
  'user-agent',
  'x-claude-code-session-id',
  'host',
  'content-length',
  'content-type',
  'transfer-encoding',
  'connection',
  'keep-alive',
  'upgrade',
  'te',
  'trailer',
  'expect',
]);

/** Header names per RFC 9110 `token`; Claude Code refuses to start a request with any other (measured). */
const NAME = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** Printable ASCII only: versions of Claude Code disagree on how other bytes are sent (measured). */
const VALUE = /^[\x20-\x7e]*$/;

/** Every header line of a value of ANTHROPIC_CUSTOM_HEADERS, as {@link parseHeaders} reads it, duplicates included. */
export function splitHeaders(text: string): Header[] {
  return text.split(/\r?\n/).flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0)).trim();
    return name === '' ? [] : [{ name, value: line.slice(colon + 1).trim() }];
  });
}

/**
 * Splits a value of ANTHROPIC_CUSTOM_HEADERS as Claude Code does (measured on 2.1.197 and 2.1.330): real LF or CRLF only,
 * first colon, both sides trimmed, blank lines and lines without a colon dropped. Of duplicate names (any case) the last
 * is kept, because a set holds a name once.
 */
export function parseHeaders(text: string): Header[] {
  const byName = new Map<string, Header>();
  for (const header of splitHeaders(text)) {
    const key = header.name.toLowerCase();
    byName.delete(key);
    byName.set(key, header);
  }
  return [...byName.values()];
}

/**
 * True when every line is a header that can be sent. Otherwise names say nothing about what is secret: JSON pasted into the
 * variable, or a literal `\n` between headers (an old guide told people to write it), hides a key behind another name.
 */
export function isHeaderList(text: string): boolean {
  return text
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .every((line) => {
      const [header] = splitHeaders(line);
      return (
        header !== undefined && NAME.test(header.name) && !/\\n\s*[\w-]+\s*:/.test(header.value)
      );
    });
}

/** The value to write: one header a line, joined by real newlines. */
export function serialiseHeaders(headers: readonly Header[]): string {
  return headers.map((header) => `${header.name}: ${header.value}`).join('\n');
}

/**
 * Whether the HTTP runtime accepts this header and Claude Code sends it.
 * @returns the header with both sides trimmed, or `header.invalid` with the name as its field
 */
export function checkHeader(name: string, value: string): Result<Header> {
  const header = { name: name.trim(), value: value.trim() };
  const refuse = (message: string, hint?: string) =>
    fail('header.invalid', {
      message,
      field: `headers.${header.name}`,
      ...(hint === undefined ? {} : { hint }),
    });
  if (!NAME.test(header.name)) {
    return refuse(
      `“${header.name}” cannot be a header’s name.`,
      'Use letters, digits and dashes, for example x-team.',
    );
  }
  if (FORBIDDEN_HEADERS.has(header.name.toLowerCase())) {
    return refuse(`Claude Code sets ${header.name} itself.`, 'Remove this header.');
  }
  if (!VALUE.test(header.value)) {
    return refuse(
      `The value of ${header.name} holds a character that cannot be sent.`,
      'Use printable ASCII in one line.',
    );
  }
  return ok(header);
}

/**
 * Value of guard headers. A custom `x-api-key` wins over every x-api-key that Claude Code would send by itself (a saved
 * Console key, the output of somebody else's apiKeyHelper), and a custom `Authorization` wins over a saved login but not
 * over a token or a helper (measured, 2.1.330): so nothing of the person's own reaches the gateway.
 */
export const GUARD_VALUE = 'no-key';
export const API_KEY_GUARD: Header = { name: 'x-api-key', value: GUARD_VALUE };
export const LOGIN_GUARD: Header = { name: 'Authorization', value: `Bearer ${GUARD_VALUE}` };

/** True for a header whose value is a guard's, which is no secret. */
export function isGuard(header: Header): boolean {
  return header.value === API_KEY_GUARD.value || header.value === LOGIN_GUARD.value;
}

const SECRET_NAME =
  /(^|-)(authorization|cookie|token|secret|password|credential|api-?key|key)(-|$)/i;

/** True for headers whose value is a credential and is therefore masked wherever it is shown. */
export function isSecretHeader(name: string): boolean {
  return SECRET_NAME.test(name);
}

/**
 * True for a header that is masked and kept out of journals: a credential by its name, or a config written out, which may
 * hold a provider's key (the open-source gateway takes those).
 */
export function holdsSecret(header: Header): boolean {
  if (header.value === '' || isGuard(header)) return false;
  return (
    isSecretHeader(header.name) ||
    (header.name.toLowerCase() === 'x-portkey-config' && header.value.startsWith('{'))
  );
}

/** What a layer below contributes. */
export interface HeaderLayer {
  readonly origin: HeaderOrigin;
  readonly headers: readonly Header[];
}

/**
 * Puts a header set together. `own` wins, then `layers` from strongest to weakest; managed headers of the layers are
 * dropped (metadata is merged before, by the caller), and a name stands once.
 */
export function composeHeaders(
  own: readonly ComposedHeader[],
  layers: readonly HeaderLayer[],
): ComposedHeader[] {
  const taken = new Map<string, ComposedHeader>();
  for (const header of own) {
    const key = header.name.toLowerCase();
    if (!taken.has(key)) taken.set(key, header);
  }
  for (const layer of layers) {
    for (const header of layer.headers) {
      const key = header.name.toLowerCase();
      if (MANAGED_HEADERS.has(key) || taken.has(key)) continue;
      taken.set(key, { ...header, origin: layer.origin });
    }
  }
  return [...taken.values()];
}
