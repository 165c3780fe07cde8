import fs from 'node:fs';
import path from 'node:path';

import type { Account } from '../../../shared/domain/account.ts';
import type { Failure, Result } from '../../../shared/domain/failure.ts';
import type { Preset } from '../../../shared/domain/preset.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import type {
  ApplyTarget,
  SettingsContext,
} from '../../../electron/services/claude-settings/context.ts';
import { replaceFile } from '../../../electron/services/claude-settings/file/atomic-file.ts';
import { gitWith } from '../../../electron/services/claude-settings/git/git-guard.ts';
import {
  createSettingsService,
  type SettingsService,
} from '../../../electron/services/claude-settings/settings-service.ts';
import { createAssignmentStore } from '../../../electron/services/journal/assignment-store.ts';
import { createJournalStore } from '../../../electron/services/journal/journal-store.ts';
import { createMemorySecretStore } from '../../../electron/services/secrets/secret-store.ts';
import { openStateDatabase } from '../../../electron/services/state/database.ts';
import { type GitRepo, makeGitRepo } from './git-repo.ts';

export const KEY = 'pk-live-5f0c2a7e9b41d3';
export const OTHER_KEY = 'pk-live-77aa00bb11cc22';

export const ACCOUNT: Account = {
  id: 'work',
  gatewayUrl: 'https://api.portkey.ai',
  adminUrl: 'https://api.portkey.ai/v1',
  delivery: 'token',
  selfHosted: false,
  key: null,
};

export const ANTHROPIC: Preset = {
  id: 'anthropic',
  name: 'Anthropic',
  provider: '@anthropic-prod',
  models: { sonnet: 'claude-sonnet-4-6', opus: 'claude-opus-4-8', haiku: 'claude-haiku-4-5' },
};

export const UNIVERSAL: Preset = {
  id: 'kimi',
  name: 'Moonshot',
  config: 'pc-kimi-1',
  models: { model: 'kimi-k2' },
};

/** The value of a result that a test takes for granted. */
export function must<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.failure.code}: ${result.failure.message}`);
  return result.value;
}

/** The failure of a result that a test takes for refused. */
export function refusal(result: Result<unknown>): Failure {
  if (result.ok) throw new Error(`expected a refusal, got ${JSON.stringify(result.value)}`);
  return result.failure;
}

export interface SettingsBench {
  readonly repo: GitRepo;
  /** Switchyard's own folder. */
  readonly home: string;
  /** The first linked worktree. */
  readonly worktree: Worktree;
  readonly file: string;
  readonly context: SettingsContext;
  readonly service: SettingsService;
  readonly pauses: number[];
  /** What stood in settings files after every write, oldest first. */
  readonly states: string[];
  /** Runs before each write; throw to refuse it, write to be the other program. */
  beforeReplace: (file: string) => void;
  /** Runs while the product waits, with the milliseconds asked for. */
  duringPause: (milliseconds: number) => void;
  read(): string | null;
  env(): Record<string, string>;
  headers(): Record<string, string>;
  set(text: string | Uint8Array): void;
  target(more?: Partial<ApplyTarget>): ApplyTarget;
  apply(more?: Partial<ApplyTarget>): ReturnType<SettingsService['apply']>;
  /** Every byte of Switchyard's home, write-ahead log included. */
  stateBytes(): string;
  dispose(): void;
}

/** Real git, real SQLite, real files; a clock that runs, pauses that only are noted down. */
export async function makeSettingsBench(
  options: { names?: readonly string[]; excluded?: boolean } = {},
): Promise<SettingsBench> {
  const repo = await makeGitRepo(options.names ?? ['lisbon']);
  const worktree = repo.linked[0] ?? repo.main;
  if (options.excluded !== false) {
    fs.appendFileSync(
      path.join(repo.main.commonDir, 'info/exclude'),
      '/.claude/settings.local.json\n',
    );
  }
  const siblings = await repo.all();
  const home = path.join(repo.root, 'home');
  const database = must(await openStateDatabase(home));
  const file = path.join(worktree.path, '.claude/settings.local.json');
  let made = 0;
  const context: SettingsContext = {
    assignments: createAssignmentStore(database),
    journal: createJournalStore(database),
    secrets: createMemorySecretStore(),
    places: {
      configDir: path.join(repo.root, '.claude'),
      stateFile: path.join(repo.root, '.claude.json'),
      managedDir: path.join(repo.root, 'managed'),
    },
    git: gitWith(process.env),
    replace: (target, replacement) => {
      bench.beforeReplace(target);
      const done = replaceFile(target, replacement);
      if (done) bench.states.push(fs.readFileSync(target, 'utf8'));
      return done;
    },
    now: () => new Date(),
    randomSuffix: () => (made += 1).toString(36).padStart(4, '0'),
    pause: (milliseconds) => {
      bench.pauses.push(milliseconds);
      bench.duringPause(milliseconds);
      return Promise.resolve();
    },
    runHelper: () => Promise.resolve({ ok: true, output: KEY }),
    helperCommand: (id) => `secret-tool lookup service Switchyard account account/${id}`,
    commonDirOf: async (worktreePath) =>
      fs.existsSync(worktreePath) ? (await repo.at(worktreePath)).commonDir : null,
    face: 'app',
  };
  const service = createSettingsService(context);
  const read = () => (fs.existsSync(file) ? fs.readFileSync(file, 'utf8') : null);
  const env = () => {
    const text = read() ?? '{}';
    return (JSON.parse(text.replace(/^\ufeff/, '')) as { env?: Record<string, string> }).env ?? {};
  };
  const target = (more: Partial<ApplyTarget> = {}): ApplyTarget => ({
    worktree,
    siblings,
    account: ACCOUNT,
    key: KEY,
    preset: ANTHROPIC,
    exclude: false,
    ...more,
  });
  const bench: SettingsBench = {
    repo,
    home,
    worktree,
    file,
    context,
    service,
    pauses: [],
    states: [],
    beforeReplace: () => {},
    duringPause: () => {},
    read,
    env,
    headers: () =>
      Object.fromEntries(
        (env()['ANTHROPIC_CUSTOM_HEADERS'] ?? '')
          .split('\n')
          .map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
      ),
    set: (text) => {
      repo.write(file, text);
    },
    target,
    apply: (more) => service.apply(target(more)),
    stateBytes: () =>
      fs
        .readdirSync(home)
        .map((name) => fs.readFileSync(path.join(home, name)).toString('latin1'))
        .join('\0'),
    dispose: () => {
      database.dispose();
      repo.dispose();
    },
  };
  return bench;
}
