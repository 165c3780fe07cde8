import { mayReach, workspaceAsked, type Context, type Handler } from './context.ts';
import { adminError, BAD_PAGING, forbidden, ok, type Answer } from './errors.ts';
import { graphOf, type Graph } from './graphs.ts';
import { genericRows, metadataRows, modelRows, userRows } from './groups.ts';
import { parseLedgerQuery, type LedgerQuery } from './ledger-filter.ts';
import { pageOf, readPaging } from './paging.ts';
import type { ApiKey, EmulatorState, LedgerEntry } from './state.ts';

/** Requests that this caller may see: a person's key may be held to that person's own. */
function sightOf(state: EmulatorState, caller: ApiKey): (entry: LedgerEntry) => boolean {
  if (state.dataVisibility === 'all' || caller.type !== 'workspace-user') return () => true;
  const own = new Set(
    state.keys.filter(({ userId }) => userId === caller.userId).map(({ id }) => id),
  );
  return (entry) => own.has(entry.apiKeyId);
}

/**
 * The requests of the ledger that an analytics answer is about. Graphs honour an organisation key's `workspace_slug` and fall
 * back to the default workspace; the live groups do not look at it and count what the key reaches (portkey-api.md §2.1).
 */
function select(
  context: Context,
  kind: 'graph' | 'group',
): { entries: LedgerEntry[]; query: LedgerQuery; quotaExceeded: boolean } | Answer {
  const { caller, dialect, now, request, state } = context;
  const parsed = parseLedgerQuery(request.query);
  if ('problem' in parsed) return adminError('AB01', parsed.problem);
  const query = parsed.value;
  const sees = sightOf(state, caller);
  let workspaceId: string | null = 'all';
  if (caller.workspaceId !== null || kind === 'graph' || dialect === 'spec') {
    const asked = workspaceAsked(context, 'workspace_slug');
    workspaceId =
      asked === 'all' ? (state.workspaces.find(({ isDefault }) => isDefault)?.id ?? null) : asked;
    if (workspaceId === null) return forbidden();
  }
  const newest = now - state.lagMs;
  const found = state.ledger.filter(
    (entry) =>
      entry.at >= query.from &&
      entry.at <= query.to &&
      entry.at <= newest &&
      (workspaceId === 'all' || entry.workspaceId === workspaceId) &&
      mayReach(caller, entry.workspaceId) &&
      sees(entry) &&
      query.matches(entry),
  );
  const quota = state.analyticsQuota ?? found.length;
  return found.length > quota
    ? { entries: found.sort((a, b) => a.at - b.at).slice(0, quota), query, quotaExceeded: true }
    : { entries: found, query, quotaExceeded: false };
}

export function graphHandler(graph: Graph): Handler {
  return (context) => {
    const selected = select(context, 'graph');
    if ('status' in selected) return selected;
    const { entries, query, quotaExceeded } = selected;
    return ok(
      graphOf(graph, entries, { from: query.from, to: query.to, quotaExceeded }, context.dialect),
    );
  };
}

type Rows = readonly Record<string, string | number>[];

function groupHandler(
  rowsOf: (entries: readonly LedgerEntry[], context: Context) => Rows | null,
): Handler {
  return (context) => {
    const selected = select(context, 'group');
    if ('status' in selected) return selected;
    // 1,000 a page was seen to work; nothing is known of more.
    const paging = readPaging(context.request.query, { size: 50, most: 1_000 });
    if (paging === null) return BAD_PAGING;
    const rows = rowsOf(selected.entries, context);
    if (rows === null) return adminError('AB01', 'There is no such grouping or column');
    const page = pageOf(rows, paging, context.dialect);
    return ok({ object: 'list', total: page.total, data: page.rows });
  };
}

export const usersHandler = groupHandler((entries, { dialect }) => userRows(entries, dialect));
export const modelsHandler = groupHandler((entries, { dialect }) => modelRows(entries, dialect));
export const metadataHandler = groupHandler((entries, { dialect, params }) =>
  metadataRows(entries, params['metadataKey'] ?? '', dialect),
);
export const genericHandler = groupHandler((entries, { params, request, state }) =>
  genericRows(entries, params['groupBy'] ?? '', request.query.get('columns'), state.workspaces),
);
