import type uPlot from 'uplot';

import type { Colours } from './chart-options.ts';
import type { Stack } from './stack.ts';

const WORD = 'not known';
const PARTLY = '?';

/** From one bucket up to and including another. */
export interface Run {
  readonly from: number;
  readonly to: number;
}

/** The stretches of buckets of which nothing is known. */
export function unknownRuns(states: Stack['states']): Run[] {
  const runs: Run[] = [];
  states.forEach((state, at) => {
    if (state !== 'unknown') return;
    const last = runs.at(-1);
    if (last !== undefined && last.to === at - 1) runs[runs.length - 1] = { ...last, to: at };
    else runs.push({ from: at, to: at });
  });
  return runs;
}

/** What is drawn beside the bars: the chosen bucket's ground, and a word where a bar is missing. */
export function bucketMarks(options: {
  stack: Stack;
  colours: Colours;
  chosen: () => number | null;
}): Pick<uPlot.Hooks.Arrays, 'drawClear' | 'draw'> {
  const { stack, colours, chosen } = options;
  const ground = (plot: uPlot, role: string, { from, to }: Run) => {
    const left = plot.valToPos(from - 0.5, 'x', true);
    const right = plot.valToPos(to + 0.5, 'x', true);
    plot.ctx.fillStyle = colours.of(role);
    plot.ctx.fillRect(left, plot.bbox.top, right - left, plot.bbox.height);
    return { left, right };
  };

  return {
    drawClear: [
      (plot) => {
        for (const run of unknownRuns(stack.states)) ground(plot, 'ground-2', run);
        const at = chosen();
        if (at !== null) ground(plot, 'fill', { from: at, to: at });
      },
    ],
    draw: [
      (plot) => {
        const { ctx, bbox } = plot;
        const ratio = bbox.height / plot.over.clientHeight;
        ctx.save();
        // The seam of a low bar lies over the line that it stands on.
        ctx.fillStyle = colours.of('line-strong');
        ctx.fillRect(bbox.left, bbox.top + bbox.height, bbox.width, ratio);
        ctx.font = colours.font.replace(/^(\d+)px/, (_, size) => `${Number(size) * ratio}px`);
        ctx.fillStyle = colours.of('text-3');
        ctx.textAlign = 'center';
        ctx.textBaseline = 'middle';
        for (const { from, to } of unknownRuns(stack.states)) {
          const left = plot.valToPos(from - 0.5, 'x', true);
          const right = plot.valToPos(to + 0.5, 'x', true);
          ctx.save();
          ctx.translate((left + right) / 2, bbox.top + bbox.height / 2);
          // Upright where the gap is narrower than the word.
          if (ctx.measureText(WORD).width > right - left) ctx.rotate(-Math.PI / 2);
          ctx.fillText(WORD, 0, 0);
          ctx.restore();
        }
        stack.states.forEach((state, at) => {
          if (state !== 'partial') return;
          const top = plot.valToPos(stack.totals[at] ?? 0, 'y', true);
          ctx.fillText(PARTLY, plot.valToPos(at, 'x', true), top - 8 * ratio);
        });
        ctx.restore();
      },
    ],
  };
}
