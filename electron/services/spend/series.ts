import type { SpendGrouping, SpendRange, SpendSeries } from '../../../shared/domain/spend.ts';
import type { TimeWindow } from '../../../shared/domain/time-window.ts';
import type { Slice } from './history.ts';
import { type Labels, reportRows } from './report.ts';

/** Logs arrive up to about three minutes late; after ten a bucket is taken for final (portkey-api.md §2.7). */
const FINAL_AFTER_MS = 10 * 60_000;

/** Whether a slice will not change any more, so that it need not be asked for again. */
export function isFinal(slice: Pick<Slice, 'window' | 'asOf' | 'incomplete'>): boolean {
  return (
    !slice.incomplete && Date.parse(slice.asOf) >= Date.parse(slice.window.to) + FINAL_AFTER_MS
  );
}

/**
 * Spend over time, from a slice a bucket. A line has 0 in a bucket that does not name it, and null in one that is not whole
 * or could not be read.
 */
export function seriesOf(options: {
  readonly account: string;
  readonly range: SpendRange;
  readonly by: SpendGrouping;
  readonly source: SpendSeries['source'];
  readonly buckets: readonly TimeWindow[];
  /** One a bucket; null: it could not be read. */
  readonly slices: readonly (Slice | null)[];
  readonly labels: Labels;
  readonly now: Date;
}): SpendSeries {
  const { account, range, by, source, buckets, slices, labels } = options;
  const rows = slices.map((slice) =>
    slice === null || (slice.incomplete && source === 'portkey')
      ? null
      : reportRows(slice, by, labels),
  );
  const nameOf = (row: { kind: string; key: string }) => `${row.kind} ${row.key}`;
  const indexed = rows.map((each) =>
    each === null ? null : new Map(each.map((row) => [nameOf(row), row])),
  );
  const all = new Map(rows.flatMap((each) => each ?? []).map((row) => [nameOf(row), row]));
  const zero = 0 as NonNullable<SpendSeries['lines'][number]['cents'][number]>;
  const lines = [...all].map(([name, { kind, key, label }]) => ({
    kind,
    key,
    label,
    cents: indexed.map((bucket) => {
      if (bucket === null) return null;
      const row = bucket.get(name);
      return row === undefined ? zero : row.cents;
    }),
  }));
  const sum = (cents: readonly (number | null)[]) =>
    cents.reduce((so: number, one) => so + (one ?? 0), 0);
  const ages = slices.flatMap((slice) => (slice === null || isFinal(slice) ? [] : [slice.asOf]));
  return {
    account,
    range,
    by,
    source,
    asOf: ages.toSorted()[0] ?? options.now.toISOString(),
    incomplete: rows.includes(null),
    buckets: [...buckets],
    lines: lines.toSorted((a, b) => sum(b.cents) - sum(a.cents)),
  };
}
