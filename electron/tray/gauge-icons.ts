import { gaugeKey, type TrayGauge } from './gauge-model.ts';
import { drawGauge } from './gauge-raster.ts';
import { encodePng } from './png.ts';

/** One resolution of an icon. */
export interface IconPng {
  readonly scale: 1 | 2;
  readonly png: Buffer;
  /** The side in pixels. */
  readonly pixels: number;
}

/** All looks there are, so that nothing is drawn twice while the app runs. */
const KEPT = 96;

/**
 * Icons by what they show, each drawn once.
 *
 * @param options.make turns the drawn resolutions into the host's own kind of image
 * @param options.limit how many to keep; the one that was used longest ago goes first
 */
export function createGaugeIcons<T>(options: {
  readonly make: (pngs: readonly IconPng[]) => T;
  readonly limit?: number | undefined;
}): { get(gauge: Pick<TrayGauge, 'state' | 'step'>): T } {
  const { make, limit = KEPT } = options;
  const kept = new Map<string, T>();
  return {
    get: (gauge) => {
      const key = gaugeKey(gauge);
      const known = kept.get(key);
      const icon =
        known ??
        make(
          ([1, 2] as const).map((scale) => {
            const image = drawGauge(gauge, scale);
            return { scale, png: encodePng(image), pixels: image.width };
          }),
        );
      // A map keeps its order of insertion, so the first is the one that was used longest ago.
      kept.delete(key);
      kept.set(key, icon);
      const [oldest] = kept.keys();
      if (kept.size > limit && oldest !== undefined) kept.delete(oldest);
      return icon;
    },
  };
}
