import { startAnthropicStandin } from './anthropic-standin.ts';
import type { AnthropicStandin } from './anthropic-standin.ts';
import { startCatalogue } from './catalogue.ts';
import type { Catalogue } from './catalogue.ts';
import type { CatalogueWorkspace } from './catalogue-routing.ts';
import { startOutside } from './outside.ts';
import type { Outside } from './outside.ts';
import { startPortkeyGateway } from './portkey-gateway.ts';
import type { PortkeyGateway } from './portkey-gateway.ts';

export interface Peers {
  readonly catalogue: Catalogue;
  readonly gateway: PortkeyGateway;
  readonly standin: AnthropicStandin;
  readonly outside: Outside;
  /** The gateway URL to write into settings: the catalogue's. */
  readonly url: string;
  /** Replaces what the catalogue knows. */
  setWorkspace(workspace: CatalogueWorkspace): void;
  /** Forgets every recorded request and goes back to the sample workspace. */
  reset(): void;
  dispose(): Promise<void>;
}

/** Keys that the sample workspace accepts. */
export const PORTKEY_KEY = 'pk-sample-4f1c9a7e2b';
export const SECOND_PORTKEY_KEY = 'pk-second-91d3c07b5a';

/** What `startPeers` starts with: two Anthropic providers, a load-balanced config, two keys. */
export const SAMPLE_WORKSPACE: CatalogueWorkspace = {
  keys: { [PORTKEY_KEY]: {}, [SECOND_PORTKEY_KEY]: {} },
  providers: {
    'anthropic-prod': {
      type: 'anthropic',
      credential: 'sk-stored-prod',
      models: ['claude-opus-5-5', 'claude-sonnet-5-5'],
    },
    'anthropic-dev': {
      type: 'anthropic',
      credential: 'sk-stored-dev',
      models: ['claude-haiku-4-5'],
    },
  },
  configs: {
    'pc-balanced': {
      strategy: { mode: 'loadbalance' },
      targets: [
        { provider: '@anthropic-prod', weight: 1 },
        { provider: '@anthropic-dev', weight: 0 },
      ],
    },
  },
};

/** Starts the chain: catalogue → the real open-source gateway → Anthropic's stand-in, all on loopback. */
export async function startPeers(): Promise<Peers> {
  let workspace = SAMPLE_WORKSPACE;
  const [standin, gateway, outside] = await Promise.all([
    startAnthropicStandin(),
    startPortkeyGateway(),
    startOutside(),
  ]);
  const catalogue = await startCatalogue({
    workspace: () => workspace,
    gatewayUrl: gateway.url,
    upstreamUrl: standin.url,
  });
  return {
    catalogue,
    gateway,
    standin,
    outside,
    url: catalogue.url,
    setWorkspace: (next) => {
      workspace = next;
    },
    reset: () => {
      workspace = SAMPLE_WORKSPACE;
      catalogue.reset();
      standin.reset();
      outside.reset();
    },
    dispose: async () => {
      await Promise.all([catalogue, gateway, standin, outside].map((each) => each.dispose()));
    },
  };
}
