import fs from 'node:fs';
import path from 'node:path';
import type * as Sqlite from 'node:sqlite';

import type { EnvLayer } from '../../../shared/domain/effective-env.ts';
import { readEnvText } from '../../../shared/domain/env-text.ts';

/** Conductor's own database (conductor-claude.md §A6, from other people's reports; no public contract, so anything may be missing). */
const DATABASE = 'Library/Application Support/com.conductor.app/conductor.db';
const KEY = 'claude_env_vars';

/**
 * The variables of Conductor's Env panel, which it starts every Claude Code with: weaker than any settings file. Opened for reading only;
 * null where there is no Conductor, or where its database is not what it is known as.
 */
export function readConductorEnv(personHome: string): EnvLayer | null {
  const file = path.join(personHome, DATABASE);
  if (!fs.existsSync(file)) return null;
  // Not imported: older Nodes, under which other commands run, do not have it.
  const sqlite: typeof Sqlite | undefined = process.getBuiltinModule('node:sqlite');
  if (sqlite === undefined) return null;
  try {
    const database = new sqlite.DatabaseSync(file, { readOnly: true, timeout: 200 });
    try {
      const row = database.prepare('SELECT value FROM settings WHERE key = ?').get(KEY);
      const text = row?.['value'];
      return typeof text === 'string' ? conductorLayer(file, text) : null;
    } finally {
      database.close();
    }
  } catch {
    // Another schema, or in use just now: it says nothing.
    return null;
  }
}

/** The panel's text as a layer; of a name that stands there twice the last counts, as in any environment. Pure. */
export function conductorLayer(file: string, text: string): EnvLayer | null {
  const read = readEnvText(text);
  if (!read.ok || read.value.length === 0) return null;
  const env = Object.fromEntries(read.value.map(({ name, value }) => [name, value]));
  return { kind: 'conductor', file, state: 'read', env };
}
