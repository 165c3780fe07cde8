import {
  type ApiKey,
  createEmulatorState,
  type EmulatorState,
  type LedgerEntry,
  type Provider,
  type UsageLimits,
} from '../emulator/state.ts';
import { CONFIG_SLUG, PROVIDERS } from './cast.ts';
import { createRandom } from './random.ts';
import { type Owner } from './requests.ts';
import { catalogue } from './senders.ts';

/** What a key needs for everything that the app can show (portkey-api.md §1.3). */
const SCOPES = [
  'completions.write',
  'analytics.view',
  'configs.list',
  'configs.read',
  'providers.list',
  'providers.read',
  'virtual_keys.list',
  'virtual_keys.read',
  'policies.list',
  'policies.read',
  'workspace_service_api_keys.list',
  'workspace_service_api_keys.read',
];

/** Whose the sample's requests are. */
export function ownerOf(seed: string): Owner {
  const random = createRandom(`${seed}/owner`);
  return { workspaceId: random.uuid(), apiKeyId: random.uuid() };
}

/** Limits of the sample: the key's by the month, a provider's by the week, and one for every worktree by itself. */
export interface SampleLimits {
  readonly key: UsageLimits;
  readonly bedrock: UsageLimits;
  readonly perWorktree: UsageLimits;
}

/**
 * The Portkey of the sample: one organisation with one workspace, one key, three providers and two weeks of requests.
 *
 * @param options.secret the key that callers have to send
 * @param options.createdAt milliseconds since the epoch
 */
export function createSampleState(options: {
  readonly seed: string;
  readonly secret: string;
  readonly createdAt: number;
  readonly owner: Owner;
  readonly ledger: readonly LedgerEntry[];
  readonly limits: SampleLimits;
}): EmulatorState {
  const { createdAt, owner, limits } = options;
  const random = createRandom(`${options.seed}/state`);
  const { workspaceId } = owner;
  const state = createEmulatorState({ id: random.uuid(), name: 'Tide & Co' });
  state.workspaces.push({
    id: workspaceId,
    slug: 'ws-engineering',
    name: 'Engineering',
    description: null,
    isDefault: true,
    createdAt,
    usageLimits: [],
    rateLimits: [],
  });
  const key: ApiKey = {
    id: owner.apiKeyId,
    secret: options.secret,
    name: 'Claude Code',
    type: 'workspace-service',
    workspaceId,
    userId: null,
    scopes: SCOPES,
    status: 'active',
    createdAt,
    expiresAt: null,
    usageLimits: { ...limits.key, id: random.uuid() },
    limitsAsArray: false,
    rateLimits: [],
    defaults: { configSlug: null, metadata: {} },
  };
  state.keys.push(key);
  for (const { slug, name, aiService } of Object.values(PROVIDERS)) {
    const provider: Provider = {
      id: random.uuid(),
      slug,
      name,
      aiService,
      integrationId: `${slug}-integration`,
      workspaceId,
      note: null,
      status: 'active',
      createdAt,
      expiresAt: null,
      usageLimits:
        slug === PROVIDERS.bedrock.slug ? { ...limits.bedrock, id: random.uuid() } : null,
      rateLimits: [],
    };
    state.providers.push(provider);
  }
  state.configs.push({
    id: random.uuid(),
    slug: CONFIG_SLUG,
    name: 'Claude with fallback',
    workspaceId,
    isDefault: false,
    status: 'active',
    ownerId: random.uuid(),
    versionId: random.uuid(),
    createdAt,
    updatedAt: createdAt,
    body: {
      strategy: { mode: 'fallback' },
      targets: [
        { provider: `@${PROVIDERS.direct.slug}` },
        {
          provider: `@${PROVIDERS.bedrock.slug}`,
          override_params: { model: 'us.anthropic.claude-sonnet-4-6' },
        },
      ],
    },
  });
  for (const { providerSlug, model } of catalogue()) {
    state.models.push({ providerSlug, model, canonicalSlug: model, createdAt });
  }
  state.policies.push({
    id: random.uuid(),
    name: 'Every worktree by itself',
    workspaceId,
    conditions: [{ key: 'workspace_id', value: workspaceId, excludes: false }],
    groupBy: ['metadata.worktree'],
    limits: { ...limits.perWorktree, id: random.uuid() },
    status: 'active',
    createdAt,
  });
  state.ledger.push(...options.ledger);
  return state;
}
