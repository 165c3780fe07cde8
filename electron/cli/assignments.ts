import type { Result } from '../../shared/domain/failure.ts';
import type { ApplyOutcome, Preview, RestoreOutcome } from '../../shared/domain/preview.ts';
import type { CommandContext } from './context.ts';
import { resolveWorktree } from './context.ts';
import { finish, type Output, table } from './output.ts';

export interface ApplyOptions {
  readonly preset: string;
  readonly account?: string;
  readonly trace?: string;
  readonly metadata?: Record<string, string>;
  readonly dryRun?: boolean;
  readonly exclude: boolean;
}

function changedIn(preview: Preview): string[] {
  return preview.variables.filter((variable) => variable.changed).map((variable) => variable.name);
}

function indent(text: string): string {
  return text.split('\n').join('\n               ');
}

/** The diff that is shown before writing: changed variables, where each header comes from, what to know. */
function previewText(preview: Preview): string {
  const changes = preview.variables
    .filter((variable) => variable.changed)
    .map(
      (variable) =>
        `${variable.name}\n  before       ${indent(variable.before ?? 'not set')}\n  after        ${indent(variable.after === null ? 'not set' : variable.after === '' ? 'empty' : variable.after)}`,
    );
  const origins = preview.headers.map((header) => [`  ${header.name}`, `from ${header.origin}`]);
  return [
    `${preview.file} would change:`,
    changes.length === 0 ? 'nothing' : changes.join('\n'),
    ...(origins.length === 0 ? [] : [`Headers\n${table(origins)}`]),
    ...(preview.exclude === null
      ? []
      : [`${preview.exclude.file} gets the line ${preview.exclude.line}`]),
    'Nothing was written.',
  ].join('\n');
}

function notes(output: Output, sentences: readonly string[]): void {
  for (const sentence of sentences) output.note(sentence);
}

/** Prints what an apply or a clear would do. */
function showPreview(output: Output, preview: Result<Preview>): number {
  if (preview.ok) notes(output, preview.value.warnings);
  return finish(output, preview, (value) => ({
    json: {
      ok: true,
      dryRun: true,
      worktree: value.worktree,
      file: value.file,
      changed: changedIn(value),
      ...(value.shadowedBy.length === 0 ? {} : { shadowedBy: value.shadowedBy }),
      ...(value.trace === null ? {} : { trace: value.trace }),
      preview: value,
    },
    text: previewText(value),
  }));
}

/** What is printed of an apply. */
export function applied(outcome: ApplyOutcome) {
  const { shadowedBy, overrides, warnings, ...rest } = outcome;
  return {
    json: {
      ok: true,
      ...rest,
      ...(shadowedBy.length === 0 ? {} : { shadowedBy }),
      ...(overrides.length === 0 ? {} : { overrides }),
      ...(warnings.length === 0 ? {} : { warnings }),
    },
    text:
      outcome.changed.length === 0
        ? `${outcome.file} was right already. Trace ID ${outcome.trace}.`
        : `Wrote ${outcome.file}. Trace ID ${outcome.trace}. Open sessions follow in about 2 s.`,
  };
}

/** `switchyard apply <worktree> --preset ID …` */
export async function applyPreset(
  name: string,
  options: ApplyOptions,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const worktree = await resolveWorktree(name, context.core);
  if (!worktree.ok) return finish(output, worktree, () => ({ json: null, text: '' }));
  const input = {
    worktree: worktree.value,
    preset: options.preset,
    account: options.account,
    trace: options.trace,
    metadata: options.metadata,
    // Typing the command is the yes that the app asks for by a button.
    exclude: options.exclude,
  };
  if (options.dryRun === true) {
    const preview = await context.handlers['assignments.preview'](input, context.request);
    return showPreview(output, preview);
  }
  const outcome = await context.handlers['assignments.apply'](input, context.request);
  if (outcome.ok) notes(output, outcome.value.warnings);
  return finish(output, outcome, applied);
}

function restored(what: string) {
  return (outcome: RestoreOutcome) => ({
    json: { ok: true, ...outcome },
    text:
      outcome.changed.length === 0
        ? `${what}: ${outcome.file} needed no change.`
        : `${what}: ${outcome.file}${outcome.exact ? ' is byte for byte what it was' : ' has Switchyard’s variables put back; what others wrote stays'}.`,
  });
}

/** Prints what a restoration did. */
export async function restore(
  output: Output,
  what: string,
  result: Promise<Result<RestoreOutcome>>,
): Promise<number> {
  const outcome = await result;
  if (outcome.ok) notes(output, outcome.value.notes);
  return finish(output, outcome, restored(what));
}

/** `switchyard clear <worktree>` */
export async function clearWorktree(
  name: string,
  options: { readonly dryRun?: boolean },
  context: CommandContext,
  output: Output,
): Promise<number> {
  const worktree = await resolveWorktree(name, context.core);
  if (!worktree.ok) return finish(output, worktree, () => ({ json: null, text: '' }));
  const input = { worktree: worktree.value };
  if (options.dryRun !== true) {
    return restore(
      output,
      'Cleared',
      context.handlers['assignments.clear'](input, context.request),
    );
  }
  const preview = await context.handlers['assignments.previewClear'](input, context.request);
  return showPreview(output, preview);
}
