import uPlot from 'uplot';

import { type Cents, formatMoneyShort } from '../../../shared/domain/money.ts';
import { bucketMarks } from './chart-marks.ts';
import type { Stack } from './stack.ts';

/** Sizes in CSS pixels: the canvas knows no style sheet. */
const AXIS_WIDTH = 56;
const AXIS_HEIGHT = 24;
const WIDEST_BAR = 44;
const BAR_SHARE = 0.72;
const HEADROOM = 1.08;
/** The height of an axis over nothing: a dollar. */
const LEAST_HEIGHT = 100;

export interface Colours {
  /** A role's colour as the canvas understands it. */
  of(role: string): string;
  readonly font: string;
  /** Reads them anew: the scheme has changed. */
  refresh(): void;
}

/** Reads the tokens through a stand-in element, because a custom property by itself does not say which scheme is on. */
export function colourReader(place: HTMLElement): Colours {
  let known = new Map<string, string>();
  const { fontFamily } = getComputedStyle(place);
  return {
    font: `11px ${fontFamily}`,
    refresh: () => {
      known = new Map();
    },
    of: (role) => {
      const found = known.get(role);
      if (found !== undefined) return found;
      const probe = document.createElement('span');
      probe.style.color = `var(--${role})`;
      place.append(probe);
      const { color } = getComputedStyle(probe);
      probe.remove();
      known.set(role, color);
      return color;
    },
  };
}

/** Edges from the highest layer to the lowest, so that each is drawn over the one that it is a part of. */
export function dataOf(stack: Stack, slots: number): uPlot.AlignedData {
  const ahead = Array.from({ length: slots - stack.states.length }, () => null);
  return [
    Array.from({ length: slots }, (_, at) => at),
    ...stack.tops.toReversed().map((edge) => [...edge, ...ahead]),
  ];
}

export function chartOptions(options: {
  width: number;
  height: number;
  stack: Stack;
  slots: number;
  ticks: ReadonlyMap<number, string>;
  colours: Colours;
  chosen: () => number | null;
  onHover: (bucket: number | null) => void;
}): uPlot.Options {
  const { width, height, stack, slots, ticks, colours } = options;
  const bars = uPlot.paths.bars?.({ size: [BAR_SHARE, WIDEST_BAR] });
  const buckets = stack.states.length;
  const axis = {
    font: colours.font,
    stroke: () => colours.of('text-3'),
    ticks: { show: false },
  };
  return {
    width,
    height,
    padding: [8, 8, 0, 0],
    legend: { show: false },
    cursor: {
      x: false,
      y: false,
      points: { show: false },
      drag: { x: false, y: false, setScale: false },
    },
    scales: {
      // Slots side by side, not points in time: each is as wide as the next, also where an hour is missing or twice there.
      x: { time: false, range: () => [-0.5, slots - 0.5] },
      y: {
        range: (_plot, _low, high) => [0, high > 0 ? high * HEADROOM : LEAST_HEIGHT],
      },
    },
    axes: [
      {
        ...axis,
        size: AXIS_HEIGHT,
        gap: 4,
        grid: { show: false },
        splits: () => [...ticks.keys()],
        values: (_plot, at) => at.map((index) => ticks.get(index) ?? ''),
      },
      {
        ...axis,
        size: AXIS_WIDTH,
        gap: 8,
        space: 36,
        grid: { stroke: () => colours.of('line'), width: 1 },
        values: (_plot, at) => at.map((cents) => formatMoneyShort(cents as Cents)),
      },
    ],
    series: [
      {},
      ...stack.lines.toReversed().map((line): uPlot.Series => ({
        label: line.name,
        fill: () => colours.of(`series-${line.colour}`),
        // A seam between the layers: they are told apart where two colours look alike.
        stroke: () => colours.of('ground'),
        width: 1,
        points: { show: false },
        ...(bars === undefined ? {} : { paths: bars }),
      })),
    ],
    hooks: {
      ...bucketMarks({ stack, colours, chosen: options.chosen }),
      setCursor: [
        (plot) => {
          const at = plot.cursor.idx ?? null;
          options.onHover(at === null || at >= buckets ? null : at);
        },
      ],
    },
  };
}
