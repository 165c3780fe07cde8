import { type Cents, sumCents, ZERO_CENTS } from '../../../shared/domain/money.ts';
import { reportRowName } from '../../../shared/domain/report-words.ts';
import type { SpendSeries } from '../../../shared/domain/spend.ts';

/** As many as there are series colours. */
const MOST_LINES = 8;

type SeriesLine = SpendSeries['lines'][number];

/** `partial`: some lines are known and some are not, so what is shown is too low. */
export type BucketState = 'known' | 'partial' | 'unknown';

export interface StackLine {
  /** React's, and stable while the order is. */
  readonly id: string;
  readonly name: string;
  /** Which of the eight series colours, from 1. */
  readonly colour: number;
  readonly cents: readonly (Cents | null)[];
  /** Of the buckets that are known; null when none is. */
  readonly total: Cents | null;
}

/** The layers of a chart, the largest at the bottom. */
export interface Stack {
  readonly lines: readonly StackLine[];
  /** For each line and bucket the upper edge of its layer, in cents; null where the bucket is not known. */
  readonly tops: readonly (readonly (Cents | null)[])[];
  /** For each bucket what is known of all lines; null where nothing is. */
  readonly totals: readonly (Cents | null)[];
  readonly states: readonly BucketState[];
}

/** The seven lines that cost most and the rest of them as one, stacked. Eight lines stay eight: a rest of one is no rest. */
export function stackOf(series: SpendSeries): Stack {
  const size = series.buckets.length;
  const ranked = series.lines
    .map((line) => ({ line, total: sumKnown(line.cents) }))
    .toSorted((a, b) => (b.total ?? -1) - (a.total ?? -1));
  const fits = ranked.length <= MOST_LINES;
  const own = fits ? ranked : ranked.slice(0, MOST_LINES - 1);
  const rest = fits ? [] : ranked.slice(MOST_LINES - 1).map(({ line }) => line);

  const lines: StackLine[] = own.map(({ line, total }, index) => ({
    id: `${line.kind}:${line.key}`,
    name: reportRowName(line, series.by),
    colour: index + 1,
    cents: line.cents,
    total,
  }));
  if (rest.length > 0) {
    const cents = sumByBucket(rest, size);
    lines.push({
      id: 'everything-else',
      name: `Everything else (${rest.length})`,
      colour: MOST_LINES,
      cents,
      total: sumKnown(cents),
    });
  }

  const states = Array.from({ length: size }, (_, at) => stateOf(series.lines, at));
  const totals = sumByBucket(series.lines, size);
  const heights = Array.from({ length: size }, () => ZERO_CENTS);
  const tops = lines.map((line, level) =>
    heights.map((height, at) => {
      if (states[at] === 'unknown') return null;
      const next = sumCents([height, line.cents[at] ?? ZERO_CENTS]);
      heights[at] = next;
      // The uppermost edge is the total itself, whatever the steps towards it lost in rounding.
      return level === lines.length - 1 ? (totals[at] ?? next) : next;
    }),
  );
  return { lines, tops, totals, states };
}

function known(amounts: readonly (Cents | null | undefined)[]): Cents[] {
  return amounts.filter((amount) => amount !== null && amount !== undefined);
}

function sumKnown(amounts: readonly (Cents | null | undefined)[]): Cents | null {
  const found = known(amounts);
  return found.length === 0 ? null : sumCents(found);
}

/** No line at all means that nothing was spent, which is known. */
function sumByBucket(lines: readonly SeriesLine[], size: number): (Cents | null)[] {
  return Array.from({ length: size }, (_, at) =>
    lines.length === 0 ? ZERO_CENTS : sumKnown(lines.map((line) => line.cents[at])),
  );
}

function stateOf(lines: readonly SeriesLine[], at: number): BucketState {
  const found = known(lines.map((line) => line.cents[at])).length;
  if (found === lines.length) return 'known';
  return found === 0 ? 'unknown' : 'partial';
}
