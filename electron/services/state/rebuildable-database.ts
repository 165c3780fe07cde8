import fs from 'node:fs';

import { fail, failureError } from '../../../shared/domain/failure.ts';
import { openSqliteFile, type SqliteFile, type Statements } from './sqlite-file.ts';

/** A database whose content can be had again from elsewhere, so that a file that fails is replaced and not mourned. */
export interface RebuildableDatabase {
  /** All or nothing. Throws an error that carries `state.unreadable` when not even a new file can be made. */
  write<T>(work: (db: Statements) => T): Promise<T>;
  read<T>(work: (db: Statements) => T): Promise<T>;
  dispose(): Promise<void>;
}

export interface RebuildableOptions {
  readonly file: string;
  /** Append only; `user_version` counts those that have run. */
  readonly migrations: readonly string[];
  readonly now: () => Date;
  /** Told once a file was moved aside: a full sentence that names it and the reason. */
  readonly onRebuilt: (sentence: string) => void;
  /** How long another connection may hold the file before it counts as stuck. */
  readonly timeoutMs?: number;
}

/** SQLite's primary result codes for a file that is of no use any more: busy, locked, I/O error, corrupt, not a database. */
const BROKEN = new Set([5, 6, 10, 11, 26]);

function isBroken(error: unknown): boolean {
  const code = error instanceof Error && 'errcode' in error ? error.errcode : null;
  return typeof code === 'number' && BROKEN.has(code & 0xff);
}

/**
 * Opens the file on first use. One that is damaged, stuck in another process or made by a newer version is moved aside
 * (never deleted), with its write-ahead log, and a new one takes its place.
 */
export function createRebuildableDatabase(options: RebuildableOptions): RebuildableDatabase {
  const { file, migrations, timeoutMs = 5000 } = options;
  let opening: Promise<SqliteFile> | null = null;
  let disposed = false;

  const moveAside = (reason: string): void => {
    const stamp = options.now().toISOString().replaceAll(/[:.]/g, '-');
    const aside = `${file}.damaged-${stamp}`;
    for (const suffix of ['', '-wal', '-shm']) {
      if (fs.existsSync(file + suffix)) fs.renameSync(file + suffix, aside + suffix);
    }
    options.onRebuilt(
      `${file} could not be used (${reason}); it was moved to ${aside}, and a new one is being filled.`,
    );
  };

  const open = async (): Promise<SqliteFile> => {
    const first = await openSqliteFile({ file, migrations, timeoutMs });
    if (first.ok) return first.database;
    try {
      moveAside(first.reason);
    } catch {
      // The second attempt says what is wrong with the place.
    }
    const second = await openSqliteFile({ file, migrations, timeoutMs });
    if (second.ok) return second.database;
    throw failureError(
      fail('state.unreadable', { message: `${file} cannot be made: ${second.reason}.` }).failure,
    );
  };

  const opened = async (): Promise<SqliteFile> => {
    if (disposed) throw failureError(fail('cancelled').failure);
    opening ??= open();
    try {
      return await opening;
    } catch (error) {
      opening = null;
      throw error;
    }
  };

  const use = async <T>(work: (database: SqliteFile) => T): Promise<T> => {
    const database = await opened();
    try {
      return work(database);
    } catch (error) {
      if (!isBroken(error) || disposed) throw error;
      opening = null;
      database.dispose();
      moveAside(error instanceof Error ? error.message : String(error));
      return work(await opened());
    }
  };

  return {
    write: (work) => use((database) => database.transaction(work)),
    read: (work) => use((database) => database.read(work)),
    dispose: async () => {
      disposed = true;
      const last = opening;
      opening = null;
      (await last?.catch(() => null))?.dispose();
    },
  };
}
