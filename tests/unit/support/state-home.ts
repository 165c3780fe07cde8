import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { ok, type Result } from '../../../shared/domain/failure.ts';
import {
  openStateDatabase,
  type StateDatabase,
} from '../../../electron/services/state/database.ts';
import { type DocumentOptions, openDocument } from '../../../electron/services/state/document.ts';

export interface StateHome {
  readonly home: string;
  readonly database: StateDatabase;
  document<T>(
    options: Omit<DocumentOptions<T>, 'lock' | 'file'> & { name: string },
  ): ReturnType<typeof openDocument<T>>;
  at(name: string): string;
  dispose(): void;
}

/** A home folder of Switchyard's with a real database, and documents that are locked by it. */
export async function makeStateHome(): Promise<StateHome> {
  const home = fs.mkdtempSync(path.join(os.tmpdir(), 'switchyard-home-'));
  const opened = await openStateDatabase(home);
  if (!opened.ok) throw new Error(opened.failure.message);
  const database = opened.value;
  const at = (name: string) => path.join(home, name);
  const lock = <R>(work: () => R): Promise<Result<R>> =>
    Promise.resolve(ok(database.transaction(work)));
  return {
    home,
    database,
    at,
    document: ({ name, ...options }) => openDocument({ ...options, file: at(name), lock }),
    dispose: () => {
      database.dispose();
      fs.rmSync(home, { recursive: true, force: true });
    },
  };
}
