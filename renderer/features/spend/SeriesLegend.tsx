import { formatMoney } from '../../../shared/domain/money.ts';
import type { SpendRange } from '../../../shared/domain/spend.ts';
import { IconButton } from '../../ui/Button.tsx';
import { Known } from './Known.tsx';
import { rangeWords } from './spend-words.ts';
import type { Stack } from './stack.ts';

/**
 * Names and amounts of the chart's layers: of the whole range, or of one bucket. The two arrows do for the keyboard what
 * pointing at a bar does.
 */
export function SeriesLegend({
  stack,
  range,
  names,
  chosen,
  onStep,
}: {
  stack: Stack;
  range: SpendRange;
  /** Of the buckets, in their order. */
  names: readonly string[];
  chosen: number | null;
  onStep: (bucket: number | null) => void;
}) {
  const unit = range === 'today' ? 'hour' : 'day';
  // Sums of what is known are no sums of everything.
  const isWhole = stack.states.every((state) => state === 'known');
  const all = isWhole ? `All of ${rangeWords(range)}` : `What is known of ${rangeWords(range)}`;
  const title =
    chosen === null
      ? all
      : `${names[chosen] ?? ''} · ${stack.states[chosen] === 'unknown' ? 'not known' : formatMoney(stack.totals[chosen] ?? null)}`;
  const last = names.length - 1;
  const step = (by: -1 | 1) => {
    const next = chosen === null ? (by < 0 ? last : 0) : chosen + by;
    onStep(next < 0 || next > last ? null : next);
  };
  return (
    <div className="legend">
      <div className="legend-head">
        <IconButton icon="left" label={`Previous ${unit}`} onClick={() => step(-1)} />
        <output className="clip" title={title}>
          {title}
        </output>
        <IconButton icon="right" label={`Next ${unit}`} onClick={() => step(1)} />
      </div>
      {stack.lines.length === 0 ? (
        <p className="faint">Nothing was spent.</p>
      ) : (
        <ul aria-label="Series">
          {stack.lines.map((line) => {
            const cents = chosen === null ? line.total : (line.cents[chosen] ?? null);
            return (
              <li key={line.id}>
                <i className={`swatch series-${line.colour}`} />
                <span className="clip grow" title={line.name}>
                  {line.name}
                </span>
                <Known text={formatMoney(cents)} />
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}
