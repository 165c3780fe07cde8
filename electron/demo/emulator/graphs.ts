import type { Dialect, LedgerEntry } from './state.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export const GRAPHS = ['cost', 'requests', 'tokens'] as const;
export type Graph = (typeof GRAPHS)[number];

/**
 * Width of a bucket for a window, milliseconds. Measured of the service: minutes up to about an hour, ten minutes just above
 * it, hours for a day, days for more; where between those it changes is not known, so 6 hours and 2 days are our choice.
 */
export function bucketWidth(windowMs: number): number {
  if (windowMs < HOUR) return MINUTE;
  if (windowMs <= 6 * HOUR) return 10 * MINUTE;
  return windowMs <= 2 * DAY ? HOUR : DAY;
}

/** The entries in buckets that touch the window, empty ones included, by their start (UTC). */
export function intoBuckets(
  entries: readonly LedgerEntry[],
  from: number,
  to: number,
): { start: number; entries: LedgerEntry[] }[] {
  const width = bucketWidth(to - from);
  const first = Math.floor(from / width);
  const buckets = Array.from({ length: Math.floor(to / width) - first + 1 }, (_, index) => ({
    start: (first + index) * width,
    entries: new Array<LedgerEntry>(),
  }));
  for (const entry of entries) buckets[Math.floor(entry.at / width) - first]?.entries.push(entry);
  return buckets;
}

function measure(graph: Graph, entries: readonly LedgerEntry[], dialect: Dialect) {
  const sum = (read: (entry: LedgerEntry) => number) =>
    entries.reduce((so, entry) => so + read(entry), 0);
  if (graph === 'requests') return { total: entries.length };
  // The document types amounts as integers; the service sends fractions.
  const typed = (value: number) => (dialect === 'spec' ? Math.round(value) : value);
  const each = (value: number) => typed(entries.length === 0 ? 0 : value / entries.length);
  if (graph === 'cost') {
    const cents = sum((entry) => entry.costCents);
    return { total: typed(cents), avg: each(cents) };
  }
  const input = sum((entry) => entry.inputTokens);
  const output = sum((entry) => entry.outputTokens);
  return {
    total: input + output,
    avg: each(input + output),
    ...(dialect === 'live' ? { total_request_units: input, total_response_units: output } : {}),
  };
}

/** The answer of `/analytics/graphs/{graph}` for entries that are in the window already. Cost is in cents. */
export function graphOf(
  graph: Graph,
  entries: readonly LedgerEntry[],
  window: { from: number; to: number; quotaExceeded: boolean },
  dialect: Dialect,
): unknown {
  return {
    object: 'analytics-graph',
    summary: measure(graph, entries, dialect),
    data_points: intoBuckets(entries, window.from, window.to).map((bucket) => ({
      timestamp: new Date(bucket.start).toISOString(),
      ...measure(graph, bucket.entries, dialect),
    })),
    ...(dialect === 'live' ? { is_quota_exceeded: window.quotaExceeded } : {}),
  };
}
