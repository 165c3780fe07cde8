import fs from 'node:fs';
import path from 'node:path';

import type { Worktree } from '../../../shared/domain/worktree.ts';
import { readEnv, readTopLevelString } from './json/json-text.ts';
import { SETTINGS_PATH } from './file/locate-file.ts';

/** One settings file that Claude Code reads, as far as it concerns us. */
export interface SettingsLayer {
  readonly file: string;
  readonly exists: boolean;
  /** Null when the file is not strict JSON: Claude Code ignores it whole. */
  readonly env: Readonly<Record<string, string>> | null;
  readonly apiKeyHelper: string | null;
}

/** The layers around a worktree's own settings.local.json (conductor-claude.md §B1, measured). */
export interface SettingsLayers {
  /** `~/.claude/settings.json`, or below CLAUDE_CONFIG_DIR. */
  readonly user: SettingsLayer;
  /** `<worktree>/.claude/settings.json`. */
  readonly project: SettingsLayer;
  /** `<worktree>/.claude/settings.local.json`. */
  readonly local: SettingsLayer;
  /** The main checkout's settings.local.json: wins over a linked worktree's own since Claude Code 2.1.211. */
  readonly mainLocal: SettingsLayer | null;
  /** Managed files, strongest first. */
  readonly managed: readonly SettingsLayer[];
  /** A saved Console key, which Claude Code sends as x-api-key wherever the base URL points (measured). */
  readonly hasConsoleKey: boolean;
}

/** Where Claude Code keeps the files that belong to no worktree. */
export interface ClaudePlaces {
  /** `~/.claude` or CLAUDE_CONFIG_DIR. */
  readonly configDir: string;
  /** `.claude.json`: beside the home folder's `.claude`, or inside CLAUDE_CONFIG_DIR. */
  readonly stateFile: string;
  /** The administrator's folder. */
  readonly managedDir: string;
}

/** Places for this process's platform and environment. */
export function claudePlaces(
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
  homeDir: string,
): ClaudePlaces {
  return {
    configDir: env['CLAUDE_CONFIG_DIR'] ?? path.join(homeDir, '.claude'),
    stateFile: path.join(env['CLAUDE_CONFIG_DIR'] ?? homeDir, '.claude.json'),
    managedDir:
      platform === 'darwin' ? '/Library/Application Support/ClaudeCode' : '/etc/claude-code',
  };
}

/** A layer from text that has been read already; null text means: no such file. */
export function layerOf(file: string, text: string | null): SettingsLayer {
  if (text === null) return { file, exists: false, env: {}, apiKeyHelper: null };
  const env = readEnv(text);
  return {
    file,
    exists: true,
    env,
    apiKeyHelper: env === null ? null : readTopLevelString(text, 'apiKeyHelper'),
  };
}

function readLayer(file: string): SettingsLayer {
  // Most of these do not exist, and an exception costs more than all the rest.
  if (!fs.existsSync(file)) return layerOf(file, null);
  try {
    return layerOf(file, fs.readFileSync(file, 'utf8'));
  } catch {
    // Missing or unreadable for us: unreadable for a Claude Code of the same person, too.
    return layerOf(file, null);
  }
}

function managedFiles(folder: string): string[] {
  const dropIns = path.join(folder, 'managed-settings.d');
  let names: string[] = [];
  try {
    names = fs
      .readdirSync(dropIns)
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    // No drop-ins.
  }
  // A later drop-in wins over an earlier one and over the base file (measured).
  return [
    path.join(folder, 'managed-settings.json'),
    ...names.map((name) => path.join(dropIns, name)),
  ].reverse();
}

function hasConsoleKey(file: string): boolean {
  try {
    // The file can hold megabytes of history; only whether the one field is there matters.
    return /"primaryApiKey"\s*:\s*"[^"]/.test(fs.readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
}

/** Reads every layer that matters for a worktree. Never fails: what cannot be read contributes nothing. */
export type ReadLayers = (worktree: Worktree, localText: string | null) => SettingsLayers;

/**
 * A reader for one piece of work. Files that many worktrees share (the person's, the administrator's, a main checkout's)
 * are read once, so use a fresh reader for the next piece of work.
 */
export function createLayerReader(places: ClaudePlaces): ReadLayers {
  const read = new Map<string, SettingsLayer>();
  const shared = (file: string): SettingsLayer => {
    const known = read.get(file) ?? readLayer(file);
    read.set(file, known);
    return known;
  };
  let managed: readonly SettingsLayer[] | null = null;
  let consoleKey: boolean | null = null;

  return (worktree, localText) => {
    managed ??= managedFiles(places.managedDir)
      .map(readLayer)
      .filter((layer) => layer.exists);
    consoleKey ??= hasConsoleKey(places.stateFile);
    const linkedTo = worktree.main ? null : worktree.mainPath;
    return {
      user: shared(path.join(places.configDir, 'settings.json')),
      project: readLayer(path.join(worktree.path, '.claude', 'settings.json')),
      local: layerOf(path.join(worktree.path, SETTINGS_PATH), localText),
      mainLocal: linkedTo === null ? null : shared(path.join(linkedTo, SETTINGS_PATH)),
      managed,
      hasConsoleKey: consoleKey,
    };
  };
}
