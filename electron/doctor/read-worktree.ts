import fs from 'node:fs';
import path from 'node:path';

import type { EnvLayer } from '../../shared/domain/effective-env.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { SETTINGS_PATH } from '../services/claude-settings/file/locate-file.ts';
import {
  claudePlaces,
  createLayerReader,
  type SettingsLayers,
} from '../services/claude-settings/read-layers.ts';
import { readConductorEnv } from '../services/doctor/conductor-env.ts';
import { findClaudeVersions } from '../services/doctor/claude-version.ts';
import { envLayers, processLayer } from '../services/doctor/env-layers.ts';

/** What Claude Code reads in one worktree. */
export interface WorktreeLayers {
  /** Of the worktree's own settings file; null when there is none that can be read. */
  readonly text: string | null;
  readonly settings: SettingsLayers;
  readonly env: readonly EnvLayer[];
}

/** Reads what Claude Code would, for one piece of work: files that many worktrees share are read once. */
export interface WorktreeReader {
  /** The newest Claude Code on this machine; null when none was found. */
  readonly version: string | null;
  read(worktree: Worktree): WorktreeLayers;
}

/** @param options.inherits whether `env` is what Claude Code is started with: true in a terminal, false in an app */
export function createWorktreeReader(options: {
  readonly personHome: string;
  readonly platform: NodeJS.Platform;
  readonly env: NodeJS.ProcessEnv;
  readonly inherits: boolean;
}): WorktreeReader {
  const { personHome, platform, env, inherits } = options;
  const readLayers = createLayerReader(claudePlaces(platform, env, personHome));
  const started = processLayer(inherits ? env : null);
  const panel = readConductorEnv(personHome);
  return {
    version: findClaudeVersions(personHome)[0] ?? null,
    read: (worktree) => {
      const text = textOf(path.join(worktree.path, SETTINGS_PATH));
      const settings = readLayers(worktree, text);
      return {
        text,
        settings,
        env: [
          ...envLayers(settings),
          ...(worktree.conductor && panel !== null ? [panel] : []),
          started,
        ],
      };
    },
  };
}

function textOf(file: string): string | null {
  try {
    return fs.readFileSync(file, 'utf8');
  } catch {
    // Not there, or not for this person: for their Claude Code neither.
    return null;
  }
}
