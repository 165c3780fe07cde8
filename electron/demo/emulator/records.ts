import type {
  ApiKey,
  Config,
  Dialect,
  EmulatorState,
  Provider,
  UsageLimits,
  Workspace,
} from './state.ts';
import { keyUsage, providerUsage, statusOf, workspaceUsage, type Usage } from './usage.ts';

type Body = Record<string, unknown>;

export const iso = (at: number): string => new Date(at).toISOString();

/** The document has no null where it does not say nullable: what is not there is left out. */
const withoutNulls = (body: Body): Body =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null));

const shaped = (dialect: Dialect, body: Body, liveExtras: Body): Body =>
  dialect === 'live' ? { ...body, ...liveExtras } : withoutNulls(body);

/** When a limit starts again, as every record with a limit says it. */
export function resetFields({ period }: UsageLimits, nextResetAt: number | null): Body {
  return {
    periodic_reset: typeof period === 'string' ? period : null,
    periodic_reset_days: typeof period === 'object' ? (period?.days ?? null) : null,
    next_usage_reset_at: nextResetAt === null ? null : iso(nextResetAt),
  };
}

/**
 * `usage_limits` on the wire: `credit_limit` in dollars, and in the live dialect also `current_usage`, in cents, which the
 * document does not have (portkey-api.md §3.1).
 */
export function limitsRecord(limits: UsageLimits, usage: Usage, dialect: Dialect): Body {
  return shaped(
    dialect,
    {
      type: limits.type,
      credit_limit: limits.creditLimit,
      alert_threshold: limits.alertThreshold,
      ...resetFields(limits, usage.nextResetAt),
    },
    {
      id: limits.id,
      status: usage.exhausted ? 'exhausted' : 'active',
      current_usage: usage.current,
      last_reset_at: iso(usage.lastResetAt),
      is_threshold_alerts_sent: usage.alerted,
      is_exhausted_alerts_sent: usage.exhausted,
    },
  );
}

/** As `Xk*******S4`. */
const masked = (secret: string) => `${secret.slice(0, 2)}*******${secret.slice(-2)}`;

export function keyRecord(state: EmulatorState, key: ApiKey, now: number, dialect: Dialect): Body {
  const usage = keyUsage(state, key, now);
  const limits =
    key.usageLimits === null || usage === null
      ? null
      : limitsRecord(key.usageLimits, usage, dialect);
  const workspace = state.workspaces.find(({ id }) => id === key.workspaceId);
  return shaped(
    dialect,
    {
      id: key.id,
      key: masked(key.secret),
      name: key.name,
      type: key.type,
      organisation_id: state.organisation.id,
      workspace_id: workspace?.slug ?? null,
      user_id: key.userId,
      status: statusOf(key, usage, now),
      creation_mode: 'ui',
      created_at: iso(key.createdAt),
      last_updated_at: iso(key.createdAt),
      rate_limits: key.rateLimits,
      usage_limits: limits !== null && dialect === 'live' && key.limitsAsArray ? [limits] : limits,
      scopes: key.scopes,
      defaults: withoutNulls({
        metadata: key.defaults.metadata,
        config_id: key.defaults.configSlug,
      }),
      alert_emails: [],
      expires_at: key.expiresAt === null ? null : iso(key.expiresAt),
      object: 'api-key',
    },
    {
      last_reset_at: usage === null ? null : iso(usage.lastResetAt),
      next_usage_reset_at:
        usage === null || usage.nextResetAt === null ? null : iso(usage.nextResetAt),
      expiry_enforced: key.expiresAt !== null,
    },
  );
}

/** @param single the record of one provider names its kind `ai_provider_name`, a row of the list `provider` */
export function providerRecord(
  state: EmulatorState,
  provider: Provider,
  now: number,
  dialect: Dialect,
  single: boolean,
): Body {
  const usage = providerUsage(state, provider, now);
  return shaped(
    dialect,
    {
      name: provider.name,
      slug: provider.slug,
      integration_id: provider.integrationId,
      note: provider.note,
      status: statusOf(provider, usage, now),
      usage_limits:
        provider.usageLimits === null || usage === null
          ? null
          : limitsRecord(provider.usageLimits, usage, dialect),
      rate_limits: provider.rateLimits,
      reset_usage: null,
      created_at: iso(provider.createdAt),
      expires_at: provider.expiresAt === null ? null : iso(provider.expiresAt),
      object: 'provider',
    },
    {
      id: provider.id,
      organisation_id: state.organisation.id,
      workspace_id: provider.workspaceId,
      workspace_name: state.workspaces.find(({ id }) => id === provider.workspaceId)?.name ?? null,
      [single ? 'ai_provider_name' : 'provider']: provider.aiService,
      tags: null,
      last_reset_at: usage === null ? null : iso(usage.lastResetAt),
      model_config: {},
    },
  );
}

/** A row of the list: it has no body. */
export function configRow(state: EmulatorState, config: Config): Body {
  return {
    id: config.id,
    name: config.name,
    slug: config.slug,
    organisation_id: state.organisation.id,
    workspace_id: config.workspaceId,
    is_default: config.isDefault ? 1 : 0,
    status: config.status,
    owner_id: config.ownerId,
    updated_by: config.ownerId,
    created_at: iso(config.createdAt),
    last_updated_at: iso(config.updatedAt),
  };
}

export function workspaceRecord(
  state: EmulatorState,
  workspace: Workspace,
  now: number,
  dialect: Dialect,
): Body {
  return shaped(
    dialect,
    {
      id: workspace.id,
      slug: workspace.slug,
      name: workspace.name,
      description: workspace.description,
      created_at: iso(workspace.createdAt),
      last_updated_at: iso(workspace.createdAt),
      defaults: { is_default: workspace.isDefault ? 1 : 0, metadata: {}, object: 'workspace' },
      usage_limits: workspace.usageLimits.map((limits) =>
        limitsRecord(limits, workspaceUsage(state, workspace, limits, now), dialect),
      ),
      rate_limits: workspace.rateLimits,
    },
    { object: 'workspace', status: 'active' },
  );
}
