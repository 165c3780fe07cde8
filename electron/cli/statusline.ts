import fs from 'node:fs';

import { formatMoney } from '../../shared/domain/money.ts';
import { createBase } from '../base.ts';
import { glanceLine, readGlance } from '../services/spend/glance.ts';
import { EXIT, type Output } from './output.ts';

/** What Claude Code hands a status line on stdin, as far as it is of use: where the session works. */
function folderFromStdin(): string | null {
  if (process.stdin.isTTY) return null;
  try {
    const input: unknown = JSON.parse(fs.readFileSync(0, 'utf8'));
    const has = (value: unknown, name: string): unknown =>
      typeof value === 'object' && value !== null && name in value
        ? (value as Record<string, unknown>)[name]
        : undefined;
    const folder = has(has(input, 'workspace'), 'current_dir') ?? has(input, 'cwd');
    return typeof folder === 'string' ? folder : null;
  } catch {
    return null;
  }
}

/**
 * `switchyard statusline`: one line for Claude Code's status line, from what is kept already. Never asks the network, the
 * keychain or a database, and never fails: a status line is no place for an error.
 */
export async function showStatusline(home: string | undefined, output: Output): Promise<number> {
  const base = createBase({ home, env: process.env, platform: process.platform });
  const folder = folderFromStdin() ?? process.cwd();
  const found = await base.scanner.findWorktree(folder);
  const glance = readGlance(base.places.glance);
  const worktree = found.ok
    ? { id: found.value.id, label: `${found.value.repo}/${found.value.name}` }
    : null;
  // Of several accounts, the one whose numbers name this worktree.
  const account =
    glance?.accounts.find((one) => worktree !== null && worktree.id in (one.worktrees ?? {}))
      ?.account ?? null;
  const line = glanceLine({ glance, worktree, account, now: new Date(), money: formatMoney });
  output.result({ ok: true, line }, line);
  return EXIT.done;
}
