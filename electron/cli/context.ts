import fs from 'node:fs';
import path from 'node:path';

import { fail, ok, type Result } from '../../shared/domain/failure.ts';
import type { Worktree } from '../../shared/domain/worktree.ts';
import { type Core, createCore } from '../core.ts';
import { createAccountHandlers } from '../ipc/handlers/accounts.ts';
import { createAssignmentHandlers } from '../ipc/handlers/assignments.ts';
import { createJournalHandlers } from '../ipc/handlers/journal.ts';
import { createPresetHandlers } from '../ipc/handlers/presets.ts';
import type { RequestContext } from '../ipc/handlers.ts';
import { createKeychainStore } from '../services/secrets/keychain-store.ts';
import { loadKeytar } from '../shell/keychain-keytar.ts';
import { version } from './version.ts';

/** The services, and the same handlers that every view uses; a command shows its own outcome, so nothing is pushed. */
export function createCommandContext(home: string | undefined) {
  const core = createCore({
    home,
    env: process.env,
    platform: process.platform,
    version: version(),
    secrets: createKeychainStore({ load: loadKeytar }),
  });
  const nothing = () => Promise.resolve();
  const abort = new AbortController();
  const request: RequestContext = { face: 'cli', signal: abort.signal };
  return {
    core,
    abort,
    request,
    handlers: {
      ...createAccountHandlers({ ...core, changed: nothing }),
      ...createPresetHandlers({ ...core, changed: nothing }),
      ...createAssignmentHandlers({
        ...core,
        exportEnv: (worktree, format) => core.exportEnv(worktree, format, false),
        changed: nothing,
      }),
      ...createJournalHandlers({ ...core, changed: nothing }),
    },
  };
}

export type CommandContext = ReturnType<typeof createCommandContext>;

function matches(worktree: Worktree, name: string): boolean {
  return [worktree.id, worktree.name, `${worktree.repo}/${worktree.name}`].includes(name);
}

/**
 * The worktree that a person means: a path, or a name that only one of the known worktrees has (`lisbon`, `web/lisbon`, or
 * its id).
 */
export async function findNamedWorktree(
  name: string,
  core: Pick<Core, 'scanner' | 'chosenRoots'>,
): Promise<Result<Worktree>> {
  const asPath = path.resolve(name);
  if (fs.existsSync(asPath)) return core.scanner.findWorktree(asPath);
  const { worktrees } = await core.scanner.scan(await core.chosenRoots());
  const candidates = worktrees.filter((worktree) => !worktree.missing && matches(worktree, name));
  const [only, second] = candidates;
  if (only === undefined) {
    return path.isAbsolute(name) || name.startsWith('.')
      ? fail('worktree.missing', { message: `${name} does not exist.` })
      : fail('worktree.unknown', {
          message: `There is no worktree “${name}”.`,
          hint: 'Name its folder, or list the known ones: switchyard worktrees.',
        });
  }
  if (second !== undefined) {
    return fail('worktree.unknown', {
      message: `“${name}” is the name of ${candidates.length} worktrees.`,
      hint: `Name one of: ${candidates.map((worktree) => worktree.path).join(', ')}.`,
    });
  }
  return ok(only);
}

/** As {@link findNamedWorktree}. @returns the path of its top folder */
export async function resolveWorktree(
  name: string,
  core: Pick<Core, 'scanner' | 'chosenRoots'>,
): Promise<Result<string>> {
  const found = await findNamedWorktree(name, core);
  return found.ok ? ok(found.value.path) : found;
}
