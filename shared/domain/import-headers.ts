import { type Finding, finding } from './doctor/finding.ts';
import { headerFindings } from './doctor/header-findings.ts';
import { type Header, splitHeaders } from './header-set.ts';
import { maskLikelySecrets } from './secret-text.ts';

const HEADERS = 'ANTHROPIC_CUSTOM_HEADERS';

/** The headers that a value was meant to hold, however it is written. */
function meant(text: string): Header[] {
  const trimmed = text.trim();
  if (trimmed.startsWith('{')) {
    try {
      const parsed = JSON.parse(trimmed) as Readonly<Record<string, unknown>>;
      return Object.entries(parsed).map(([name, value]) => ({
        name,
        value: typeof value === 'string' ? value.trim() : JSON.stringify(value),
      }));
    } catch {
      return [];
    }
  }
  const lines = text
    .replace(/\\n[ \t]*(?=[\w-]+[ \t]*:)/g, '\n')
    .replace(/(\\n\s*)+$/, '')
    .replace(/,[ \t]*(?=x-[\w-]+[ \t]*:)/gi, '\n');
  return splitHeaders(lines);
}

/**
 * Every header of one or more values of ANTHROPIC_CUSTOM_HEADERS, each name once (the last counts), with the doctor’s words
 * on how they are written. Claude Code would see the last value alone, and only what stands on real lines of it.
 */
export function readHeaderTexts(texts: readonly string[]): {
  readonly headers: readonly Header[];
  readonly findings: readonly Finding[];
} {
  const found = new Map<string, Finding>();
  const add = (one: Finding) => {
    found.set(`${one.code} ${one.subject ?? ''}`, one);
  };
  const byName = new Map<string, Header>();
  for (const text of texts) {
    for (const one of headerFindings(text, null)) add(one);
    for (const header of meant(text)) {
      const key = header.name.toLowerCase();
      const before = byName.get(key);
      if (before !== undefined && before.value !== header.value) {
        const shown = maskLikelySecrets(key);
        add(
          finding(
            'headers.duplicate',
            { subject: shown },
            `The header ${shown} stands there more than once with different values; the last one is taken.`,
          ),
        );
      }
      byName.set(key, header);
    }
  }
  if (new Set(texts).size > 1) {
    add(
      finding(
        'headers.duplicate',
        { subject: HEADERS },
        `${HEADERS} stands there ${texts.length} times, of which only the last would count; the headers of all of them are taken together.`,
      ),
    );
  }
  return { headers: [...byName.values()], findings: [...found.values()] };
}
