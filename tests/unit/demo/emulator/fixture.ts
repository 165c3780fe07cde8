import {
  createEmulatorState,
  type ApiKey,
  type EmulatorState,
  type LedgerEntry,
  type UsageLimits,
} from '../../../../electron/demo/emulator/state.ts';

/** A Monday, so that weeks by Sunday and by Monday differ. */
export const NOW = Date.parse('2026-11-23T12:00:00.000Z');
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
export const CREATED = Date.parse('2026-01-01T00:00:00.000Z');

export const uuid = (n: number): string =>
  `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;

export const WS = { main: uuid(1), other: uuid(2) } as const;
export const KEY_ID = {
  service: uuid(11),
  admin: uuid(12),
  person: uuid(13),
  colleague: uuid(14),
  elsewhere: uuid(15),
} as const;
export const POLICY_ID = uuid(41);

const WIDE = [
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
  'workspaces.list',
  'workspaces.read',
  ...['organisation_service', 'workspace_service', 'workspace_user'].flatMap((family) => [
    `${family}_api_keys.list`,
    `${family}_api_keys.read`,
  ]),
];

export function limits(change: Partial<UsageLimits> = {}): UsageLimits {
  return {
    id: 'limit-1',
    type: 'cost',
    creditLimit: 10,
    alertThreshold: 8,
    period: 'monthly',
    since: CREATED,
    ...change,
  };
}

export function key(change: Partial<ApiKey> & Pick<ApiKey, 'id' | 'secret'>): ApiKey {
  return {
    name: change.secret,
    type: 'workspace-service',
    workspaceId: WS.main,
    userId: null,
    scopes: WIDE,
    status: 'active',
    createdAt: CREATED,
    expiresAt: null,
    usageLimits: null,
    limitsAsArray: false,
    rateLimits: [],
    defaults: { configSlug: null, metadata: {} },
    ...change,
  };
}

let entries = 0;

/** One request an hour before now, for what is not given. */
export function entry(change: Partial<LedgerEntry> = {}): LedgerEntry {
  entries += 1;
  return {
    id: `entry-${entries}`,
    at: NOW - HOUR,
    workspaceId: WS.main,
    apiKeyId: KEY_ID.service,
    providerSlug: 'anthropic-prod',
    aiService: 'anthropic',
    model: 'claude-sonnet-4-6',
    configSlug: null,
    traceId: 'trace-1',
    spanId: null,
    metadata: { worktree: 'wt-a', _user: 'ada' },
    inputTokens: 100,
    outputTokens: 20,
    costCents: 1.5,
    statusCode: 200,
    latencyMs: 900,
    cacheHit: false,
    feedback: null,
    ...change,
  };
}

/** Two workspaces, five keys, two providers, one config, one policy, and nothing spent. */
export function fixtureState(): EmulatorState {
  const state = createEmulatorState({ id: uuid(90), name: 'Tide & Co' });
  const workspace = { description: null, createdAt: CREATED, rateLimits: [] };
  const monthly = limits({ id: 'ws-limit', creditLimit: 500, alertThreshold: null });
  state.workspaces.push(
    {
      ...workspace,
      id: WS.main,
      slug: 'ws-main',
      name: 'Main',
      isDefault: true,
      usageLimits: [monthly],
    },
    {
      ...workspace,
      id: WS.other,
      slug: 'ws-other',
      name: 'Other',
      isDefault: false,
      usageLimits: [],
    },
  );
  state.keys.push(
    key({ id: KEY_ID.service, secret: 'pk-service-0001', usageLimits: limits() }),
    key({
      id: KEY_ID.admin,
      secret: 'pk-admin-0002',
      type: 'organisation-service',
      workspaceId: null,
    }),
    key({
      id: KEY_ID.person,
      secret: 'pk-person-0003',
      type: 'workspace-user',
      userId: uuid(51),
      rateLimits: [{ type: 'requests', unit: 'rpm', value: 600 }],
    }),
    key({
      id: KEY_ID.colleague,
      secret: 'pk-colleague-0004',
      type: 'workspace-user',
      userId: uuid(52),
    }),
    key({ id: KEY_ID.elsewhere, secret: 'pk-elsewhere-0005', workspaceId: WS.other }),
  );
  const provider = {
    workspaceId: WS.main,
    note: null,
    status: 'active',
    createdAt: CREATED,
    expiresAt: null,
    rateLimits: [{ type: 'requests', unit: 'rpm', value: 1_000 }],
  } as const;
  state.providers.push(
    {
      ...provider,
      id: uuid(21),
      slug: 'anthropic-prod',
      name: 'Anthropic',
      aiService: 'anthropic',
      integrationId: 'anthropic-int',
      usageLimits: limits({ period: 'weekly', creditLimit: 50 }),
    },
    {
      ...provider,
      id: uuid(22),
      slug: 'bedrock-prod',
      name: 'Bedrock',
      aiService: 'bedrock',
      integrationId: 'bedrock-int',
      usageLimits: null,
    },
  );
  state.configs.push({
    id: uuid(31),
    slug: 'pc-fallback-1a2b3c',
    name: 'Fallback',
    workspaceId: WS.main,
    isDefault: true,
    status: 'active',
    ownerId: uuid(51),
    versionId: uuid(32),
    createdAt: CREATED,
    updatedAt: CREATED,
    body: { strategy: { mode: 'fallback' }, targets: [{ provider: '@anthropic-prod' }] },
  });
  for (const [providerSlug, model] of [
    ['anthropic-prod', 'claude-sonnet-4-6'],
    ['anthropic-prod', 'claude-opus-4-8'],
    ['bedrock-prod', 'us.anthropic.claude-sonnet-4-6'],
  ] as const) {
    state.models.push({ providerSlug, model, canonicalSlug: model, createdAt: CREATED });
  }
  state.policies.push({
    id: POLICY_ID,
    name: 'A worktree each',
    workspaceId: WS.main,
    conditions: [{ key: 'provider', value: ['anthropic-prod', 'bedrock-prod'], excludes: false }],
    groupBy: ['metadata.worktree'],
    limits: limits({ id: 'policy-limit', creditLimit: 2, alertThreshold: 1, period: 'weekly' }),
    status: 'active',
    createdAt: CREATED,
  });
  return state;
}

/** The query of a window, `from` and `to` in milliseconds since the epoch. */
export function windowQuery(from: number, to: number, more: Record<string, string> = {}): string {
  return new URLSearchParams({
    time_of_generation_min: new Date(from).toISOString(),
    time_of_generation_max: new Date(to).toISOString(),
    ...more,
  }).toString();
}
