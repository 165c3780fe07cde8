import fs from 'node:fs';
import path from 'node:path';

import { fail, ok, type Result } from '../../../shared/domain/failure.ts';

/** The part of a zod schema that a document needs. */
interface Schema<T> {
  safeParse(input: unknown):
    | { success: true; data: T }
    | {
        success: false;
        error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] };
      };
}

export interface Document<T> {
  readonly file: string;
  /** @returns the content (the default when there is no file), or `state.unreadable` naming file and field */
  read(): Promise<Result<T>>;
  /**
   * Reads, changes and writes in one go, while no other process of ours does. A failure from `change` writes nothing.
   * @returns what `change` gave, its failure, or `state.unreadable` when the file cannot be read or written
   */
  update<R>(change: (current: T) => Result<{ next: T; value: R }>): Promise<Result<R>>;
}

export interface DocumentOptions<T> {
  readonly file: string;
  /** Loaded on first use: a missing file needs no schema, and zod costs start-up time. */
  readonly schema: () => Promise<Schema<T>>;
  readonly initial: T;
  /** Runs a synchronous function while no other process of ours writes. */
  readonly lock: <R>(work: () => R) => Promise<Result<R>>;
}

function writeWhole(file: string, text: string): void {
  fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  // Not imported: loading it takes a fifth of the time in which a listing is done, and a listing writes nothing.
  const { randomBytes } = process.getBuiltinModule('node:crypto');
  const temp = `${file}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const descriptor = fs.openSync(temp, 'wx', 0o600);
    try {
      fs.writeFileSync(descriptor, text);
      fs.fsyncSync(descriptor);
    } finally {
      fs.closeSync(descriptor);
    }
    fs.renameSync(temp, file);
  } catch (error) {
    fs.rmSync(temp, { force: true });
    throw error;
  }
}

/**
 * A small, human-readable JSON file of ours. A file that does not fit its schema is never overwritten: it may be the
 * person's own edit gone wrong.
 */
export function openDocument<T>(options: DocumentOptions<T>): Document<T> {
  const { file, initial, lock } = options;

  const readWith = (schema: Schema<T> | null): Result<T> => {
    let text: string;
    try {
      text = fs.readFileSync(file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ok(initial);
      return fail('state.unreadable', { message: `${file} cannot be read: ${String(error)}.` });
    }
    return schema === null ? ok(initial) : check(text, schema, file);
  };

  return {
    file,
    read: async () => readWith(fs.existsSync(file) ? await options.schema() : null),
    async update(change) {
      const schema = await options.schema();
      const outcome = await lock(() => {
        const current = readWith(schema);
        if (!current.ok) return current;
        const changed = change(current.value);
        if (!changed.ok) return changed;
        try {
          writeWhole(file, `${JSON.stringify(changed.value.next, null, 2)}\n`);
        } catch (error) {
          return fail('state.unreadable', {
            message: `${file} cannot be written: ${error instanceof Error ? error.message : String(error)}.`,
            hint: 'Check the space on the disk and the permissions of that folder, then try again.',
          });
        }
        return ok(changed.value.value);
      });
      return outcome.ok ? outcome.value : outcome;
    },
  };
}

function check<T>(text: string, schema: Schema<T>, file: string): Result<T> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return fail('state.unreadable', {
      message: `${file} is not JSON, so nothing was changed.`,
      hint: 'Correct it by hand, or move it aside; Switchyard makes a new one.',
    });
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  return fail('state.unreadable', {
    message: `${file} does not fit at “${issue?.path.map(String).join('.') ?? ''}”: ${issue?.message ?? ''}.`,
    hint: 'Correct it by hand, or move it aside; Switchyard makes a new one.',
  });
}
