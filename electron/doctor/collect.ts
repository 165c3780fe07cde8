import fs from 'node:fs';
import path from 'node:path';

import type { Finding } from '../../shared/domain/doctor/finding.ts';
import { diagnose } from '../../shared/domain/doctor/diagnose.ts';
import type { WorktreeFacts } from '../../shared/domain/doctor/facts.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import type { Core } from '../core.ts';
import { locateSettings, SETTINGS_PATH } from '../services/claude-settings/file/locate-file.ts';
import { checkIgnored, gitWith } from '../services/claude-settings/git/git-guard.ts';
import { duplicateEnvNames } from '../services/claude-settings/json/json-text.ts';
import { envHash } from '../services/claude-settings/prepare.ts';
import type { AssignmentRecord } from '../services/journal/records.ts';
import { createWorktreeReader } from './read-worktree.ts';

/** What the doctor found in one worktree. */
export interface Diagnosis {
  readonly worktree: Worktree;
  readonly findings: readonly Finding[];
}

export interface DoctorOptions {
  readonly core: Core;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  /** Whether `env` is what Claude Code is started with: true in a terminal, false in an app. */
  readonly inherits: boolean;
}

/** What git and the file system say of the settings file. A git process is started only where git's own files leave it open. */
async function fileFacts(
  worktree: Worktree,
  text: string | null,
  env: NodeJS.ProcessEnv,
): Promise<WorktreeFacts['file']> {
  const file = path.join(worktree.path, SETTINGS_PATH);
  const stat = fs.lstatSync(file, { throwIfNoEntry: false });
  const base = { path: file, exists: text !== null, symlink: stat?.isSymbolicLink() === true };
  const open =
    stat !== undefined &&
    process.platform !== 'win32' &&
    (fs.statSync(file, { throwIfNoEntry: false })?.mode ?? 0) % 0o100 !== 0;
  const duplicates = text === null ? [] : duplicateEnvNames(text);
  const location = locateSettings(worktree.path);
  if (!location.ok || text === null)
    return { ...base, open, duplicates, tracked: false, ignored: true };
  const state = await checkIgnored(worktree, location.value, gitWith(env));
  const tracked = !state.ok && state.failure.code === 'settings.tracked';
  // Where git itself cannot answer nothing is claimed.
  return { ...base, open, duplicates, tracked, ignored: !state.ok || state.value.ignored };
}

/** Examines worktrees. Files that many of them share are read once; nothing is written. */
export async function examine(
  worktrees: readonly Worktree[],
  options: DoctorOptions,
): Promise<readonly Diagnosis[]> {
  const { core, platform, env, inherits } = options;
  const { personHome } = core;
  const { version, read } = createWorktreeReader({ personHome, platform, env, inherits });
  const records = await core.records();
  const accounts = await core.accounts.read();
  const gateways = new Map(
    (accounts.ok ? accounts.value.accounts : []).map((one) => [one.id, one.gatewayUrl]),
  );
  const traces = tracesOf(records);
  const found: Diagnosis[] = [];
  for (const worktree of worktrees) {
    if (worktree.missing || worktree.bare) continue;
    const { text, settings, env: layers } = read(worktree);
    const record = records.get(worktree.id);
    const gatewayUrl = record === undefined ? undefined : gateways.get(record.accountId);
    const facts: WorktreeFacts = {
      layers,
      version,
      hasHelper: [
        settings.local,
        settings.project,
        settings.user,
        settings.mainLocal,
        ...settings.managed,
      ].some((layer) => (layer?.apiKeyHelper ?? null) !== null),
      applied:
        record === undefined || gatewayUrl === undefined
          ? null
          : {
              gatewayUrl,
              drifted:
                settings.local.env === null || envHash(settings.local.env) !== record.envHash,
            },
      otherWith: (trace) => traces.get(trace)?.find(({ id }) => id !== worktree.id)?.name ?? null,
      file: await fileFacts(worktree, text, env),
    };
    found.push({ worktree, findings: diagnose(facts) });
  }
  return found;
}

function tracesOf(records: ReadonlyMap<string, AssignmentRecord>) {
  const traces = new Map<string, { readonly id: string; readonly name: string }[]>();
  for (const { trace, worktreeId, path: folder } of records.values()) {
    traces.set(trace, [
      ...(traces.get(trace) ?? []),
      { id: worktreeId, name: path.basename(folder) },
    ]);
  }
  return traces;
}
