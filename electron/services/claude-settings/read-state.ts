import fs from 'node:fs';
import path from 'node:path';

import type { Shadow } from '../../../shared/domain/preview.ts';
import type { Worktree } from '../../../shared/domain/worktree.ts';
import { readEnv } from './json/json-text.ts';
import { SETTINGS_PATH } from './file/locate-file.ts';
import { findShadows } from './plan.ts';
import { envHash } from './prepare.ts';
import { type ClaudePlaces, createLayerReader } from './read-layers.ts';

/** Reads what listings say of a worktree's settings. Each reader remembers the files that many worktrees share. */
export function createStateReader(places: ClaudePlaces): {
  envHashOf: (worktree: Worktree) => string | null;
  shadowsOf: (worktree: Worktree) => Shadow[];
} {
  const readLayers = createLayerReader(places);
  const textOf = (worktree: Worktree): string => {
    try {
      return fs.readFileSync(path.join(worktree.path, SETTINGS_PATH), 'utf8');
    } catch {
      return '';
    }
  };
  return {
    envHashOf: (worktree) => {
      const env = readEnv(textOf(worktree));
      return env === null ? null : envHash(env);
    },
    shadowsOf: (worktree) => findShadows(readLayers(worktree, null)),
  };
}
