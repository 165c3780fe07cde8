import { hash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { OWNED_VARIABLES } from '../../../../shared/domain/env-block.ts';
import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import { removeFile, type replaceFile } from './atomic-file.ts';
import type { EditStep } from '../json/json-editor.ts';
import { bomLength, decodeUtf8, parseSettings, propertiesOf, rawOf } from '../json/json-text.ts';
import type { SettingsLocation } from './locate-file.ts';
import { isOurHelper } from '../helper-command.ts';
import { secretFragments } from './seal.ts';

/** A file's content as read: bytes for comparing, text for editing. Both null when there is no file. */
export interface Content {
  readonly bytes: Buffer | null;
  readonly text: string | null;
}

export const NO_CONTENT: Content = { bytes: null, text: null };

/** SHA-256 in hex; null stands for "no file". */
export function hashOf(text: string | null): string | null {
  return text === null ? null : hash('sha256', text);
}

/** Turns the system's refusals into failures with a next step; what is no refusal of the system is a bug and is thrown. */
export function explainSystemError(error: unknown, file: string): { ok: false } & Result<never> {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return fail('settings.read_only', {
        message: `${file} cannot be written to (${code === 'EROFS' ? 'the disk is read-only' : 'permission denied'}), so nothing was written.`,
      });
    case 'ENOSPC':
    case 'EDQUOT':
      return fail('settings.no_space', {
        message: `There is no space left for ${file}, so nothing was written.`,
      });
    case 'ENOENT':
    case 'ENOTDIR':
      return fail('worktree.missing', {
        message: `${path.dirname(path.dirname(file))} went away while it was written to.`,
      });
    default:
      // EIO, EBUSY, ENAMETOOLONG …: one worktree's bad disk must not stop the others.
      if (typeof code !== 'string' || !(error instanceof Error && 'syscall' in error)) throw error;
      return fail('settings.read_only', {
        message: `${file} cannot be written to (${code}), so nothing was written.`,
      });
  }
}

/** Reads a settings file. @returns its content, `settings.encoding`, or `settings.read_only` */
export function readContent(location: SettingsLocation): Result<Content> {
  let bytes: Buffer;
  try {
    bytes = fs.readFileSync(location.file);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ok(NO_CONTENT);
    return explainSystemError(error, location.shown);
  }
  const text = decodeUtf8(bytes, location.shown);
  return text.ok ? ok({ bytes, text: text.value }) : text;
}

/** How long a program can take to write a file in place, in milliseconds; a file that has been as it is for longer is meant so. */
const WRITING_MS = 250;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function isWhole(content: Result<Content>): boolean {
  if (!content.ok) return content.failure.code !== 'settings.encoding';
  const { text } = content.value;
  return text === null || (text.trim() !== '' && isJson(text.slice(bomLength(text))));
}

/** Whether a file was written a moment ago. */
function isFresh(file: string): boolean {
  const stat = fs.statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Math.abs(Date.now() - stat.mtimeMs) < WRITING_MS;
}

/**
 * As {@link readContent}, but waits while the file is empty or torn and was written just now: a program that writes in
 * place is in the middle of it, and an edit of what it has written so far would lose the rest.
 */
export async function readSettled(
  location: SettingsLocation,
  pause: (milliseconds: number) => Promise<void>,
): Promise<Result<Content>> {
  for (let look = 0; ; look += 1) {
    const content = readContent(location);
    if (isWhole(content) || look === 20 || !isFresh(location.file)) return content;
    await pause(2 + 2 * look);
  }
}

/**
 * Raw secret pieces of a settings text: of every owned variable, duplicates included, and of somebody else's apiKeyHelper,
 * which may have a key written into it.
 */
export function fragmentsOf(text: string | null): string[] {
  const parsed = parseSettings(text ?? '', 'settings');
  if (!parsed.ok || parsed.value.root === null) return [];
  const source = text ?? '';
  const properties = propertiesOf(parsed.value.root);
  const helpers = properties
    .filter((property) => property.name === 'apiKeyHelper' && property.value.type === 'string')
    .filter((property) => !isOurHelper(String(property.value.value)))
    .map((property) => rawOf(source, property.value).slice(1, -1));
  const variables = properties
    .filter((property) => property.name === 'env' && property.value.type === 'object')
    .flatMap((env) => propertiesOf(env.value))
    .filter((variable) => (OWNED_VARIABLES as readonly string[]).includes(variable.name))
    .flatMap((variable) => secretFragments(variable.name, rawOf(source, variable.value)));
  return [...variables, ...helpers];
}

/** What a computed edit leads to. `next` null removes the file. */
export interface Target {
  readonly next: string | null;
  readonly steps: readonly EditStep[];
}

export interface CommitOptions {
  readonly location: SettingsLocation;
  readonly content: Content;
  /** Computes the edit anew for other bytes. */
  readonly compute: (content: Content) => Result<Target>;
  /** Told before each attempt, so that the journal knows of the write before it happens. */
  readonly announce: (content: Content, target: Target) => Result<void> | Promise<Result<void>>;
  readonly replace: typeof replaceFile;
  readonly pause: (milliseconds: number) => Promise<void>;
  /** True when the target is what the file once was, byte for byte: then it may be as broken as it was (undo of a repair). */
  readonly anyText?: boolean;
}

/** After this many re-bases the other writer is not going to stop. */
const ATTEMPTS = 12;

function put(options: CommitOptions, content: Content, next: string | null): boolean {
  const { file } = options.location;
  if (next === null) return content.bytes === null || removeFile(file, content.bytes);
  return options.replace(file, { expected: content.bytes, next: Buffer.from(next, 'utf8') });
}

/**
 * Writes an edit, re-basing it on new bytes when another program (Claude Code writes permissions there) was quicker.
 * @returns what was written from and to, or the failure of `compute`, `settings.conflict`, or the system's refusal
 */
export async function commit(
  options: CommitOptions,
): Promise<Result<{ content: Content; target: Target }>> {
  const { location } = options;
  let { content } = options;
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const target = options.compute(content);
    if (!target.ok) return target;
    if (target.value.next === content.text) return ok({ content, target: target.value });
    if (options.anyText !== true) assertStrict(target.value.next);
    const announced = await options.announce(content, target.value);
    if (!announced.ok) return announced;
    try {
      if (put(options, content, target.value.next)) return ok({ content, target: target.value });
    } catch (error) {
      return explainSystemError(error, location.shown);
    }
    await options.pause(1 + 2 * attempt);
    const fresh = await readSettled(location, options.pause);
    if (!fresh.ok) return fresh;
    content = fresh.value;
  }
  return fail('settings.conflict', {
    message: `Another program kept changing ${location.shown}; nothing of this change was written.`,
  });
}

/** A file that is not strict JSON would be ignored whole, so being about to write one is a bug worth crashing on. */
function assertStrict(text: string | null): void {
  if (text === null) return;
  const body = text.slice(bomLength(text));
  if (body.trim() !== '') JSON.parse(body);
}
