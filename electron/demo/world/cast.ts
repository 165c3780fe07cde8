import type { Preset } from '../../../shared/domain/preset.ts';

/** One worktree of the sample repositories, in Conductor's way: a city as folder, a branch that says what is done there. */
export interface SampleWorktree {
  readonly name: string;
  readonly branch: string;
  /** Id of a sample preset; null for one that waits to be put on one. */
  readonly preset: string | null;
  /** How much is done in it, compared to the others. */
  readonly weight: number;
  /** How many days ago it was made. */
  readonly age: number;
  /** Whether requests come from it while the demo runs. */
  readonly busy: boolean;
}

export interface SampleRepository {
  readonly name: string;
  /** The first lines of its README. */
  readonly about: string;
  readonly worktrees: readonly SampleWorktree[];
}

export const PROVIDERS = {
  direct: { slug: 'anthropic-prod', name: 'Anthropic', aiService: 'anthropic' },
  bedrock: { slug: 'bedrock-us', name: 'Amazon Bedrock', aiService: 'bedrock' },
  max: { slug: 'anthropic-max', name: 'Claude Max', aiService: 'anthropic' },
} as const;

export const CONFIG_SLUG = 'pc-claude-fallback-5d0c2e';

const DIRECT = { sonnet: 'claude-sonnet-5', opus: 'claude-opus-4-8', haiku: 'claude-haiku-4-5' };

/** Every model is in the price list; what a person's own plan pays for is not priced by Portkey (portkey-api.md §2.7). */
export const PRESETS: readonly Preset[] = [
  { id: 'claude', name: 'Claude direct', provider: '@anthropic-prod', models: DIRECT },
  {
    id: 'bedrock',
    name: 'Claude on Bedrock',
    provider: '@bedrock-us',
    models: {
      sonnet: 'us.anthropic.claude-sonnet-4-6',
      opus: 'us.anthropic.claude-opus-4-7',
      haiku: 'anthropic.claude-haiku-4-5-20251001-v1:0',
    },
  },
  { id: 'fallback', name: 'Claude with fallback', config: CONFIG_SLUG, models: DIRECT },
  {
    id: 'kimi',
    name: 'Kimi K2.5',
    provider: '@bedrock-us',
    models: { model: 'moonshotai.kimi-k2.5' },
  },
  {
    id: 'max',
    name: 'Claude Max plan',
    provider: '@anthropic-max',
    models: { model: 'claude-opus-5' },
  },
];

const city = (
  name: string,
  branch: string,
  preset: string | null,
  weight: number,
  age: number,
  busy = false,
): SampleWorktree => ({ name, branch, preset, weight, age, busy });

export const REPOSITORIES: readonly SampleRepository[] = [
  {
    name: 'web',
    about: 'The shop, in the browser.',
    worktrees: [
      city('lisbon', 'ada/checkout-redesign', 'claude', 1.6, 12, true),
      city('kyoto', 'ada/fix-login-redirect', 'claude', 1.1, 6, true),
      city('oslo', 'ada/upgrade-react', 'kimi', 0.7, 9),
    ],
  },
  {
    name: 'api',
    about: 'Orders, customers and payments.',
    worktrees: [
      city('nairobi', 'ada/rate-limits', 'fallback', 1.3, 13, true),
      city('quito', 'ada/orders-export', 'bedrock', 2.4, 13),
      city('porto', 'ada/drop-legacy-auth', 'max', 0.8, 10),
    ],
  },
  {
    name: 'infra',
    about: 'Where it all runs.',
    worktrees: [
      city('hanoi', 'ada/terraform-modules', 'bedrock', 0.6, 8),
      city('tartu', 'ada/quieter-alerts', null, 0, 1),
    ],
  },
];

/** Worktrees of the same key on another machine: Portkey counts them, nobody here knows them. */
export const ELSEWHERE = [
  { id: 'bergen-5d1c0a7e', repo: 'web', branch: 'ada/search-index', weight: 0.4 },
  { id: 'malmo-e29b4f10', repo: 'api', branch: 'ada/webhooks', weight: 0.3 },
] as const;
