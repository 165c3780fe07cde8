import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A person's home as Claude Code sees it, apart from the real one. */
export interface ClaudeHome {
  readonly home: string;
  readonly configDir: string;
  /** The whole process environment for a run: nothing is inherited but PATH, and no ANTHROPIC_* at all. */
  readonly env: Readonly<Record<string, string>>;
  /** Saves a claude.ai login (Pro or Max), as `/login` leaves it on Linux: `.credentials.json`, valid for a day. */
  saveLogin(accessToken: string): Promise<void>;
  /** Saves a Console login (API billing), as `/login` leaves it on Linux: `primaryApiKey` in `.claude.json`. */
  saveConsoleKey(key: string): Promise<void>;
  /** The user layer: `settings.json` in the config folder. */
  writeUserSettings(settings: unknown): Promise<void>;
  dispose(): Promise<void>;
}

/**
 * Makes an isolated HOME and CLAUDE_CONFIG_DIR.
 *
 * @param options.proxyUrl where everything but loopback is sent: the recorder that refuses it all
 */
export async function makeClaudeHome(options: { proxyUrl: string }): Promise<ClaudeHome> {
  const home = await realpath(await mkdtemp(join(tmpdir(), 'switchyard-home-')));
  const configDir = join(home, '.claude');
  await mkdir(configDir);
  return {
    home,
    configDir,
    env: {
      PATH: process.env['PATH'] ?? '/usr/bin:/bin',
      HOME: home,
      CLAUDE_CONFIG_DIR: configDir,
      CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      DISABLE_AUTOUPDATER: '1',
      DISABLE_TELEMETRY: '1',
      DISABLE_ERROR_REPORTING: '1',
      // One try instead of eleven: a refused request must not take three minutes.
      CLAUDE_CODE_MAX_RETRIES: '0',
      HTTPS_PROXY: options.proxyUrl,
      HTTP_PROXY: options.proxyUrl,
      NO_PROXY: '127.0.0.1,localhost',
    },
    saveLogin: (accessToken) =>
      writeFile(
        join(configDir, '.credentials.json'),
        JSON.stringify({
          claudeAiOauth: {
            accessToken,
            refreshToken: `${accessToken}-refresh`,
            expiresAt: Date.now() + 24 * 3_600_000,
            scopes: ['user:inference', 'user:profile'],
            subscriptionType: 'max',
          },
        }),
        { mode: 0o600 },
      ),
    saveConsoleKey: (key) =>
      writeFile(
        join(configDir, '.claude.json'),
        JSON.stringify({ primaryApiKey: key, hasCompletedOnboarding: true }),
      ),
    writeUserSettings: (settings) =>
      writeFile(join(configDir, 'settings.json'), `${JSON.stringify(settings, null, 2)}\n`),
    dispose: () => rm(home, { recursive: true, force: true }),
  };
}
