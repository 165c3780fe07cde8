import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import { checkMetadata } from '../../../../shared/domain/metadata.ts';
import type { TimeWindow } from '../../../../shared/domain/time-window.ts';
import { checkTraceId } from '../../../../shared/domain/trace-id.ts';
import type { SpendFilters } from './types.ts';

/** A query string. Spaces are `%20`, which every server reads alike. */
export function queryOf(entries: Readonly<Record<string, string | number | undefined>>): string {
  return Object.entries(entries)
    .flatMap(([name, value]) =>
      value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
    )
    .join('&');
}

function refuse(field: string, message: string) {
  return fail('request.invalid', { field, message });
}

/** Values joined by commas. No value at all would ask for everything, and a comma inside one would make it two. */
function joined(field: string, values: readonly string[] | undefined): Result<string | undefined> {
  if (values === undefined) return ok(undefined);
  if (values.length === 0 || values.includes('')) {
    return refuse(field, `The filter “${field}” has an empty value, and would not filter.`);
  }
  if (values.some((value) => value.includes(','))) {
    return refuse(field, `A value of the filter “${field}” holds a comma; Portkey would read two.`);
  }
  return ok(values.join(','));
}

/**
 * The query of an analytics request: portkey-api.md §2.1. Providers lose their `@`, which a filter must not have.
 * @returns the query, or `request.invalid`, `trace.invalid` or `metadata.invalid` naming the field
 */
export function spendQuery(
  window: TimeWindow,
  filters: SpendFilters = {},
): Result<Readonly<Record<string, string>>> {
  const [from, to] = [Date.parse(window.from), Date.parse(window.to)];
  if (!(from < to)) return refuse('window', 'The window’s end does not lie after its beginning.');
  for (const trace of filters.traceIds ?? []) {
    const checked = checkTraceId(trace);
    if (!checked.ok) return checked;
  }
  const { metadata } = filters;
  if (metadata !== undefined) {
    const checked = checkMetadata(metadata);
    if (!checked.ok) return checked;
    if (Object.keys(metadata).length === 0) {
      return refuse('metadata', 'The metadata filter is empty, and would not filter.');
    }
  }
  const lists: Readonly<Record<string, readonly string[] | undefined>> = {
    trace_id: filters.traceIds,
    api_key_ids: filters.apiKeyIds,
    virtual_keys: filters.providers?.map((slug) => slug.replace(/^@/, '')),
    configs: filters.configs,
    workspace_slug: filters.workspaceSlug === undefined ? undefined : [filters.workspaceSlug],
  };
  const query: Record<string, string> = {
    time_of_generation_min: new Date(from).toISOString(),
    time_of_generation_max: new Date(to).toISOString(),
  };
  for (const [name, values] of Object.entries(lists)) {
    const value = joined(name, values);
    if (!value.ok) return value;
    if (value.value !== undefined) query[name] = value.value;
  }
  if (metadata !== undefined) query['metadata'] = JSON.stringify(metadata);
  return ok(query);
}
