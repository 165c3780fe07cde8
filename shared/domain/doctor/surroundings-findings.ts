import { compareVersions, type Effective } from '../effective-env.ts';
import type { WorktreeFacts } from './facts.ts';
import { type Finding, finding } from './finding.ts';

/**
 * The oldest Claude Code in which a running session was seen to follow a changed settings file (conductor-claude.md §B3, measured
 * in this one and in 2.1.330).
 */
export const LIVE_RELOAD_SINCE = '2.1.197';

const CLOUDS = {
  CLAUDE_CODE_USE_BEDROCK: 'Amazon Bedrock',
  CLAUDE_CODE_USE_VERTEX: 'Google Vertex AI',
  CLAUDE_CODE_USE_FOUNDRY: 'Microsoft Foundry',
} as const;

/** What stands around a worktree's settings and meddles with them: other logins, shells, committed files, an old Claude Code. */
export function surroundingsFindings(
  facts: WorktreeFacts,
  effective: ReadonlyMap<string, Effective>,
  isGuarded: boolean,
): Finding[] {
  const { version, shell, committed, login } = facts;
  const found: Finding[] = [];
  for (const [name, cloud] of Object.entries(CLOUDS)) {
    const entry = effective.get(name);
    if (entry === undefined || ['', '0', 'false'].includes(entry.value)) continue;
    found.push(
      finding(
        'claude.cloud-provider',
        { file: entry.winner.file, subject: name },
        `${name} is set, so Claude Code asks ${cloud} itself, past Portkey.`,
      ),
    );
  }
  if (login.consoleKey && !isGuarded) {
    found.push(
      finding(
        'login.console-key',
        { subject: 'x-api-key', fix: facts.applied === null ? null : 'apply' },
        'Claude Code holds a saved Console key, and sends it to the gateway beside the Portkey key.',
      ),
    );
  }
  if (login.foreignHelper !== null && !isGuarded) {
    found.push(
      finding(
        'login.other-helper',
        {
          file: login.foreignHelper,
          subject: 'apiKeyHelper',
          fix: facts.applied === null ? null : 'apply',
        },
        'Another apiKeyHelper is in force, and what it prints is sent to the gateway as x-api-key.',
      ),
    );
  }
  for (const { file, line, name } of shell) {
    found.push(
      finding(
        'shell.key',
        { file, subject: name },
        `Line ${line} sets ${name} for every terminal; Switchyard does not edit it. Take it out unless you need it elsewhere.`,
      ),
    );
  }
  for (const file of committed) {
    found.push(
      finding(
        'file.committed-key',
        { file },
        'Git tracks this file, and what looks like a key stands in it. Take it out, and make a new key: the old one is in the history.',
      ),
    );
  }
  if (version !== null && compareVersions(version, LIVE_RELOAD_SINCE) < 0) {
    found.push(
      finding(
        'claude.too-old',
        {},
        `Claude Code ${version} is older than any that was seen to follow a changed file (${LIVE_RELOAD_SINCE}); restart its sessions after a switch.`,
      ),
    );
  }
  return found;
}
