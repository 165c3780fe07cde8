import { createScanner, parse, type ParseError } from 'jsonc-parser';

import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import type { EditStep } from './json-editor.ts';
import { applySteps } from './json-editor.ts';
import { bomLength } from './json-text.ts';
import { SYNTAX } from './syntax-kind.ts';

/**
 * Makes strict JSON of a text that only has comments and trailing commas too many, by deleting exactly those. Line breaks
 * stay, so the rest keeps its place.
 * @returns the text and the steps, or `settings.unparsable` when more is wrong than that
 */
export function repairJson(
  text: string,
  file: string,
): Result<{ text: string; steps: readonly EditStep[] }> {
  const shift = bomLength(text);
  const body = text.slice(shift);
  const errors: ParseError[] = [];
  parse(body, errors, { allowTrailingComma: true, disallowComments: false });
  if (errors.length > 0) {
    return fail('settings.unparsable', {
      message: `${file} is malformed in a way that cannot be mended without guessing.`,
      hint: 'Correct it by hand, then apply again.',
    });
  }
  const cuts: { offset: number; length: number }[] = [];
  let comma: { offset: number; length: number } | null = null;
  const scanner = createScanner(body, false);
  for (let kind: number = scanner.scan(); kind !== SYNTAX.end; kind = scanner.scan()) {
    const token = { offset: scanner.getTokenOffset(), length: scanner.getTokenLength() };
    if (kind === SYNTAX.lineComment || kind === SYNTAX.blockComment) cuts.push(token);
    else if (kind === SYNTAX.comma) comma = token;
    else if ((kind === SYNTAX.closeBrace || kind === SYNTAX.closeBracket) && comma !== null) {
      cuts.push(comma);
      comma = null;
    } else if (kind !== SYNTAX.lineBreak && kind !== SYNTAX.trivia) comma = null;
  }
  // From the end, so that earlier offsets stay true.
  const steps = cuts
    .toSorted((a, b) => b.offset - a.offset)
    .map((cut) => ({
      offset: cut.offset + shift,
      removed: body.slice(cut.offset, cut.offset + cut.length),
      inserted: '',
    }));
  return ok({ text: applySteps(text, steps), steps });
}
