import type { Rectangle } from '../../shared/domain/rectangle.ts';

/** This much of the title bar has to lie on a display, so that the window can be moved. Points. */
const GRIP = { width: 120, height: 32 } as const;

/**
 * Where the window opens: where it was, as far as that is on a display now. A window whose title bar could not be reached is
 * brought into the nearest display; none is larger than its display or smaller than it may be.
 *
 * @param saved null: it was never open
 * @param displays at least the main one, first
 * @returns without a place where the system may choose one
 */
export function restoreBounds(
  saved: Rectangle | null,
  displays: readonly { readonly workArea: Rectangle }[],
  limits: {
    readonly width: number;
    readonly height: number;
    readonly minWidth: number;
    readonly minHeight: number;
  },
): Pick<Rectangle, 'width' | 'height'> & Partial<Rectangle> {
  const areas = displays.map(({ workArea }) => workArea);
  const [first] = areas;
  if (saved === null || first === undefined) {
    const { width, height } = limits;
    return {
      width: Math.min(width, first?.width ?? width),
      height: Math.min(height, first?.height ?? height),
    };
  }
  const reachable = areas.find((area) => isReachable(saved, area));
  const area = reachable ?? nearest(saved, areas) ?? first;
  const width = Math.round(Math.min(Math.max(saved.width, limits.minWidth), area.width));
  const height = Math.round(Math.min(Math.max(saved.height, limits.minHeight), area.height));
  const kept = reachable !== undefined && width === saved.width && height === saved.height;
  if (kept) return { x: saved.x, y: saved.y, width, height };
  return {
    x: Math.round(Math.max(area.x, Math.min(saved.x, area.x + area.width - width))),
    y: Math.round(Math.max(area.y, Math.min(saved.y, area.y + area.height - height))),
    width,
    height,
  };
}

function isReachable(window: Rectangle, area: Rectangle): boolean {
  const across =
    Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x);
  return (
    across >= Math.min(GRIP.width, window.width) &&
    window.y >= area.y &&
    window.y + GRIP.height <= area.y + area.height
  );
}

function nearest(window: Rectangle, areas: readonly Rectangle[]): Rectangle | undefined {
  const distance = (area: Rectangle): number => {
    const x = window.x + window.width / 2 - (area.x + area.width / 2);
    const y = window.y + window.height / 2 - (area.y + area.height / 2);
    return Math.hypot(x, y);
  };
  return areas.toSorted((a, b) => distance(a) - distance(b))[0];
}
