/**
 * Values of jsonc-parser's `SyntaxKind`, an ambient const enum that isolated modules cannot import (its type declarations,
 * main.d.ts of 3.3.1).
 */
export const SYNTAX = {
  closeBrace: 2,
  closeBracket: 4,
  comma: 5,
  colon: 6,
  string: 10,
  lineComment: 12,
  blockComment: 13,
  lineBreak: 14,
  trivia: 15,
  end: 17,
} as const;
