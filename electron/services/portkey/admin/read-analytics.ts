import { fail, ok, type Result } from '../../../../shared/domain/failure.ts';
import { centsFromWire } from '../../../../shared/domain/money.ts';
import { graphSchema, groupRowSchema, pointSchema } from './analytics-schema.ts';
import { readObject } from './read-list.ts';
import type { CostSeries, SpendRow } from './types.ts';
import { isRecord } from './wire-schema.ts';

/** A graph's total and points; amounts in whatever unit the graph counts. */
export interface Graph {
  readonly total: number | null;
  readonly points: readonly { readonly at: string; readonly total: number | null }[];
  readonly incomplete: boolean;
}

/**
 * Reads an answer of `/analytics/graphs/*`. An amount that cannot be read is null, which is unknown; an answer of another
 * shape is `portkey.unexpected`. Where the quota was exceeded nothing in it can be relied on, so nothing is handed on.
 */
export function readGraph(body: string): Result<Graph> {
  const object = readObject(body);
  if (!object.ok) return object;
  const wrapped = object.value['data'];
  const parsed = graphSchema.safeParse(isRecord(wrapped) ? wrapped : object.value);
  if (!parsed.success) return fail('portkey.unexpected');
  const { summary, data_points: dataPoints, is_quota_exceeded: incomplete } = parsed.data;
  if (incomplete) return ok({ total: null, points: [], incomplete });
  const points = (dataPoints ?? []).flatMap((raw) => {
    const point = pointSchema.safeParse(raw).data;
    return point === undefined || point.timestamp === null
      ? []
      : [{ at: point.timestamp, total: point.total }];
  });
  points.sort((one, other) => Date.parse(one.at) - Date.parse(other.at));
  return ok({ total: summary.total, points, incomplete });
}

/** The buckets' width: nothing says it but the timestamps (portkey-api.md §2.5). Gaps make some distances larger. */
export function bucketWidth(instants: readonly string[]): number | null {
  const distances = instants
    .slice(1)
    .map((at, index) => Date.parse(at) - Date.parse(instants[index] ?? at))
    .filter((distance) => distance > 0);
  return distances.length === 0 ? null : distances.reduce((a, b) => Math.min(a, b));
}

/** A cost graph (cents) as a series. */
export function costSeriesOf(graph: Graph, asOf: string): CostSeries {
  return {
    total: centsFromWire(graph.total),
    points: graph.points.map((point) => ({ at: point.at, cost: centsFromWire(point.total) })),
    bucketMs: bucketWidth(graph.points.map((point) => point.at)),
    incomplete: graph.incomplete,
    asOf,
  };
}

/** What a row may call the thing that it is about, besides the name that is asked for. */
const NAMES = ['group', 'name', 'value', 'slug', 'key'];
/** Text fields of a row that are never what it is about. */
const FIGURES: ReadonlySet<string> = new Set(['object', 'requests', 'cost', 'id']);

/**
 * What a row is about. The generic groups' field is undocumented, so the expected names come first, then the usual ones,
 * then the only text that is no figure and no date.
 */
function nameOf(
  row: Readonly<Record<string, unknown>>,
  expected: readonly string[],
): string | null {
  for (const name of [...expected, ...NAMES]) {
    const value = row[name];
    if (typeof value === 'string') return value;
    if (typeof value === 'number') return String(value);
    // Requests without the key come as "" (measured); null is taken for the same.
    if (value === null && name === expected[0]) return '';
  }
  const rest = Object.entries(row).filter(
    (entry): entry is [string, string] =>
      typeof entry[1] === 'string' &&
      !FIGURES.has(entry[0]) &&
      !/_(seen|at|tokens|rate|latency|count)$/.test(entry[0]),
  );
  return rest.length === 1 ? (rest[0]?.[1] ?? null) : null;
}

/**
 * One row of `/analytics/groups/*`.
 * @param expected the fields that may name what the row is about, likeliest first
 * @returns null for a row that cannot be read
 */
export function readGroupRow(raw: unknown, expected: readonly string[]): SpendRow | null {
  if (!isRecord(raw)) return null;
  const value = nameOf(raw, expected);
  const parsed = groupRowSchema.safeParse(raw);
  if (value === null || !parsed.success) return null;
  const { requests, avg_tokens: average, total_tokens: all, last_seen: lastSeen } = parsed.data;
  const tokens =
    all ?? (average === null || requests === null ? null : Math.round(average * requests));
  const cost = centsFromWire(parsed.data.cost);
  return {
    value,
    requests,
    cost,
    tokens,
    unpriced: cost === 0 && ((tokens ?? 0) > 0 || (average ?? 0) > 0),
    lastSeen,
  };
}
