import { execFile } from 'node:child_process';
import { access, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version that every measured fact in this suite belongs to. */
export const CLAUDE_VERSION = '2.1.330';

export type ClaudeCli =
  | { readonly available: true; readonly path: string; readonly version: string }
  | { readonly available: false; readonly reason: string };

/** A lock older than this belongs to an installer that died. The install takes about 20 s on a fast line. */
const LOCK_STALE_MS = 10 * 60_000;
const INSTALL_WITHIN_MS = 5 * 60_000;
const PACKAGES: Readonly<Record<string, string>> = {
  'linux-x64': '@anthropic-ai/claude-code-linux-x64',
  'linux-arm64': '@anthropic-ai/claude-code-linux-arm64',
  'darwin-arm64': '@anthropic-ai/claude-code-darwin-arm64',
  'darwin-x64': '@anthropic-ai/claude-code-darwin-x64',
};

/**
 * Finds the pinned Claude Code in the test cache, or installs it there from the npm registry (one executable of about
 * 380 MB; no install scripts). The package may not be redistributed, so it is no dependency of the project.
 * Cache: `$SWITCHYARD_TEST_CACHE`, else `$XDG_CACHE_HOME/switchyard-tests`, else `~/.cache/switchyard-tests`.
 * Processes that install at once wait for one another; a half-made install is never visible.
 */
export async function installClaude(version: string = CLAUDE_VERSION): Promise<ClaudeCli> {
  const name = PACKAGES[`${process.platform}-${process.arch}`];
  if (!name) {
    return {
      available: false,
      reason: `Claude Code has no package for ${process.platform}-${process.arch}`,
    };
  }
  const cache =
    process.env['SWITCHYARD_TEST_CACHE'] ??
    join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'switchyard-tests');
  const home = join(cache, `claude-code-${version}`);
  const path = join(home, 'node_modules', name, 'claude');
  const found: ClaudeCli = { available: true, path, version };
  if (await exists(path)) return found;
  try {
    await mkdir(cache, { recursive: true });
    await withLock(`${home}.lock`, async () => {
      if (await exists(path)) return;
      const temporary = await mkdtemp(`${home}.tmp-`);
      try {
        await run(
          'npm',
          [
            'install',
            '--prefix',
            temporary,
            '--no-save',
            '--ignore-scripts',
            '--no-audit',
            '--no-fund',
            `${name}@${version}`,
          ],
          { timeout: INSTALL_WITHIN_MS },
        );
        await rm(home, { recursive: true, force: true });
        await rename(temporary, home);
      } finally {
        await rm(temporary, { recursive: true, force: true });
      }
    });
    return found;
  } catch (error) {
    return { available: false, reason: `${name}@${version}: ${String(error)}` };
  }
}

/**
 * The CLI for a suite: its path, or null after printing why it is skipped. In CI (`CI` set) a missing CLI throws, so that
 * a green run always means that the facts were checked.
 */
export async function requireClaude(
  version: string = CLAUDE_VERSION,
): Promise<{ path: string; version: string } | null> {
  const claude = await installClaude(version);
  if (claude.available) return claude;
  const reason = `The real Claude Code is not available: ${claude.reason}`;
  if (process.env['CI']) throw new Error(reason);
  console.warn(`Skipped: ${reason}`);
  return null;
}

async function withLock(lock: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await mkdir(lock);
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      const made = await stat(lock).catch(() => null);
      if (made && Date.now() - made.mtimeMs > LOCK_STALE_MS) {
        await rm(lock, { recursive: true, force: true });
      } else {
        await delay(250);
      }
    }
  }
  try {
    await work();
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
