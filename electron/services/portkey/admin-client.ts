import { fail, ok, type Result } from '../../../shared/domain/failure.ts';
import { checkMetadata } from '../../../shared/domain/metadata.ts';
import { centsFromWire } from '../../../shared/domain/money.ts';
import { type TimeWindow, trailingWindow } from '../../../shared/domain/time-window.ts';
import { readPages } from './admin/pages.ts';
import { queryOf, spendQuery } from './admin/query.ts';
import { costSeriesOf, type Graph, readGraph, readGroupRow } from './admin/read-analytics.ts';
import { type RawPage, readList, readObject, readSingle } from './admin/read-list.ts';
import {
  readApiKey,
  readPolicyEntity,
  readPolicyUse,
  readProvider,
  readUsagePolicy,
  readWorkspace,
} from './admin/read-records.ts';
import { type AdminTransportOptions, createAdminTransport } from './admin/transport.ts';
import type {
  ApiKeyRecord,
  CostSeries,
  PolicyEntity,
  ProviderRecord,
  RecordList,
  SpendFilters,
  SpendGroup,
  TraceCost,
  UsagePolicyRecord,
  WorkspaceRecord,
} from './admin/types.ts';

export interface SpendOptions {
  readonly filters?: SpendFilters | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface RecordOptions {
  /** Admin keys must name one for providers and keys; workspace keys are bound to theirs. */
  readonly workspaceId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The parts of the Admin API that a key may or may not use. */
export type AdminPart = 'analytics' | 'configs' | 'providers' | 'keys' | 'policies';

/**
 * Reads spend and limits from Portkey's Admin API. An amount that is not known is null, never 0; a result that Portkey says
 * is not whole is flagged `incomplete`. Failures: `portkey.*`, `network.unreachable`, `cancelled`, those of the key, and
 * `request.invalid` for a filter that would not filter.
 */
export interface AdminClient {
  costSeries(window: TimeWindow, options?: SpendOptions): Promise<Result<CostSeries>>;
  /** One request for up to 999 values: spend of the window by the value of a metadata key. */
  spendByMetadata(
    window: TimeWindow,
    key: string,
    options?: SpendOptions,
  ): Promise<Result<SpendGroup>>;
  spendByModel(window: TimeWindow, options?: SpendOptions): Promise<Result<SpendGroup>>;
  spendByProvider(window: TimeWindow, options?: SpendOptions): Promise<Result<SpendGroup>>;
  /** One request a trace ID, two where its cost is 0. There is no grouping by trace IDs: ask on demand only. */
  traceCost(
    window: TimeWindow,
    traceId: string,
    options?: SpendOptions,
  ): Promise<Result<TraceCost>>;
  apiKeys(options?: RecordOptions): Promise<Result<RecordList<ApiKeyRecord>>>;
  providers(options?: RecordOptions): Promise<Result<RecordList<ProviderRecord>>>;
  usagePolicies(options?: RecordOptions): Promise<Result<RecordList<UsagePolicyRecord>>>;
  /**
   * What each value of a policy's grouping has used: one request, where the control plane and the key's scopes allow it
   * (`policies.read`), else a page for every hundred values.
   */
  policyEntities(
    policyId: string,
    options?: RecordOptions,
  ): Promise<Result<RecordList<PolicyEntity>>>;
  /** Admin keys only. */
  workspace(id: string, options?: Pick<RecordOptions, 'signal'>): Promise<Result<WorkspaceRecord>>;
  /** One cheap request that tells whether the key may use a part; the answer's content is not looked at. */
  probe(part: AdminPart, options?: RecordOptions): Promise<Result<void>>;
}

export interface AdminClientOptions extends AdminTransportOptions {
  /** Rows a page of spend; 1000 when left out. Lists of records are read by 100, the most that some of them allow. */
  readonly pageSize?: number | undefined;
}

const SPEND_PAGE = 1000;
const RECORD_PAGE = 100;
const PROBE_HOURS = 1 / 12;

const PARTS: Readonly<Record<Exclude<AdminPart, 'analytics'>, string>> = {
  configs: '/configs',
  providers: '/providers',
  keys: '/api-keys',
  policies: '/policies/usage-limits',
};

export function createAdminClient(options: AdminClientOptions): AdminClient {
  const { clock } = options;
  const get = createAdminTransport(options);
  const asOf = () => new Date(clock.now()).toISOString();

  const list = async <T>(
    read: (raw: unknown) => T | null,
    keyOf: (row: T) => string,
    size: number,
    ask: (page: number, size: number) => Promise<Result<string>>,
  ): Promise<Result<RecordList<T>>> => {
    const seen = asOf();
    const fetch = async (page: number, size: number): Promise<Result<RawPage>> => {
      const body = await ask(page, size);
      return body.ok ? readList(body.value) : body;
    };
    const pages = await readPages({ fetch, read, keyOf, size });
    if (!pages.ok) return pages;
    const { rows, incomplete, unread } = pages.value;
    if (rows.length === 0 && unread > 0) return fail('portkey.unexpected');
    return ok({ rows, incomplete, asOf: seen });
  };

  const records = <T>(
    path: string,
    read: (raw: unknown) => T | null,
    keyOf: (row: T) => string,
    { workspaceId, signal }: RecordOptions = {},
  ) =>
    list(read, keyOf, RECORD_PAGE, (page, size) => {
      const query = { page_size: size, current_page: page, workspace_id: workspaceId };
      return get(path, queryOf(query), 'records', signal);
    });

  const group = async (
    name: string,
    names: readonly string[],
    columns: string | undefined,
    window: TimeWindow,
    { filters, signal }: SpendOptions = {},
  ): Promise<Result<SpendGroup>> => {
    const query = spendQuery(window, filters);
    if (!query.ok) return query;
    return list(
      (raw) => readGroupRow(raw, names),
      (row) => row.value,
      options.pageSize ?? SPEND_PAGE,
      (page, size) => {
        const all = { ...query.value, columns, page_size: size, current_page: page };
        return get(`/analytics/groups/${name}`, queryOf(all), 'analytics', signal);
      },
    );
  };

  const graph = async (
    name: string,
    window: TimeWindow,
    { filters, signal }: SpendOptions = {},
  ): Promise<Result<Graph>> => {
    const query = spendQuery(window, filters);
    if (!query.ok) return query;
    const body = await get(`/analytics/graphs/${name}`, queryOf(query.value), 'analytics', signal);
    return body.ok ? readGraph(body.value) : body;
  };

  return {
    costSeries: async (window, options) => {
      const seen = asOf();
      const costs = await graph('cost', window, options);
      return costs.ok ? ok(costSeriesOf(costs.value, seen)) : costs;
    },

    spendByMetadata: async (window, key, options) => {
      const checked = checkMetadata({ [key]: '' });
      if (!checked.ok) return checked;
      const name = `metadata/${encodeURIComponent(key)}`;
      return group(name, ['metadata_value'], undefined, window, options);
    },

    spendByModel: async (window, options) => {
      // The generic group has tokens, which tell "not priced" from "free"; it is newer than some control planes, and what a
      // key may not see and what does not exist are both 403 AB03.
      const names = ['model', 'ai_model'];
      const generic = await group('model', names, 'cost,total_tokens', window, options);
      const absent = ['portkey.missing', 'portkey.plan', 'request.invalid'];
      if (generic.ok || !absent.includes(generic.failure.code)) return generic;
      return group('ai-models', ['ai_model', 'model'], undefined, window, options);
    },

    spendByProvider: (window, options) =>
      group(
        'provider',
        ['provider', 'virtual_key', 'ai_service'],
        'cost,total_tokens',
        window,
        options,
      ),

    traceCost: async (window, traceId, options) => {
      const seen = asOf();
      const narrowed = { ...options, filters: { ...options?.filters, traceIds: [traceId] } };
      const costs = await graph('cost', window, narrowed);
      if (!costs.ok) return costs;
      const cost = centsFromWire(costs.value.total);
      const known = { cost, incomplete: costs.value.incomplete, asOf: seen };
      if (cost !== 0) return ok({ ...known, tokens: null, unpriced: false });
      const used = await graph('tokens', window, narrowed);
      if (!used.ok) return used;
      const tokens = used.value.total;
      return ok({ ...known, tokens, unpriced: (tokens ?? 0) > 0 });
    },

    apiKeys: (options) => records('/api-keys', readApiKey, (row) => row.id, options),
    providers: (options) => records('/providers', readProvider, (row) => row.slug, options),
    usagePolicies: (options) =>
      records('/policies/usage-limits', readUsagePolicy, (row) => row.id, options),
    policyEntities: async (policyId, options) => {
      const seen = asOf();
      const path = `/policies/usage-limits/${encodeURIComponent(policyId)}`;
      const body = await get(path, 'include_usage=true', 'records', options?.signal);
      const policy = body.ok ? readSingle(body.value) : body;
      const rows = policy.ok ? readPolicyUse(policy.value) : null;
      if (rows !== null) return ok({ rows, incomplete: false, asOf: seen });
      const elsewhere = ['portkey.forbidden', 'portkey.missing', 'request.invalid'];
      if (!policy.ok && !elsewhere.includes(policy.failure.code)) return policy;
      return records(`${path}/entities`, readPolicyEntity, (row) => row.id, options);
    },

    workspace: async (id, options) => {
      const path = `/admin/workspaces/${encodeURIComponent(id)}`;
      const body = await get(path, '', 'records', options?.signal);
      const record = body.ok ? readSingle(body.value) : body;
      if (!record.ok) return record;
      const workspace = readWorkspace(record.value);
      return workspace === null ? fail('portkey.unexpected') : ok(workspace);
    },

    probe: async (part, { workspaceId, signal } = {}) => {
      if (part === 'analytics') {
        const window = trailingWindow(new Date(clock.now()), PROBE_HOURS);
        const seen = await graph('cost', window, { signal });
        return seen.ok ? ok(undefined) : seen;
      }
      const query = queryOf({ page_size: 1, workspace_id: workspaceId });
      const body = await get(PARTS[part], query, 'records', signal);
      const seen = body.ok ? readObject(body.value) : body;
      return seen.ok ? ok(undefined) : seen;
    },
  };
}
