import fs from 'node:fs';
import path from 'node:path';

import type { HistoryLine, ReversalPreview, ThreeWay } from '../../shared/domain/assignment.ts';
import { ok, type Result } from '../../shared/domain/failure.ts';
import type { CommandContext } from './context.ts';
import { restore } from './assignments.ts';
import { resolveWorktree } from './context.ts';
import { EXIT, finish, type Output, table } from './output.ts';

export interface HistoryOptions {
  readonly limit?: number;
  readonly worktree?: string;
  readonly show?: number;
  readonly original?: string;
}

export interface ReverseOptions {
  readonly list?: boolean;
  readonly batch?: string;
  readonly force?: boolean;
}

function stateOf(line: HistoryLine): string {
  if (line.way !== null) return line.way === 'redo' ? 'undone, can be redone' : '';
  const undone = line.undoneAt === null ? '' : 'undone. ';
  return line.action === 'undo' || line.action === 'redo' ? '' : `${undone}${line.why ?? ''}`;
}

function listText(lines: readonly HistoryLine[]): string {
  if (lines.length === 0) return 'Nothing has been written yet.';
  return table(
    lines.map((line) => [
      String(line.id),
      line.at.slice(0, 16).replace('T', ' '),
      line.face,
      line.summary,
      line.batch === null ? '' : `[${line.batch}]`,
      stateOf(line),
    ]),
  );
}

function side(value: string | null): string {
  return value === null
    ? 'not set'
    : value === ''
      ? 'empty'
      : value.split('\n').join('\n           ');
}

function threeWayText({ name, before, written, now, theirs }: ThreeWay): string {
  return [
    `${name}${theirs ? ' (changed by somebody else)' : ''}`,
    `  before   ${side(before)}`,
    `  written  ${side(written)}`,
    `  now      ${side(now)}`,
  ].join('\n');
}

function previewText(preview: ReversalPreview): string {
  const { id, summary, way, why, forcible, variables } = preview;
  return [
    `Number ${id}: ${summary}`,
    way === null
      ? (why ?? 'Nothing can be done about it.')
      : `It can be ${way === 'undo' ? 'undone' : 'redone'}.`,
    ...variables.map(threeWayText),
    ...(forcible
      ? ['With --force, “before” is put back and what others wrote beside it stays.']
      : []),
  ].join('\n');
}

/** A worktree's path. One that is gone is still in what was written, and is named by its path then. */
function pathOf(name: string, context: CommandContext): Promise<Result<string>> {
  return path.isAbsolute(name) && !fs.existsSync(name)
    ? Promise.resolve(ok(path.normalize(name)))
    : resolveWorktree(name, context.core);
}

/** `switchyard history [--limit N] [--worktree NAME] [--show ID] [--original NAME]` */
export async function showHistory(
  options: HistoryOptions,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const { handlers, request } = context;
  if (options.show !== undefined) {
    const preview = await handlers['journal.preview']({ id: options.show }, request);
    return finish(output, preview, (value) => ({ json: value, text: previewText(value) }));
  }
  const name = options.original ?? options.worktree;
  const found = name === undefined ? null : await pathOf(name, context);
  if (found?.ok === false) return finish(output, found, () => ({ json: null, text: '' }));
  if (options.original !== undefined && found !== null) {
    const kept = await handlers['journal.firstSeen']({ worktree: found.value }, request);
    return finish(output, kept, (value) => ({
      json: value,
      text: value.text ?? `${value.file} did not exist before Switchyard’s first write.`,
    }));
  }
  const list = await handlers['journal.list'](
    { limit: options.limit ?? 100, ...(found === null ? {} : { worktree: found.value }) },
    request,
  );
  return finish(output, list, (lines) => ({ json: lines, text: listText(lines) }));
}

async function undoBatch(batch: string, context: CommandContext, output: Output): Promise<number> {
  const done = await context.handlers['journal.undoBatch']({ batch }, context.request);
  if (!done.ok) return finish(output, done, () => ({ json: null, text: '' }));
  const { items } = done.value;
  const failed = items.filter((item) => item.failure !== null);
  for (const note of new Set(items.flatMap((item) => item.notes))) output.note(note);
  output.result(
    { ok: failed.length === 0, ...done.value },
    [
      `Undone: ${items.length - failed.length} of ${items.length}.`,
      ...failed.map((item) => `${item.worktree}: ${item.failure?.message ?? ''}`),
      ...(failed.length === 0 ? [] : ['Run it again to go on with what is left.']),
    ].join('\n'),
  );
  return failed.length === 0 ? EXIT.done : EXIT.failed;
}

/** A refusal because of drift carries the three sides of each variable with `--json`. */
async function reverse(
  way: 'undo' | 'redo',
  id: number | undefined,
  force: boolean,
  context: CommandContext,
  output: Output,
): Promise<number> {
  const { handlers, request } = context;
  const input = { ...(id === undefined ? {} : { id }), ...(force ? { force } : {}) };
  const outcome = await handlers[`journal.${way}`](input, request);
  if (outcome.ok || outcome.failure.code !== 'journal.drifted') {
    return restore(output, way === 'undo' ? 'Undone' : 'Redone', Promise.resolve(outcome));
  }
  const subject = id ?? (await latestOf(way, context));
  const preview =
    subject === null ? null : await handlers['journal.preview']({ id: subject }, request);
  output.failure(outcome.failure, preview?.ok === true ? { preview: preview.value } : {});
  return EXIT.failed;
}

async function latestOf(way: 'undo' | 'redo', context: CommandContext): Promise<number | null> {
  const journal = await context.core.journal();
  return (way === 'undo' ? journal.latestUndoable() : journal.latestRedoable())?.id ?? null;
}

/** `switchyard undo [ID] [--batch ID] [--force] [--list]` */
export function undoWrite(
  id: number | undefined,
  options: ReverseOptions,
  context: CommandContext,
  output: Output,
): Promise<number> {
  if (options.list === true) return showHistory({}, context, output);
  if (options.batch !== undefined) return undoBatch(options.batch, context, output);
  return reverse('undo', id, options.force === true, context, output);
}

/** `switchyard redo [ID] [--force]` */
export function redoWrite(
  id: number | undefined,
  options: ReverseOptions,
  context: CommandContext,
  output: Output,
): Promise<number> {
  return reverse('redo', id, options.force === true, context, output);
}
