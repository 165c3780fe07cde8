import { applyEdits, modify, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { withSetupLine } from '../../../shared/domain/setup-script.ts';

/** What a file of scripts becomes. */
export interface SetupPlan {
  readonly state: 'already' | 'paste' | 'ready';
  /** The whole file; for `paste` the part to put into it. */
  readonly after: string;
  readonly script: string;
}

function refuse(file: string, message: string) {
  return fail('request.invalid', {
    field: 'repo',
    message: `${file} ${message}, so nothing was written.`,
    hint: 'Correct it by hand and try again.',
  });
}

function eolOf(text: string): string {
  return text.includes('\r\n') ? '\r\n' : '\n';
}

/** How deep the file’s own first level is indented; two spaces where it does not say. */
function indentOf(text: string): { insertSpaces: boolean; tabSize: number } {
  const indent = /\n([ \t]+)"/.exec(text)?.[1] ?? '  ';
  return indent.startsWith('\t')
    ? { insertSpaces: false, tabSize: 1 }
    : { insertSpaces: true, tabSize: indent.length };
}

/** Plans the line in a `conductor.json` (`scripts.setup`); every other byte stays. */
export function planJson(file: string, whole: string): Result<SetupPlan> {
  const mark = whole.startsWith('\uFEFF') ? '\uFEFF' : '';
  const text = whole.slice(mark.length);
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [error] = errors;
  if (error !== undefined) {
    const line = text.slice(0, error.offset).split('\n').length;
    return refuse(file, `is not JSON (line ${line}: ${printParseErrorCode(error.error)})`);
  }
  if (root?.type !== 'object') return refuse(file, 'holds no JSON object');
  const valueOf = (node: typeof root, name: string) =>
    node.children?.findLast((property) => property.children?.[0]?.value === name)?.children?.[1];
  const scripts = valueOf(root, 'scripts');
  if (scripts !== undefined && scripts.type !== 'object')
    return refuse(file, 'has “scripts” that are no object');
  const setup = scripts === undefined ? undefined : valueOf(scripts, 'setup');
  if (setup !== undefined && setup.type !== 'string')
    return refuse(file, 'has a setup script that is no text');
  const before = setup === undefined ? null : String(setup.value);
  const script = withSetupLine(before);
  if (script === null) return ok({ state: 'already', after: whole, script: before ?? '' });
  if (setup !== undefined) {
    const end = setup.offset + setup.length;
    const after = `${mark}${text.slice(0, setup.offset)}${JSON.stringify(script)}${text.slice(end)}`;
    return ok({ state: 'ready', after, script });
  }
  const { offset, length } = scripts ?? root;
  // Formatting goes over whole lines, so what stands on one line is left as it is.
  const spread = text.slice(offset, offset + length).includes('\n');
  const formatting = spread ? { formattingOptions: { ...indentOf(text), eol: eolOf(text) } } : {};
  const edits = modify(text, ['scripts', 'setup'], script, formatting);
  return ok({ state: 'ready', after: mark + applyEdits(text, edits), script });
}

/** A basic string of TOML. */
function quoted(text: string): string {
  return JSON.stringify(text);
}

/**
 * Plans the line in a `.conductor/settings.toml`. A file that speaks of scripts anywhere is not edited: what to paste is
 * said instead. Any other gets a table of its own at the end.
 */
export function planToml(file: string, text: string): Result<SetupPlan> {
  for (const quote of ['"""', "'''"]) {
    if (text.split(quote).length % 2 === 0)
      return refuse(file, `has ${quote} that is never closed`);
  }
  // A text over several lines, in three quotes, is left for the person to put ours before.
  const setup =
    /^[ \t]*(?:scripts\.)?setup[ \t]*=[ \t]*(?!"""|''')(["'])(.*)\1[ \t]*(?:#.*)?\r?$/m.exec(text);
  const before = setup?.[2] === undefined ? null : unescapeToml(setup[2], setup[1] ?? '');
  if (/switchyard provision/.test(text))
    return ok({ state: 'already', after: text, script: before ?? '' });
  const script = withSetupLine(before) ?? '';
  if (/scripts/.test(text.replace(/^[ \t]*#.*$/gm, ''))) {
    const hasLong = before === null && /^[ \t]*(?:scripts\.)?setup[ \t]*=/m.test(text);
    return ok({
      state: 'paste',
      after: hasLong ? `${script}\n` : `setup = ${quoted(script)}\n`,
      script,
    });
  }
  const eol = eolOf(text);
  const gap = text === '' ? '' : text.endsWith('\n') ? eol : eol + eol;
  return ok({
    state: 'ready',
    after: `${text}${gap}[scripts]${eol}setup = ${quoted(script)}${eol}`,
    script,
  });
}

/** The usual escapes of a basic string; a literal one has none. */
function unescapeToml(text: string, quote: string): string {
  if (quote === "'") return text;
  const known: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };
  return text.replace(/\\(.)/g, (_, one: string) => known[one] ?? one);
}
