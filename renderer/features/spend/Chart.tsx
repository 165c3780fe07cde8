import 'uplot/dist/uPlot.min.css';

import { useEffect, useRef } from 'react';
import uPlot from 'uplot';

import { chartOptions, colourReader, dataOf } from './chart-options.ts';
import type { Stack } from './stack.ts';

export interface ChartProps {
  readonly stack: Stack;
  /** Buckets and those to come. */
  readonly slots: number;
  readonly ticks: ReadonlyMap<number, string>;
  /** The bucket that the legend is about, by its index; null for all of them. */
  readonly chosen: number | null;
  readonly onHover: (bucket: number | null) => void;
}

/** What changes the colours without changing the page. */
const COLOUR_QUERIES = ['(prefers-color-scheme: dark)', '(prefers-contrast: more)'];

/** The drawing alone; whoever shows it gives it a name. Never moves: data appears where it stands. */
export function Chart({ stack, slots, ticks, chosen, onHover }: ChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const now = useRef({ chosen, onHover });
  useEffect(() => {
    now.current = { chosen, onHover };
    plot.current?.redraw(false);
  }, [chosen, onHover]);

  useEffect(() => {
    const place = host.current;
    if (place === null) return undefined;
    const colours = colourReader(place);
    const made = new uPlot(
      chartOptions({
        width: place.clientWidth,
        height: place.clientHeight,
        stack,
        slots,
        ticks,
        colours,
        chosen: () => now.current.chosen,
        onHover: (bucket) => now.current.onHover(bucket),
      }),
      dataOf(stack, slots),
      place,
    );
    plot.current = made;

    const observer = new ResizeObserver(() => {
      if (place.clientWidth > 0) {
        made.setSize({ width: place.clientWidth, height: place.clientHeight });
      }
    });
    observer.observe(place);
    const queries = COLOUR_QUERIES.map((query) => matchMedia(query));
    const redraw = () => {
      colours.refresh();
      made.redraw(false, true);
    };
    for (const query of queries) query.addEventListener('change', redraw);
    return () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener('change', redraw);
      plot.current = null;
      made.destroy();
    };
  }, [stack, slots, ticks]);

  return <div className="chart-canvas" ref={host} />;
}
