import { mayReach, workspaceAsked, type Handler } from './context.ts';
import { adminError, BAD_PAGING, forbidden, ok } from './errors.ts';
import { pageOf, readPaging } from './paging.ts';
import { configRow, keyRecord, providerRecord, workspaceRecord } from './records.ts';
import type { ApiKey } from './state.ts';

const SCOPE_FAMILY: Readonly<Record<ApiKey['type'], string>> = {
  'organisation-service': 'organisation_service_api_keys',
  'workspace-service': 'workspace_service_api_keys',
  'workspace-user': 'workspace_user_api_keys',
};

/** Each type of key has its own grant, and a person's key shows that person's keys only. */
function maySee(caller: ApiKey, key: ApiKey, grant: 'list' | 'read'): boolean {
  return (
    caller.scopes.includes(`${SCOPE_FAMILY[key.type]}.${grant}`) &&
    mayReach(caller, key.workspaceId) &&
    (caller.type !== 'workspace-user' || key.userId === caller.userId)
  );
}

export const listKeys: Handler = (context) => {
  const { caller, dialect, now, request, state } = context;
  if (!Object.values(SCOPE_FAMILY).some((family) => caller.scopes.includes(`${family}.list`))) {
    return forbidden();
  }
  const paging = readPaging(request.query, { size: 100, most: 1_000 });
  if (paging === null) return BAD_PAGING;
  const workspaceId = workspaceAsked(context, 'workspace_id');
  if (workspaceId === null) return forbidden();
  const ids = request.query.get('ids')?.split(',');
  const rows = state.keys.filter(
    (key) =>
      maySee(caller, key, 'list') &&
      (workspaceId === 'all' || key.workspaceId === workspaceId) &&
      (ids === undefined || ids.includes(key.id)),
  );
  const page = pageOf(rows, paging, dialect);
  const data = page.rows.map((key) => keyRecord(state, key, now, dialect));
  return ok({ total: page.total, object: 'list', data });
};

export const readKey: Handler = ({ caller, dialect, now, params, state }) => {
  const key = state.keys.find(({ id }) => id === params['id']);
  if (key === undefined || !maySee(caller, key, 'read')) return forbidden();
  return ok(keyRecord(state, key, now, dialect));
};

export const listProviders: Handler = (context) => {
  const { dialect, now, request, state } = context;
  const paging = readPaging(request.query, { size: 50, most: 1_000 });
  if (paging === null) return BAD_PAGING;
  const workspaceId = workspaceAsked(context, 'workspace_id');
  if (workspaceId === null) return forbidden();
  if (workspaceId === 'all') {
    return adminError('AB01', 'workspace_id is required with an organisation key');
  }
  const rows = state.providers.filter((provider) => provider.workspaceId === workspaceId);
  const page = pageOf(rows, paging, dialect);
  const data = page.rows.map((provider) => providerRecord(state, provider, now, dialect, false));
  return ok({ object: 'list', total: page.total, data });
};

export const readProvider: Handler = (context) => {
  const { dialect, now, params, state } = context;
  const workspaceId = workspaceAsked(context, 'workspace_id');
  const provider = state.providers.find(
    ({ slug, workspaceId: of }) =>
      slug === params['slug'] && (workspaceId === 'all' || of === workspaceId),
  );
  if (provider === undefined) return forbidden();
  return ok(providerRecord(state, provider, now, dialect, true));
};

/** The document wraps configs in `{ success, data }`; the service was seen to send a list like the others. */
export const listConfigs: Handler = (context) => {
  const { dialect, state } = context;
  const workspaceId = workspaceAsked(context, 'workspace_id');
  if (workspaceId === null) return forbidden();
  const data = state.configs
    .filter((config) => workspaceId === 'all' || config.workspaceId === workspaceId)
    .map((config) => configRow(state, config));
  return dialect === 'spec'
    ? ok({ success: true, data })
    : ok({ object: 'list', total: data.length, data });
};

/** Live, the config is a string that holds JSON; in the document it is an object. */
export const readConfig: Handler = ({ caller, dialect, params, state }) => {
  const config = state.configs.find(({ slug }) => slug === params['slug']);
  if (config === undefined || !mayReach(caller, config.workspaceId)) return forbidden();
  if (dialect === 'spec') return ok({ success: true, data: { config: config.body } });
  return ok({
    ...configRow(state, config),
    config: JSON.stringify(config.body),
    version_id: config.versionId,
    format: 'json',
    type: 'ORG_CONFIG',
    object: 'config',
  });
};

export const listWorkspaces: Handler = ({ caller, dialect, now, request, state }) => {
  if (caller.workspaceId !== null) return forbidden();
  const paging = readPaging(request.query, { size: 50, most: 1_000 });
  if (paging === null) return BAD_PAGING;
  const part = request.query.get('name');
  const whole = request.query.get('exact_name');
  const statuses = request.query.get('status')?.split(',');
  const rows = state.workspaces.filter(
    ({ name }) =>
      (part === null || name.includes(part)) &&
      (whole === null || name === whole) &&
      (statuses === undefined || statuses.includes('active')),
  );
  const page = pageOf(rows, paging, dialect);
  const data = page.rows.map((workspace) => workspaceRecord(state, workspace, now, dialect));
  return ok({ total: page.total, object: 'list', data });
};

export const readWorkspace: Handler = ({ caller, dialect, now, params, state }) => {
  const asked = params['workspaceId'];
  const workspace = state.workspaces.find(({ id, slug }) => id === asked || slug === asked);
  if (workspace === undefined || caller.workspaceId !== null) return forbidden();
  return ok(workspaceRecord(state, workspace, now, dialect));
};

/** The models that the workspace may use, as `@slug/model`, `limit` and `offset` applied. */
export const listModels: Handler = ({ caller, dialect, request, state }) => {
  const header = request.header('x-portkey-provider') ?? request.header('x-portkey-virtual-key');
  const upstream =
    header === null || request.header('x-portkey-fetch-integrated-models') === 'true'
      ? null
      : header.replace(/^@/, '');
  const providers = new Map(
    state.providers
      .filter(({ workspaceId }) => workspaceId === caller.workspaceId)
      .map((provider) => [provider.slug, provider]),
  );
  const service = request.query.get('ai_service');
  const models = state.models.flatMap((model) => {
    const provider = providers.get(model.providerSlug);
    return provider === undefined || (service !== null && provider.aiService !== service)
      ? []
      : [{ ...model, aiService: provider.aiService, created: Math.floor(model.createdAt / 1_000) }];
  });
  // With a provider header the gateway passes the call on, and the provider answers in its own names.
  if (upstream !== null) {
    const data = models
      .filter(({ providerSlug }) => providerSlug === upstream)
      .map(({ model, aiService, created }) => ({
        id: model,
        object: 'model',
        created,
        owned_by: aiService,
      }));
    return ok({ object: 'list', data });
  }
  const backwards = request.query.get('order') === 'desc' ? -1 : 1;
  const by = request.query.get('sort') === 'ai_service' ? 'aiService' : 'providerSlug';
  const order = (model: (typeof models)[number]) =>
    request.query.has('sort') && request.query.get('sort') !== 'name'
      ? `${model[by]} ${model.model}`
      : `${model.model} ${model.providerSlug}`;
  models.sort((a, b) => (order(a) < order(b) ? -backwards : backwards));
  const count = (name: string, fallback: number) => {
    const text = request.query.get(name) ?? '';
    return /^\d{1,9}$/.test(text) ? Number(text) : fallback;
  };
  const offset = count('offset', 0);
  const rows = models.slice(offset, offset + count('limit', models.length));
  const data = rows.map((model) => {
    const id = `@${model.providerSlug}/${model.model}`;
    return dialect === 'spec'
      ? { id, object: 'model', created: model.created, owned_by: model.aiService }
      : { id, slug: model.model, canonical_slug: model.canonicalSlug, object: 'model' };
  });
  return ok({ object: 'list', ...(dialect === 'live' ? { total: models.length } : {}), data });
};
