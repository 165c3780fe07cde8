import { metadataOf } from './ledger-filter.ts';
import type { Dialect, LedgerEntry, Workspace } from './state.ts';

type Row = Record<string, string | number>;

interface Group {
  readonly value: string;
  readonly entries: readonly LedgerEntry[];
}

const sum = (entries: readonly LedgerEntry[], read: (entry: LedgerEntry) => number) =>
  entries.reduce((so, entry) => so + read(entry), 0);
const mean = (entries: readonly LedgerEntry[], read: (entry: LedgerEntry) => number) =>
  entries.length === 0 ? 0 : sum(entries, read) / entries.length;
const cost = (entry: LedgerEntry) => entry.costCents;
const tokens = (entry: LedgerEntry) => entry.inputTokens + entry.outputTokens;
const latest = (entries: readonly LedgerEntry[]) =>
  entries.reduce((so, entry) => Math.max(so, entry.at), Number.NEGATIVE_INFINITY);
const earliest = (entries: readonly LedgerEntry[]) =>
  entries.reduce((so, entry) => Math.min(so, entry.at), Number.POSITIVE_INFINITY);

/** Nearest-rank percentile of the latency, milliseconds. */
function latencyAt(entries: readonly LedgerEntry[], percent: number): number {
  const sorted = entries.map((entry) => entry.latencyMs).sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? 0;
}

/** What the generic groups can be asked for; `requests` comes anyway. Cost in cents, rates in percent. */
const COLUMNS: Readonly<Record<string, (entries: readonly LedgerEntry[]) => string | number>> = {
  requests: (entries) => entries.length,
  cost: (entries) => sum(entries, cost),
  total_tokens: (entries) => sum(entries, tokens),
  avg_tokens: (entries) => mean(entries, tokens),
  avg_input_tokens: (entries) => mean(entries, (entry) => entry.inputTokens),
  avg_output_tokens: (entries) => mean(entries, (entry) => entry.outputTokens),
  avg_latency: (entries) => mean(entries, (entry) => entry.latencyMs),
  p95_latency: (entries) => latencyAt(entries, 95),
  p99_latency: (entries) => latencyAt(entries, 99),
  success_rate: (entries) => mean(entries, (entry) => (entry.statusCode < 400 ? 100 : 0)),
  error_count: (entries) => sum(entries, (entry) => (entry.statusCode < 400 ? 0 : 1)),
  cache_hit_rate: (entries) => mean(entries, (entry) => (entry.cacheHit ? 100 : 0)),
  last_seen: (entries) => new Date(latest(entries)).toISOString(),
  first_seen: (entries) => new Date(earliest(entries)).toISOString(),
};

/** What the generic groups can be made by. */
const GROUP_BY: Readonly<
  Record<string, (entry: LedgerEntry, workspaces: readonly Workspace[]) => string>
> = {
  ai_service: (entry) => entry.aiService,
  model: (entry) => entry.model,
  status_code: (entry) => String(entry.statusCode),
  api_key: (entry) => entry.apiKeyId,
  config: (entry) => entry.configSlug ?? '',
  workspace: (entry, workspaces) =>
    workspaces.find((workspace) => workspace.id === entry.workspaceId)?.slug ?? '',
  provider: (entry) => entry.providerSlug,
  // Nothing in this ledger was rendered from a prompt template.
  prompt: () => '',
};

/** Groups with the most requests first. The service promises no order; one that stays makes pages add up. */
export function groupEntries(
  entries: readonly LedgerEntry[],
  read: (entry: LedgerEntry) => string,
): Group[] {
  const groups = [...Map.groupBy(entries, read)].map(([value, members]) => ({
    value,
    entries: members,
  }));
  return groups.sort((a, b) => b.entries.length - a.entries.length || (a.value < b.value ? -1 : 1));
}

/** Rows of `/analytics/groups/users`: by the metadata key `_user`. The document types both amounts as strings. */
export function userRows(entries: readonly LedgerEntry[], dialect: Dialect): Row[] {
  return groupEntries(entries, (entry) => metadataOf(entry, '_user')).map((group) => {
    const cents = sum(group.entries, cost);
    return {
      user: group.value,
      requests: dialect === 'spec' ? String(group.entries.length) : group.entries.length,
      cost: dialect === 'spec' ? String(cents) : cents,
      object: 'analytics-group',
    };
  });
}

/** Rows of `/analytics/groups/ai-models`. The document has a string for requests and no cost. */
export function modelRows(entries: readonly LedgerEntry[], dialect: Dialect): Row[] {
  return groupEntries(entries, (entry) => entry.model).map((group) => ({
    ai_model: group.value,
    ...(dialect === 'spec'
      ? { requests: String(group.entries.length) }
      : { requests: group.entries.length, cost: sum(group.entries, cost) }),
    object: 'analytics-group',
  }));
}

/** Rows of `/analytics/groups/metadata/{name}`. Requests without the key are the row whose value is `""`. */
export function metadataRows(
  entries: readonly LedgerEntry[],
  name: string,
  dialect: Dialect,
): Row[] {
  const typed = (value: number) => (dialect === 'spec' ? Math.round(value) : value);
  return groupEntries(entries, (entry) => metadataOf(entry, name)).map((group) => {
    const judged = group.entries.filter((entry) => entry.feedback !== null);
    return {
      metadata_value: group.value,
      requests: group.entries.length,
      cost: typed(sum(group.entries, cost)),
      avg_tokens: typed(mean(group.entries, tokens)),
      avg_weighted_feedback: typed(mean(judged, (entry) => entry.feedback ?? 0)),
      requests_with_feedback: judged.length,
      last_seen: new Date(latest(group.entries)).toISOString(),
      object: 'analytics-group',
    };
  });
}

/**
 * Rows of the generic `/analytics/groups/{groupBy}`, which the changelog describes and the OpenAPI document does not: without
 * `columns` there are only requests. The value is in the field that is called like the grouping. Null for a grouping or a
 * column that does not exist.
 */
export function genericRows(
  entries: readonly LedgerEntry[],
  groupBy: string,
  columns: string | null,
  workspaces: readonly Workspace[],
): Row[] | null {
  const read = Object.hasOwn(GROUP_BY, groupBy) ? GROUP_BY[groupBy] : undefined;
  if (read === undefined) return null;
  const asked: [string, (entries: readonly LedgerEntry[]) => string | number][] = [];
  for (const name of columns === null || columns === '' ? [] : columns.split(',')) {
    const column = Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
    if (column === undefined) return null;
    asked.push([name, column]);
  }
  return groupEntries(entries, (entry) => read(entry, workspaces)).map((group) => ({
    [groupBy]: group.value,
    requests: group.entries.length,
    ...Object.fromEntries(asked.map(([name, column]) => [name, column(group.entries)])),
    object: 'analytics-group',
  }));
}
