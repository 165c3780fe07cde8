import { compose, type ComposeOptions } from './compose.ts';
import type { AppHost } from './ipc/handlers.ts';
import { createMemorySecretStore } from './services/secrets/secret-store.ts';
import { createWorktreeScanner } from './services/worktrees/scan.ts';
import type { Demo, DemoOptions } from './demo/start-demo.ts';
import type { AskApp } from './demo/seed.ts';

export interface ComposeDemoOptions extends Omit<DemoOptions, 'findWorktrees'> {
  readonly version: string;
  readonly platform: NodeJS.Platform;
  /** What the host adds to the app. */
  readonly parts?: Pick<ComposeOptions, 'desktop' | 'machine' | 'notifier'> | undefined;
}

/** The composed demo. Its `dispose` ends the app and the sample's Portkey and takes the folder away. */
export interface DemoHost extends AppHost {
  readonly demo: Pick<Demo, 'sandbox' | 'emulator'>;
}

/**
 * The whole app on sample data: repositories in a temporary folder, a Portkey of its own on 127.0.0.1, keys in memory. It
 * reads nothing of the person's and writes nothing outside its folder.
 *
 * @throws an error whose message is a sentence for the person; nothing is left behind then
 */
export async function composeDemo(options: ComposeDemoOptions): Promise<DemoHost> {
  const { startDemo } = await import('./demo/start-demo.ts');
  const demo = await startDemo({
    ...options,
    findWorktrees: async (home) => (await createWorktreeScanner({ home }).scan([])).worktrees,
  });
  const { sandbox } = demo;
  let app: AppHost | null = null;
  const dispose = async (): Promise<void> => {
    try {
      await app?.dispose();
    } finally {
      await demo.dispose();
    }
  };
  try {
    const host = await compose({
      ...options.parts,
      home: sandbox.home,
      personHome: sandbox.personHome,
      env: sandbox.env,
      platform: options.platform,
      version: options.version,
      pricesUrl: demo.pricesUrl,
      // In memory, which is also what makes every view say “demo”.
      secrets: createMemorySecretStore(),
      watch: true,
      poll: true,
    });
    app = host;
    const context = { face: 'app', signal: new AbortController().signal } as const;
    const ask: AskApp = (name, input) => host.handlers[name](input, context);
    await demo.begin(ask);
    return { ...host, demo, dispose };
  } catch (error) {
    await dispose();
    throw error;
  }
}
