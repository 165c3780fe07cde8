import { createHash } from 'node:crypto';
import { homedir } from 'node:os';

import { secretReference } from '../../../electron/services/claude-settings/file/seal.ts';
import { openSession, runClaude } from './claude-cli.ts';
import type { ClaudeRun, ClaudeSession } from './claude-cli.ts';
import { makeClaudeHome } from './claude-home.ts';
import type { ClaudeHome } from './claude-home.ts';
import { startKeyring } from './keyring.ts';
import type { Keyring } from './keyring.ts';
import type { CatalogueWorkspace } from './catalogue-routing.ts';
import { PORTKEY_KEY, SAMPLE_WORKSPACE, SECOND_PORTKEY_KEY, startPeers } from './peers.ts';
import type { Peers } from './peers.ts';
import { makeRepo } from './repo.ts';
import type { TestRepo } from './repo.ts';
import { makeSwitchyard } from './switchyard-cli.ts';
import type { Switchyard } from './switchyard-cli.ts';

/** The built product between real neighbours: git, a keychain, Claude Code, Portkey's gateway. */
export interface Product {
  readonly peers: Peers;
  readonly repo: TestRepo;
  /** The person's home, as both Claude Code and Switchyard see it. */
  readonly home: ClaudeHome;
  readonly keyring: Keyring;
  readonly switchyard: Switchyard;
  /** The keychain's name for an account's key. */
  keychainName(account: string): string;
  /** Runs `claude -p hi` (or another prompt) in a folder. */
  claude(cwd: string, options?: RunOptions): Promise<ClaudeRun>;
  /** Opens a session in a folder and takes two turns, after which the CLI watches its files. */
  open(cwd: string, options?: RunOptions): Promise<ClaudeSession>;
  dispose(): Promise<void>;
}

interface RunOptions {
  readonly prompt?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** The account `work` writes its key into the settings file; `keyless` leaves it in the keychain. */
export const KEYS = { work: PORTKEY_KEY, keyless: SECOND_PORTKEY_KEY } as const;

/** One preset of each kind. */
export const PRESETS = [
  {
    id: 'prod',
    name: 'Production',
    provider: '@anthropic-prod',
    models: { sonnet: 'claude-sonnet-prod', opus: 'claude-opus-prod', haiku: 'claude-haiku-prod' },
    headers: { 'x-cost-centre': 'r&d' },
  },
  {
    id: 'dev',
    name: 'Development',
    provider: '@anthropic-dev',
    models: { sonnet: 'claude-sonnet-dev', opus: 'claude-opus-dev', haiku: 'claude-haiku-dev' },
  },
  {
    id: 'balanced',
    name: 'Balanced',
    config: 'pc-balanced',
    models: { opus: 'claude-opus-balanced' },
  },
  {
    id: 'everything',
    name: 'One model for everything',
    provider: '@anthropic-dev',
    models: { model: 'claude-everything' },
  },
] as const;

/**
 * Starts everything, and puts in the accounts {@link KEYS} and the presets {@link PRESETS} through the command line.
 *
 * @param options.claude the real CLI
 * @param options.worktrees names of the linked worktrees' folders
 */
export async function makeProduct(options: {
  claude: string;
  worktrees: readonly string[];
}): Promise<Product> {
  const [peers, keyring, repo] = await Promise.all([
    startPeers(),
    startKeyring(),
    makeRepo({ worktrees: options.worktrees }),
  ]);
  peers.setWorkspace(withModelsOf(PRESETS));
  const home = await makeClaudeHome({ proxyUrl: peers.outside.url });
  const env = {
    ...home.env,
    ...keyring.env,
    GIT_CONFIG_SYSTEM: '/dev/null',
    // Nothing leaves this machine, and nobody answers there.
    SWITCHYARD_PRICES_URL: 'http://127.0.0.1:9/pricing',
  };
  // The login keychain is found through the real home.
  const own = process.platform === 'darwin' ? { ...env, HOME: homedir() } : env;
  const switchyard = await makeSwitchyard({ env: own });
  for (const [id, key] of Object.entries(KEYS)) {
    const delivery = id === 'keyless' ? 'helper' : 'token';
    await switchyard.ask(
      ['accounts', 'add', id, '--gateway', peers.url, '--delivery', delivery],
      `${key}\n`,
    );
  }
  await switchyard.ask(['accounts', 'default', 'work']);
  for (const preset of PRESETS) {
    await switchyard.ask(['presets', 'save', '--file', '-'], JSON.stringify(preset));
  }
  const launch = (cwd: string, run: RunOptions = {}) => ({
    claude: options.claude,
    cwd,
    env: { ...env, ...run.env },
    ...(run.args !== undefined && { args: run.args }),
  });
  // As the product makes it: keys of another home than the ordinary one carry a prefix.
  const prefix = createHash('sha256').update(switchyard.home).digest('hex').slice(0, 8);
  return {
    peers,
    repo,
    home,
    keyring,
    switchyard,
    keychainName: (account) => `${prefix}/account/${account}`,
    claude: (cwd, run) => runClaude({ ...launch(cwd, run), prompt: run?.prompt ?? 'hi' }),
    open: async (cwd, run) => {
      const session = openSession(launch(cwd, run));
      await session.send('hi');
      await session.send('hi');
      return session;
    },
    dispose: async () => {
      for (const id of Object.keys(KEYS)) await switchyard.run(['accounts', 'remove', id]);
      if (process.platform === 'darwin') await forgetUndoSecrets(keyring);
      await Promise.all([peers, repo, home, switchyard].map((each) => each.dispose()));
      await keyring.dispose();
    },
  };
}

/** The sample workspace, whose providers also have the models that the presets ask them for. */
function withModelsOf(
  presets: readonly {
    readonly provider?: string;
    readonly models: Readonly<Record<string, string>>;
  }[],
): CatalogueWorkspace {
  const providers = Object.entries(SAMPLE_WORKSPACE.providers).map(([slug, provider]) => {
    const asked = presets.filter((preset) => preset.provider === `@${slug}`);
    const models = asked.flatMap((preset) => Object.values(preset.models));
    return [slug, { ...provider, models: [...provider.models, ...models] }] as const;
  });
  return { ...SAMPLE_WORKSPACE, providers: Object.fromEntries(providers) };
}

/** What an undo would have needed stays in the login keychain, under names that only depend on the secrets. */
async function forgetUndoSecrets(keyring: Keyring): Promise<void> {
  for (const key of Object.values(KEYS)) {
    await keyring.remove(secretReference(key)).catch(() => undefined);
  }
}
