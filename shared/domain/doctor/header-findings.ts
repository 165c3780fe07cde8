import { type Header, isHeaderList, parseHeaders, splitHeaders } from '../header-set.ts';
import { METADATA_VALUE_LIMIT } from '../metadata.ts';
import { maskLikelySecrets } from '../secret-text.ts';
import { type Finding, finding } from './finding.ts';

const HEADERS = 'ANTHROPIC_CUSTOM_HEADERS';
const ASCII = /^[\x20-\x7e]*$/;
/** The modes that Portkey's gateway takes; `load-balance` stands in an old guide and is refused (measured, conductor-claude.md §E3). */
const MODES: ReadonlySet<string> = new Set(['single', 'fallback', 'loadbalance', 'conditional']);

/** The value of a header, whatever the case of its name. */
export function headerOf(headers: readonly Header[], name: string): string | null {
  return headers.find((one) => one.name.toLowerCase() === name)?.value ?? null;
}

/** What is wrong with the way in which the headers are written. @param text the variable's value */
export function headerFindings(text: string, file: string | null): Finding[] {
  const about = { file, subject: HEADERS, fix: 'apply' } as const;
  const trimmed = text.trim();
  if (trimmed.startsWith('{') || trimmed.startsWith('[')) {
    return [
      finding(
        'headers.joined',
        about,
        'The headers are written as JSON; Claude Code takes one “name: value” a line and refuses to start a request.',
      ),
    ];
  }
  const found: Finding[] = [];
  const lines = splitHeaders(text);
  if (lines.some(({ value }) => /\\n\s*[\w-]+\s*:/.test(value))) {
    found.push(
      finding(
        'headers.literal-newline',
        about,
        'A “\\n” is written out between headers; Claude Code wants a real line break and takes the rest for part of the first header.',
      ),
    );
  } else if (lines.some(({ value }) => /,\s*x-[\w-]+\s*:/i.test(value))) {
    found.push(
      finding(
        'headers.joined',
        about,
        'Headers stand in one line with commas between them; Claude Code takes one a line, so all after the first are lost.',
      ),
    );
  } else if (!isHeaderList(text)) {
    found.push(
      finding(
        'headers.invalid',
        about,
        'A line holds no header that can be sent, so Claude Code refuses to start a request.',
      ),
    );
  }
  const names = lines.map(({ name }) => name.toLowerCase());
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated !== undefined) {
    // Somebody may have put a key where a name belongs.
    const twice = maskLikelySecrets(repeated);
    found.push(
      finding(
        'headers.duplicate',
        { ...about, subject: twice },
        `The header ${twice} stands there more than once, and Claude Code sends only one of them.`,
      ),
    );
  }
  // Metadata has a finding of its own.
  const odd = lines.find(
    ({ name, value }) => !ASCII.test(value) && name.toLowerCase() !== 'x-portkey-metadata',
  );
  if (odd !== undefined) {
    found.push(
      finding(
        'headers.invalid',
        { ...about, subject: maskLikelySecrets(odd.name.toLowerCase()) },
        `The value of ${maskLikelySecrets(odd.name)} holds a character beyond ASCII, which Claude Code does not send or sends changed.`,
      ),
    );
  }
  return found;
}

/** Headers that a weaker layer sets and the winning value does not carry: one variable holds them all. */
export function lostHeaders(
  text: string,
  file: string | null,
  weaker: readonly string[],
): Finding[] {
  const kept = new Set(splitHeaders(text).map(({ name }) => name.toLowerCase()));
  const lost = new Set(
    weaker
      .flatMap((value) => parseHeaders(value))
      .map(({ name }) => name.toLowerCase())
      .filter((name) => !kept.has(name)),
  );
  if (lost.size === 0) return [];
  const names = maskLikelySecrets([...lost].join(', '));
  return [
    finding(
      'headers.lost',
      { file, subject: HEADERS, fix: 'apply' },
      `${names} is set in a weaker file, and the value that wins replaces it whole.`,
    ),
  ];
}

/** What is wrong with the metadata that Portkey groups by. */
export function metadataFindings(headers: readonly Header[], file: string | null): Finding[] {
  const value = headerOf(headers, 'x-portkey-metadata');
  if (value === null) return [];
  const about = { file, subject: 'x-portkey-metadata', fix: 'apply' } as const;
  if (!ASCII.test(value)) {
    return [
      finding(
        'metadata.not-ascii',
        about,
        'The metadata holds characters beyond ASCII, which versions of Claude Code send differently; they must be written as \\uXXXX.',
      ),
    ];
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(value);
  } catch {
    parsed = null;
  }
  const entries =
    typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
      ? Object.entries(parsed)
      : null;
  if (entries === null || entries.some(([, entry]) => typeof entry !== 'string')) {
    return [
      finding(
        'metadata.invalid',
        about,
        'The metadata is no flat JSON object of strings, so Portkey drops it without a word.',
      ),
    ];
  }
  const long = entries.find(([, entry]) => String(entry).length > METADATA_VALUE_LIMIT);
  return long === undefined
    ? []
    : [
        finding(
          'metadata.too-long',
          about,
          `The metadata value of “${long[0]}” has more than ${METADATA_VALUE_LIMIT} characters and is cut off.`,
        ),
      ];
}

/** What is wrong with the way to a provider. @param hosted whether the gateway is Portkey's own */
export function routeFindings(
  headers: readonly Header[],
  file: string | null,
  hosted: boolean,
): Finding[] {
  const provider = headerOf(headers, 'x-portkey-provider');
  const config = headerOf(headers, 'x-portkey-config');
  const at = (subject: string) => ({ file, subject, fix: 'apply' }) as const;
  const found: Finding[] = [];
  if (provider === null && config === null) {
    found.push(
      finding(
        'route.missing',
        at('x-portkey-provider'),
        'Neither a provider nor a config is named, so the key’s own default decides, if it has one.',
      ),
    );
  }
  if (provider !== null && hosted && !provider.startsWith('@')) {
    found.push(
      finding(
        'route.no-at',
        at('x-portkey-provider'),
        'The provider has no “@” in front of it, so Portkey does not take it for one of your workspace’s.',
      ),
    );
  }
  if (config !== null && !/^pc-[\w-]+$/.test(config)) found.push(...configFindings(config, file));
  return found;
}

function configFindings(config: string, file: string | null): Finding[] {
  const about = { file, subject: 'x-portkey-config' } as const;
  let parsed: unknown;
  try {
    parsed = JSON.parse(config);
  } catch {
    return [
      finding(
        'route.config-invalid',
        about,
        'The config is neither the ID of a saved one (pc-…) nor JSON.',
      ),
    ];
  }
  const strategy = (parsed as { strategy?: { mode?: unknown } } | null)?.strategy;
  const mode = strategy?.mode;
  if (mode === undefined || (typeof mode === 'string' && MODES.has(mode))) return [];
  return [
    finding(
      'route.config-mode',
      about,
      `The config’s mode ${wordOf(mode)}is none that Portkey has: single, fallback, loadbalance, conditional.`,
    ),
  ];
}

/** The mode as it stands there when it is a plain word; anything else could be somebody's key in the wrong place. */
function wordOf(mode: unknown): string {
  return typeof mode === 'string' && /^[a-z_-]{1,20}$/i.test(mode) ? `“${mode}” ` : '';
}
