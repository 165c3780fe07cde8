import { expect, test } from './fixture.ts';

/** Frames a second that scrolling must keep up, in every half second of it. */
const LEAST_FPS = 50;
const SPAN_MS = 500;

test('500 workspaces with their spend scroll at 50 frames a second', async ({ page, open }) => {
  await open('five-hundred');
  await expect(page.getByRole('grid')).toBeVisible();
  const measure = () =>
    page.evaluate(async (span) => {
      const list = document.querySelector('[role="grid"]');
      const scroller = list?.closest('.list-scroll') ?? list;
      if (!(scroller instanceof HTMLElement)) throw new Error('There is no list.');
      let box: HTMLElement | null = scroller;
      while (box !== null && box.scrollHeight <= box.clientHeight) box = box.parentElement;
      if (box === null) throw new Error('Nothing scrolls.');
      const frames: number[] = [];
      const start = performance.now();
      const from = box.scrollTop;
      await new Promise<void>((resolve) => {
        const step = (at: number): void => {
          frames.push(at);
          const passed = at - start;
          box.scrollTop = from + passed * 2;
          if (passed < span * 4) requestAnimationFrame(step);
          else resolve();
        };
        requestAnimationFrame(step);
      });
      const first = frames[0] ?? 0;
      const spans = [0, 1, 2, 3].map(
        (at) =>
          (frames.filter((one) => one >= first + at * span && one < first + (at + 1) * span)
            .length *
            1000) /
          span,
      );
      return { spans, moved: box.scrollTop - from };
    }, SPAN_MS);
  // A machine that does something else just then is asked again; what is slow by itself is slow every time.
  let best = [0];
  for (let round = 0; round < 5 && Math.min(...best) < LEAST_FPS; round += 1) {
    const { spans, moved } = await measure();
    expect(moved).toBeGreaterThan(1000);
    if (Math.min(...spans) > Math.min(...best)) best = spans;
  }
  console.log(`frames a second, by half seconds: ${best.join(', ')}`);
  expect(Math.min(...best)).toBeGreaterThanOrEqual(LEAST_FPS);
});
