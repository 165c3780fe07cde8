/** One figure and the bar that it is held to. */
export interface BenchLine {
  readonly name: string;
  readonly ratio: number;
  readonly bar: string;
  readonly ok: boolean;
}

/** A comparison done many times: each pair is ours beside theirs, in milliseconds, measured right after each other. */
export interface Ratios {
  readonly ours: number;
  readonly theirs: number;
  /** Median of the pairs' ratios: a busy moment of the machine weighs on one pair only. */
  readonly ratio: number;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Medians of pairs `[ours, theirs]`. */
export function ratios(pairs: readonly (readonly [number, number])[]): Ratios {
  return {
    ours: median(pairs.map(([ours]) => ours)),
    theirs: median(pairs.map(([, theirs]) => theirs)),
    ratio: median(pairs.map(([ours, theirs]) => ours / theirs)),
  };
}

/** Holds a comparison to its bar, prints it, and says whether it holds. */
export function judge(
  name: string,
  { ours, theirs, ratio }: Ratios,
  sign: '≤',
  limit: number,
): BenchLine {
  const ok = ratio <= limit;
  console.log(
    `${name}: ${ours.toFixed(2)} ms beside ${theirs.toFixed(2)} ms: ${ratio.toFixed(2)}× (bar ${sign} ${limit}×) ${ok ? 'ok' : 'MISSED'}`,
  );
  return { name, ratio, bar: `${sign} ${limit}×`, ok };
}

export async function millisecondsOf(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
