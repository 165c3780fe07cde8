import fs from 'node:fs';
import path from 'node:path';

import type { Account } from '../../shared/domain/account.ts';
import type { Finding } from '../../shared/domain/doctor/finding.ts';
import { diagnose } from '../../shared/domain/doctor/diagnose.ts';
import type { WorktreeFacts } from '../../shared/domain/doctor/facts.ts';
import type { PortkeyFacts } from '../../shared/domain/doctor/portkey-facts.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import type { Core } from '../core.ts';
import { locateSettings, SETTINGS_PATH } from '../services/claude-settings/file/locate-file.ts';
import { checkIgnored, gitWith, isTracked } from '../services/claude-settings/git/git-guard.ts';
import { duplicateEnvNames } from '../services/claude-settings/json/json-text.ts';
import { envHash } from '../services/claude-settings/prepare.ts';
import type { JournalStore } from '../services/journal/journal-store.ts';
import type { SettingsLayer } from '../services/claude-settings/read-layers.ts';
import { readSides, threeWays } from '../services/claude-settings/sides.ts';
import type { AssignmentRecord } from '../services/journal/records.ts';
import { filesWithKeys } from '../services/doctor/committed-keys.ts';
import { readShellFiles } from '../services/doctor/shell-files.ts';
import { isOurHelper } from '../services/claude-settings/helper-command.ts';
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
  /** What Portkey says of an account that worktrees are on; null: not known. Left out: it is not asked. */
  readonly ask?: ((account: Account) => Promise<PortkeyFacts | null>) | undefined;
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
  const known = new Map((accounts.ok ? accounts.value.accounts : []).map((one) => [one.id, one]));
  const traces = tracesOf(records);
  const journal = records.size === 0 ? null : await core.journal();
  const shell = readShellFiles(personHome);
  const told = await askAll(worktrees, records, known, options);
  const found: Diagnosis[] = [];
  for (const worktree of worktrees) {
    if (worktree.missing || worktree.bare) continue;
    const { text, settings, env: layers } = read(worktree);
    const record = records.get(worktree.id);
    const gatewayUrl = record === undefined ? undefined : known.get(record.accountId)?.gatewayUrl;
    const files = [
      settings.local,
      settings.project,
      settings.user,
      settings.mainLocal,
      ...settings.managed,
    ];
    const facts: WorktreeFacts = {
      layers,
      version,
      hasHelper: files.some((layer) => (layer?.apiKeyHelper ?? null) !== null),
      login: {
        consoleKey: settings.hasConsoleKey,
        foreignHelper:
          files.find((layer) => {
            const helper = layer?.apiKeyHelper ?? null;
            return helper !== null && !isOurHelper(helper);
          })?.file ?? null,
      },
      shell,
      committed: await committedKeys(worktree, env),
      portkey: record === undefined ? null : (told.get(record.accountId) ?? null),
      applied:
        record === undefined || gatewayUrl === undefined
          ? null
          : { gatewayUrl, ...driftOf(settings.local, text, record, journal) },
      otherWith: (trace) => traces.get(trace)?.find(({ id }) => id !== worktree.id)?.name ?? null,
      file: await fileFacts(worktree, text, env),
    };
    found.push({ worktree, findings: diagnose(facts) });
  }
  return found;
}

/** Whether our variables are still what was applied, and which are not, as far as the journal knows. */
function driftOf(
  local: SettingsLayer,
  text: string | null,
  record: AssignmentRecord,
  journal: JournalStore | null,
): { readonly drifted: boolean; readonly changed?: readonly string[] } {
  if (local.env !== null && envHash(local.env) === record.envHash) return { drifted: false };
  const latest = journal?.entry(journal.lastOf(local.file)) ?? null;
  const sides = latest === null ? null : readSides(latest.sides);
  if (sides === null || local.env === null) return { drifted: true };
  const changed = threeWays(sides, text).filter(({ theirs }) => theirs);
  return { drifted: true, changed: changed.map(({ name }) => name) };
}

/** Every account that one of the worktrees is on, asked once. */
async function askAll(
  worktrees: readonly Worktree[],
  records: ReadonlyMap<string, AssignmentRecord>,
  accounts: ReadonlyMap<string, Account>,
  { ask }: DoctorOptions,
): Promise<ReadonlyMap<string, PortkeyFacts>> {
  if (ask === undefined) return new Map();
  const used = new Set(worktrees.flatMap(({ id }) => records.get(id)?.accountId ?? []));
  const asked = [...used].flatMap((id) => accounts.get(id) ?? []);
  const facts = await Promise.all(asked.map((account) => ask(account)));
  return new Map(facts.flatMap((one) => (one === null ? [] : [[one.account, one] as const])));
}

/** Files that git tracks and that hold what looks like a key. */
async function committedKeys(worktree: Worktree, env: NodeJS.ProcessEnv): Promise<string[]> {
  const names = filesWithKeys(worktree.path);
  const found: string[] = [];
  for (const name of names) {
    const tracked = await isTracked(worktree, [name], gitWith(env));
    if (tracked.ok && tracked.value) found.push(path.join(worktree.path, name));
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
