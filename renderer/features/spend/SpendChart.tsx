import { lazy, Suspense, useMemo, useState } from 'react';

import type { SpendSeries } from '../../../shared/domain/spend.ts';
import { FailureNote } from '../../ui/FailureNote.tsx';
import { slotNames, slotsOf, ticksOf } from './bucket-time.ts';
import { RetryButton } from './RetryButton.tsx';
import { SeriesLegend } from './SeriesLegend.tsx';
import { chartSentence } from './spend-words.ts';
import { stackOf } from './stack.ts';
import type { Kept } from './use-kept.ts';

const Chart = lazy(() => import('./Chart.tsx').then((m) => ({ default: m.Chart })));

/** Spend over time. @param told true when the page already says why nothing is answered */
export function SpendChart({ series, told }: { series: Kept<SpendSeries>; told: boolean }) {
  const { shown, failure, loading, stale } = series;
  return (
    <section className="spend-chart" aria-label="Spend over time" aria-busy={loading}>
      {failure !== null && !told && (
        <FailureNote failure={failure}>
          <RetryButton asking={loading} onRetry={series.again} />
        </FailureNote>
      )}
      {shown === null ? (
        <p className="chart-blank">
          {loading ? 'Asking for the amounts over time …' : 'Nothing to draw yet.'}
        </p>
      ) : (
        <Drawing
          key={`${shown.range} ${shown.by} ${shown.account}`}
          series={shown}
          dimmed={stale}
        />
      )}
    </section>
  );
}

function Drawing({ series, dimmed }: { series: SpendSeries; dimmed: boolean }) {
  const { range, by, buckets } = series;
  const [hovered, setHovered] = useState<number | null>(null);
  const [stepped, setStepped] = useState<number | null>(null);
  const stack = useMemo(() => stackOf(series), [series]);
  const slots = useMemo(() => slotsOf(buckets, range), [buckets, range]);
  const names = useMemo(() => slotNames(slots, range), [slots, range]);
  const ticks = useMemo(() => ticksOf(slots, range), [slots, range]);
  const chosen = hovered ?? stepped;
  return (
    <div className={dimmed ? 'chart-row dimmed' : 'chart-row'}>
      <div
        className="chart-frame"
        // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- drawn on a canvas, not loaded
        role="img"
        aria-label={chartSentence({ range, by, stack, names })}
      >
        <Suspense fallback={null}>
          <Chart
            stack={stack}
            slots={slots.length}
            ticks={ticks}
            chosen={chosen}
            onHover={setHovered}
          />
        </Suspense>
      </div>
      <SeriesLegend
        stack={stack}
        range={range}
        names={names.slice(0, buckets.length)}
        chosen={chosen}
        onStep={setStepped}
      />
    </div>
  );
}
