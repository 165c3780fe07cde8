import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type {
  ApplyTarget,
  SettingsContext,
} from '../../electron/services/claude-settings/context.ts';
import { replaceFile } from '../../electron/services/claude-settings/file/atomic-file.ts';
import { gitWith } from '../../electron/services/claude-settings/git/git-guard.ts';
import {
  createSettingsService,
  type SettingsService,
} from '../../electron/services/claude-settings/settings-service.ts';
import { createAssignmentStore } from '../../electron/services/journal/assignment-store.ts';
import { createJournalStore } from '../../electron/services/journal/journal-store.ts';
import { openStateDatabase } from '../../electron/services/state/database.ts';
import type { Account } from '../../shared/domain/account.ts';
import type { Preset } from '../../shared/domain/preset.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { createFileSecretStore } from './file-secrets.ts';

export const ACCOUNT: Account = {
  id: 'work',
  gatewayUrl: 'https://gateway.example.invalid',
  adminUrl: 'https://gateway.example.invalid/v1',
  delivery: 'token',
  selfHosted: false,
  key: null,
};

/** Two presets, to go to and fro. */
export const PRESETS = {
  a: { id: 'a', name: 'A', provider: '@anthropic-a', models: { sonnet: 'claude-sonnet-4-6' } },
  b: { id: 'b', name: 'B', config: 'pc-b', models: { model: 'kimi-k2' } },
} as const satisfies Record<string, Preset>;
export type PresetId = keyof typeof PRESETS;

export interface ServiceOptions {
  /** The folder that holds repository and state. */
  readonly root: string;
  readonly worktrees: readonly Worktree[];
  /** False takes the system's atomic exchange away. */
  readonly swap: boolean;
}

export interface Services {
  readonly context: SettingsContext;
  readonly service: SettingsService;
  target(index: number, preset: PresetId): ApplyTarget;
  dispose(): void;
}

/** Long enough for a kill to hit it, and no longer: no session is open here that has to follow. */
const LONGEST_PAUSE = 15;

/** The real services on a real database; opening them settles what a killed run left. */
export async function openServices({ root, worktrees, swap }: ServiceOptions): Promise<Services> {
  const database = await openStateDatabase(path.join(root, 'home'));
  if (!database.ok) throw new Error(database.failure.message);
  const context: SettingsContext = {
    assignments: createAssignmentStore(database.value),
    journal: createJournalStore(database.value),
    secrets: createFileSecretStore(path.join(root, 'secrets')),
    places: {
      configDir: path.join(root, '.claude'),
      stateFile: path.join(root, '.claude.json'),
      managedDir: path.join(root, 'managed'),
    },
    git: gitWith(process.env),
    replace: swap ? replaceFile : (file, options) => replaceFile(file, { ...options, swap: null }),
    now: () => new Date(),
    randomSuffix: () => randomBytes(4).toString('hex'),
    pause: (milliseconds) => sleep(Math.min(milliseconds, LONGEST_PAUSE)),
    runHelper: () => Promise.resolve({ ok: false, reason: 'none here' }),
    helperCommand: () => null,
    commonDirOf: (worktreePath) =>
      Promise.resolve(worktrees.find((one) => one.path === worktreePath)?.commonDir ?? null),
    face: 'cli',
  };
  return {
    context,
    service: createSettingsService(context),
    target: (index, preset) => ({
      worktree: worktreeAt(worktrees, index),
      siblings: worktrees,
      account: ACCOUNT,
      key: `pk-${preset}-0123456789abcdef`,
      preset: PRESETS[preset],
      // Always the same, so that every state of a file is known beforehand.
      trace: `trace-${index}`,
      exclude: true,
    }),
    dispose: () => database.value.dispose(),
  };
}

export function worktreeAt(worktrees: readonly Worktree[], index: number): Worktree {
  const worktree = worktrees[index];
  if (worktree === undefined) throw new Error(`There is no worktree ${index}.`);
  return worktree;
}

export function settingsFile(worktree: Worktree): string {
  return path.join(worktree.path, '.claude', 'settings.local.json');
}
