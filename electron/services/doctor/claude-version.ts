import fs from 'node:fs';
import path from 'node:path';

import { compareVersions } from '../../../shared/domain/effective-env.ts';

/** Where Conductor keeps the Claude Code that it brings, a folder a version (conductor-claude.md §A4, from other people's reports). */
const CONDUCTOR_BINARIES = 'Library/Application Support/com.conductor.app/agent-binaries/claude';
/** Where Claude Code's own installer keeps its versions. */
const OWN_VERSIONS = '.local/share/claude/versions';

const VERSION = /^\d+\.\d+\.\d+$/;

/**
 * The versions of Claude Code that are found on this machine, newest first, without starting any of them.
 *
 * @param personHome absolute path of the person's home
 */
export function findClaudeVersions(personHome: string): readonly string[] {
  const found = [CONDUCTOR_BINARIES, OWN_VERSIONS].flatMap((folder) => {
    try {
      return fs.readdirSync(path.join(personHome, folder)).filter((name) => VERSION.test(name));
    } catch {
      // It is not there, which says nothing.
      return [];
    }
  });
  return [...new Set(found)].toSorted((a, b) => compareVersions(b, a));
}
