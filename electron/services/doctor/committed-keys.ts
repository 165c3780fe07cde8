import fs from 'node:fs';
import path from 'node:path';

import { holdsLikelyKey } from '../../../shared/domain/secret-text.ts';

/** Files of a worktree in which people put keys for Claude Code, and then commit them. */
const CANDIDATES = [
  '.claude/settings.json',
  '.env',
  '.env.example',
  '.env.local',
  '.mcp.json',
  'CLAUDE.md',
  'conductor.json',
  '.conductor/settings.toml',
] as const;

const LIMIT = 256 * 1024;

/** Those of them that hold what looks like a key, relative to the worktree. Reads only. */
export function filesWithKeys(worktree: string): string[] {
  return CANDIDATES.filter((name) => {
    const file = path.join(worktree, name);
    // Most of these do not exist, and an exception costs more than all the rest.
    if (!fs.existsSync(file)) return false;
    try {
      return fs.statSync(file).size <= LIMIT && holdsLikelyKey(fs.readFileSync(file, 'utf8'));
    } catch {
      return false;
    }
  });
}
