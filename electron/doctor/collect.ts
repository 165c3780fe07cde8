import fs from 'node:fs';
import path from 'node:path';

import { type Finding } from '../../shared/domain/doctor/finding.ts';
import { diagnose } from '../../shared/domain/doctor/diagnose.ts';
import type { WorktreeFacts } from '../../shared/domain/doctor/facts.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import type { Core } from '../core.ts';
import { locateSettings, SETTINGS_PATH } from '../services/claude-settings/file/locate-file.ts';
import { checkIgnored, gitWith } from '../services/claude-settings/git/git-guard.ts';
import { duplicateEnvNames } from '../services/claude-settings/json/json-text.ts';
import { envHash } from '../services/claude-settings/prepare.ts';
import { claudePlaces, createLayerReader } from '../services/claude-settings/read-layers.ts';
import { findClaudeVersions } from '../services/doctor/claude-version.ts';
import { envLayers } from '../services/doctor/env-layers.ts';
import type { AssignmentRecord } from '../services/journal/records.ts';

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

function textOf(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    // Not there, or not for this person: for their Claude Code neither.
    return null;
  }
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
  const readLayers = createLayerReader(claudePlaces(platform, env, core.personHome));
  const version = findClaudeVersions(core.personHome)[0] ?? null;
  const records = await core.records();
  const accounts = await core.accounts.read();
  const gateways = new Map(
    (accounts.ok ? accounts.value.accounts : []).map((one) => [one.id, one.gatewayUrl]),
  );
  const traces = tracesOf(records);
  const found: Diagnosis[] = [];
  for (const worktree of worktrees) {
    if (worktree.missing || worktree.bare) continue;
    const text = textOf(path.join(worktree.path, SETTINGS_PATH));
    const layers = readLayers(worktree, text);
    const record = records.get(worktree.id);
    const gatewayUrl = record === undefined ? undefined : gateways.get(record.accountId);
    const facts: WorktreeFacts = {
      layers: envLayers(layers, inherits ? env : null),
      version,
      hasHelper: [
        layers.local,
        layers.project,
        layers.user,
        layers.mainLocal,
        ...layers.managed,
      ].some((layer) => (layer?.apiKeyHelper ?? null) !== null),
      applied:
        record === undefined || gatewayUrl === undefined
          ? null
          : {
              gatewayUrl,
              drifted: layers.local.env === null || envHash(layers.local.env) !== record.envHash,
            },
      otherTraces: new Map(
        [...traces].flatMap(([trace, names]) => {
          const other = names.find(({ id }) => id !== worktree.id);
          return other === undefined ? [] : [[trace, other.name] as const];
        }),
      ),
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
