import { createScanner } from 'jsonc-parser';

import { maskLikelySecrets, maskVariable } from '../../../../shared/domain/secret-text.ts';
import { bomLength } from './json-text.ts';
import { SYNTAX } from './syntax-kind.ts';

/**
 * A settings text as it may be shown, also when it is not strict JSON: values of variables that hold secrets masked,
 * however they are spelled and how often they stand there, and everything that could be a key in comments and in strings
 * whose meaning is not known.
 */
export function maskText(text: string): string {
  const start = bomLength(text);
  const scanner = createScanner(text.slice(start), false);
  let shown = text.slice(0, start);
  /** The last string that could be a name, and whether a colon has followed it. */
  let name: string | null = null;
  let isValue = false;
  for (let kind: number = scanner.scan(); kind !== SYNTAX.end; kind = scanner.scan()) {
    const from = start + scanner.getTokenOffset();
    const raw = text.slice(from, from + scanner.getTokenLength());
    if (kind === SYNTAX.lineComment || kind === SYNTAX.blockComment) {
      shown += maskLikelySecrets(raw);
      continue;
    }
    if (kind === SYNTAX.lineBreak || kind === SYNTAX.trivia) {
      shown += raw;
      continue;
    }
    if (kind === SYNTAX.string) {
      const value = scanner.getTokenValue();
      const masked = isValue && name !== null ? maskValue(name, value) : value;
      shown += masked === value ? raw : JSON.stringify(masked);
      name = isValue ? null : value;
      isValue = false;
      continue;
    }
    isValue = kind === SYNTAX.colon && name !== null;
    shown += kind === SYNTAX.colon ? raw : maskLikelySecrets(raw);
  }
  return shown;
}

function maskValue(name: string, value: string): string {
  return name === 'apiKeyHelper' ? maskLikelySecrets(value) : maskVariable(name, value);
}
