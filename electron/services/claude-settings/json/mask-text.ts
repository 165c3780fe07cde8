import { createScanner } from 'jsonc-parser';

import { maskLikelySecrets, maskVariable } from '../../../../shared/domain/secret-text.ts';
import { bomLength } from './json-text.ts';

// Values of jsonc-parser's `SyntaxKind`, an ambient const enum that isolated modules cannot import.
const COLON = 6;
const STRING = 10;
const LINE_COMMENT = 12;
const BLOCK_COMMENT = 13;
const LINE_BREAK = 14;
const TRIVIA = 15;
const END = 17;

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
  for (let kind: number = scanner.scan(); kind !== END; kind = scanner.scan()) {
    const from = start + scanner.getTokenOffset();
    const raw = text.slice(from, from + scanner.getTokenLength());
    if (kind === LINE_COMMENT || kind === BLOCK_COMMENT) {
      shown += maskLikelySecrets(raw);
      continue;
    }
    if (kind === LINE_BREAK || kind === TRIVIA) {
      shown += raw;
      continue;
    }
    if (kind === STRING) {
      const value = scanner.getTokenValue();
      const masked = isValue && name !== null ? maskValue(name, value) : value;
      shown += masked === value ? raw : JSON.stringify(masked);
      name = isValue ? null : value;
      isValue = false;
      continue;
    }
    isValue = kind === COLON && name !== null;
    shown += kind === COLON ? raw : maskLikelySecrets(raw);
  }
  return shown;
}

function maskValue(name: string, value: string): string {
  return name === 'apiKeyHelper' ? maskLikelySecrets(value) : maskVariable(name, value);
}
